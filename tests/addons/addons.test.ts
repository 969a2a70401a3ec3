import { describe, expect, it } from "vitest";
import { partsOf } from "../../components/parts.ts";
import type { Addon, Egress, Values } from "../../components/platform/addon.ts";
import { charts } from "../../components/platform/charts.ts";
import { inOrder } from "../../components/platform/install.ts";
import type { KubernetesObject } from "../../components/platform/kubernetes-object.ts";
import { everything as addons, profile, settingsOfEverything } from "./example.ts";
import { hasChart, releasesOf } from "./render.ts";

const namespaceOf = ({ peer }: Egress | Addon["traffic"]["from"][number]): string | undefined =>
    typeof peer === "object" && "namespace" in peer ? peer.namespace : undefined;

describe("The platform", () => {
    it("is complete: every part that runs in the cluster is there on EKS, under its name", () => {
        const running = partsOf(settingsOfEverything)
            .filter(({ namespace }) => namespace)
            .map(({ name }) => name);
        expect(addons.map(({ name }) => name).sort()).toEqual(running.sort());
    });

    it("gives each add-on a namespace of its own", () => {
        expect(new Set(addons.map(({ namespace }) => namespace.name)).size).toBe(addons.length);
    });

    it("can be put in order: everything comes after what it needs", () => {
        const order = inOrder(addons).map(({ name }) => name);
        for (const { name, needs = [] } of addons) {
            for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name));
        }
    });

    it("comes to every service that brings custom resources of another add-on after that add-on", () => {
        const servedBy: Record<string, string> = {
            "cert-manager.io/v1": "cert-manager",
            "external-secrets.io/v1": "external-secrets",
            "generators.external-secrets.io/v1alpha1": "external-secrets",
        };
        for (const { name, needs = [], before = [] } of addons) {
            for (const { apiVersion } of before) {
                const server = servedBy[apiVersion];
                if (server) expect(needs, `${name} brings ${apiVersion}`).toContain(server);
            }
        }
    });

    it("allows every flow between add-ons on both sides, or on neither", () => {
        const open = addons.flatMap((from) =>
            from.traffic.to.flatMap((flow) => {
                const to = addons.find(({ namespace }) => namespace.name === namespaceOf(flow));
                return to && !accepts(to, from, flow) ? [`${from.name} → ${to.name} ${flow.ports}`] : [];
            }),
        );
        const expected = addons.flatMap((to) =>
            to.traffic.from.flatMap((flow) => {
                const from = addons.find(({ namespace }) => namespace.name === callerOf(flow));
                const asked = from?.traffic.to.some((wish) => namespaceOf(wish) === to.namespace.name);
                return from && !asked ? [`${from.name} is awaited by ${to.name}`] : [];
            }),
        );
        expect([...open, ...expected]).toEqual([]);
    });
});

/** Prometheus comes as `metrics`, everybody else by the name of the namespace. */
const callerOf = (flow: Addon["traffic"]["from"][number]) =>
    flow.peer === "metrics" ? "monitoring" : namespaceOf(flow);

const accepts = (to: Addon, from: Addon, { ports = [] }: Egress): boolean =>
    to.traffic.from
        .filter((flow) => callerOf(flow) === from.namespace.name)
        .some(({ ports: open }) => open === "any" || ports.every((port) => open.includes(port)));

describe.each(addons)("$name", (addon) => {
    it("says why its pods are less than restricted, where they are", () => {
        const { podSecurity, reason } = addon.namespace;
        expect(podSecurity === "restricted" || (reason ?? "").length > 20).toBe(true);
    });

    it("pins its charts to exact versions of the one list", () => {
        const known: unknown[] = Object.values(charts);
        for (const { chart } of releasesOf(addon)) {
            expect(known).toContainEqual(chart);
            expect(chart.version).toMatch(/^v?\d+\.\d+\.\d+$/);
        }
    });

    it("reaches AWS exactly if it has an identity there", () => {
        expect(addon.traffic.to.some(({ peer }) => peer === "aws")).toBe((addon.identities ?? []).length > 0);
    });

    it("has no secret among its values, only names and paths of where secrets are", () => {
        const suspicious = strings(addon.values)
            .filter(([path]) => /password|secret|token|credential/i.test(path.at(-1) ?? ""))
            .filter(([, value]) => !names.has(value) && !value.startsWith("/"));
        expect(suspicious).toEqual([]);
    });

    it("is described without anything that the next install might resolve differently", () => {
        const loose = strings([addon.values, addon.before, addon.after]).filter(([, value]) => /latest$/.test(value));
        expect(loose).toEqual([]);
    });

    it("bounds CPU and memory wherever it gives resources, and promises no memory twice", () => {
        const given = [addon.values, addon.before, addon.after];
        const all = found(given, "resources").filter(({ requests }) => requests && !("storage" in requests));
        if (hasChart(addon)) expect(all.length).toBeGreaterThan(0);
        for (const { requests, limits } of all) {
            expect(Object.keys(requests ?? {})).toEqual(expect.arrayContaining(["cpu", "memory"]));
            expect(Object.keys(limits ?? {})).toEqual(Object.keys(requests ?? {}));
            expect(limits?.memory).toBe(requests?.memory);
        }
    });

    it("puts its own objects into its own namespace", () => {
        for (const { kind, metadata } of [...(addon.before ?? []), ...(addon.after ?? [])]) {
            if (!clusterScoped.has(kind)) expect(metadata.namespace, kind).toBe(addon.namespace.name);
            else expect(metadata.namespace, kind).toBeUndefined();
        }
    });
});

const clusterScoped = new Set([
    "AWSPCAClusterIssuer",
    "Bundle",
    "ClusterIssuer",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "EC2NodeClass",
    "FlowSchema",
    "ImageValidatingPolicy",
    "GatewayClass",
    "NodePool",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "VolumeSnapshotClass",
]);

/** Names of Secrets and of keys in them, which are no secrets. */
const names = new Set([
    "cacerts",
    "datadog-api-key",
    "fluentd-certificate",
    "fluentd-shared-key",
    "grafana-admin",
    "licenseKey",
    "newrelic-license-key",
    "password",
    "vault-certificate",
    "velero-repo-credentials",
]);

/** Every string below a value, with its path. */
const strings = (value: unknown, path: string[] = []): [string[], string][] =>
    typeof value === "string"
        ? [[path, value]]
        : value !== null && typeof value === "object"
          ? Object.entries(value).flatMap(([key, inner]) => strings(inner, [...path, key]))
          : [];

/** Every object that stands below a key of this name. */
function found(value: unknown, name: string): Record<string, Record<string, string>>[] {
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([key, inner]) => [
        ...(key === name && inner !== null && typeof inner === "object" && !Array.isArray(inner) ? [inner] : []),
        ...found(inner, name),
    ]);
}

describe("Custom resources", () => {
    const of = (kind: KubernetesObject["kind"]) =>
        addons.flatMap(({ before = [], after = [] }) => [...before, ...after]).filter((object) => object.kind === kind);
    const spec = (kind: KubernetesObject["kind"]) => (of(kind)[0] as Values | undefined)?.spec;

    it("read Secrets Manager from the platform's namespaces, and from those that an administrator labels", () => {
        expect(spec("ClusterSecretStore").conditions).toEqual([
            { namespaces: ["vault", "velero", "database-dumps", "argocd", "datadog", "newrelic", "monitoring"] },
            { namespaceSelector: { matchLabels: { "production-cluster/secret-store": "aws" } } },
        ]);
    });

    it("make nodes that are private, encrypted, and keep their credentials from pods", () => {
        const { metadataOptions, associatePublicIPAddress, blockDeviceMappings } = spec("EC2NodeClass");
        expect(metadataOptions).toMatchObject({ httpTokens: "required", httpPutResponseHopLimit: 1 });
        expect(associatePublicIPAddress).toBe(false);
        for (const { ebs } of blockDeviceMappings) expect(ebs).toMatchObject({ encrypted: true, volumeType: "gp3" });
    });

    it("bound the general nodes: in number, in age, over all zones, a tenth of them at a time", () => {
        const { limits, disruption, template } = spec("NodePool");
        expect(limits).toEqual({ cpu: 200, memory: "800Gi" });
        expect(disruption.consolidationPolicy).toBe("WhenEmptyOrUnderutilized");
        expect(disruption.budgets).toEqual([{ nodes: "10%" }]);
        expect(template.spec.expireAfter).toBe("336h");
        expect(template.spec.requirements).toContainEqual({
            key: "topology.kubernetes.io/zone",
            operator: "In",
            values: profile.zones,
        });
        expect(template.spec.requirements).toContainEqual({
            key: "karpenter.sh/capacity-type",
            operator: "In",
            values: ["on-demand"],
        });
    });

    it("follow Git in a project of their own, prune, repair and try again", () => {
        const { project, source, syncPolicy } = spec("Application");
        expect(of("AppProject").map(({ metadata }) => metadata.name)).toEqual([project]);
        expect(project).not.toBe("default");
        expect(spec("AppProject").sourceRepos).toEqual([source.repoURL]);
        expect(syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
        expect(syncPolicy.retry.limit).toBeGreaterThan(0);
    });
});
