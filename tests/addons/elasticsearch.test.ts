import { describe, expect, it } from "vitest";
import type { Addon, Values } from "../../components/platform/addon.ts";
import type { KubernetesObject } from "../../components/platform/kubernetes-object.ts";
import { settings as laptop } from "./elsewhere.ts";
import { addonOf, assembled } from "./example.ts";
import { podSecurityViolations, workloads } from "./workloads.ts";

const asked = { store: "elasticsearch", retentionDays: 200, elasticsearch: { memoryGiB: 8, volumeGiB: 500 } };
const all = await assembled({ settings: { logs: asked } });
const elsewhere = await assembled({
    settings: { ...configured(laptop), logs: { store: "elasticsearch" } },
    elsewhere: { clusterName: "laptop", zones: [], systemNodeSelector: {}, systemTolerations: [] },
});

function configured({ cluster, gitops, ownership }: typeof laptop) {
    return { name: "laptop", cluster, gitops, ownership };
}

const part = addonOf(all, "elasticsearch");
const writers = ["fluent-bit", "event-collector"].map((name) => addonOf(all, name));

/** Objects of a kind that come with an add-on. */
const of = ({ before = [], after = [] }: Addon, kind: KubernetesObject["kind"]): Values[] =>
    [...before, ...after].filter((object) => object.kind === kind);
const only = (addon: Addon, kind: KubernetesObject["kind"]): Values => {
    const [found, ...more] = of(addon, kind);
    if (!found || more.length > 0) throw new Error(`${addon.name} has ${more.length} of ${kind} beside the first`);
    return found;
};

describe("Elasticsearch", () => {
    const { spec } = only(part, "Elasticsearch");
    const [nodes] = spec.nodeSets;

    it("is three nodes over zones, of the size that was asked for, memory promised once", () => {
        expect([spec.nodeSets.length, nodes.count]).toEqual([1, 3]);
        const { topologySpreadConstraints, containers, nodeSelector } = nodes.podTemplate.spec;
        expect(topologySpreadConstraints[0]).toMatchObject({
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: { matchLabels: { "elasticsearch.k8s.elastic.co/cluster-name": "elasticsearch" } },
        });
        expect(nodeSelector).toEqual({ "node-class": "system" });
        expect(containers[0].resources).toMatchObject({ requests: { memory: "8192Mi" }, limits: { memory: "8192Mi" } });
        const [claim] = nodes.volumeClaimTemplates;
        // Of any other name the operator would make a volume of its own beside it.
        expect(claim.metadata.name).toBe("elasticsearch-data");
        expect(claim.spec).toMatchObject({ storageClassName: "gp3", resources: { requests: { storage: "500Gi" } } });
    });

    it("asks for no power over the node, and keeps its claims when it is removed", () => {
        expect(part.namespace.podSecurity).toBe("restricted");
        expect(nodes.config["node.store.allow_mmap"]).toBe(false);
        expect(nodes.podTemplate.spec).not.toHaveProperty("initContainers");
        expect(spec.volumeClaimDeletePolicy).toBe("DeleteOnScaledownOnly");
        expect(only(part, "Kibana").spec).toMatchObject({ count: 2, elasticsearchRef: { name: "elasticsearch" } });
    });

    it("goes before the operator that looks after it, which sees its own namespace only", () => {
        for (const kind of ["Elasticsearch", "Kibana"] as const)
            expect(part.after?.map((object) => object.kind)).toContain(kind);
        expect(part.values).toMatchObject({
            managedNamespaces: [part.namespace.name],
            createClusterScopedResources: false,
            webhook: { enabled: false },
        });
    });

    it("takes connections of the writers at its port, and goes nowhere but to the API server and itself", () => {
        expect(part.traffic.to).toEqual([{ peer: "kubeApi" }, { peer: "sameNamespace" }]);
        const callers = part.traffic.from.flatMap(({ peer, ports }) =>
            typeof peer === "object" && "namespace" in peer ? [[peer.namespace, ports]] : [],
        );
        expect(callers).toEqual(writers.map(({ namespace }) => [namespace.name, [9200]]));
        for (const { traffic } of writers)
            expect(traffic.to).toContainEqual({ peer: { namespace: "elasticsearch" }, ports: [9200] });
    });

    it("is there elsewhere than on EKS too, with the class of volumes that the cluster has and hosts for zones", () => {
        const there = only(addonOf(elsewhere, "elasticsearch"), "Elasticsearch").spec.nodeSets[0];
        expect(there.volumeClaimTemplates[0].spec).not.toHaveProperty("storageClassName");
        expect(there.podTemplate.spec.topologySpreadConstraints.map(({ topologyKey }: Values) => topologyKey)).toEqual([
            "kubernetes.io/hostname",
        ]);
        expect(elsewhere.map(({ name }) => name)).toEqual(expect.arrayContaining(["fluent-bit", "event-collector"]));
    });
});

describe("Who writes to Elasticsearch", () => {
    const users = of(part, "ExternalSecret");
    const rolesOf = (name: string) =>
        JSON.parse(users.find(({ metadata }) => metadata.name === name)?.spec.target.template.data["roles.yml"])[name];

    it("is a user that adds lines and does nothing else, whose password was generated once", () => {
        expect(rolesOf("log-writer")).toEqual({
            indices: [{ names: ["logs-kubernetes.*"], privileges: ["auto_configure", "create_doc"] }],
        });
        for (const { metadata, spec } of users) {
            expect(spec.refreshPolicy).toBe("CreatedOnce");
            // The operator takes a user of keys of these names.
            expect(spec.target.template.data).toMatchObject({
                username: metadata.name,
                password: "{{ .password }}",
                roles: metadata.name,
            });
        }
        const { auth } = only(part, "Elasticsearch").spec;
        const names = users.map(({ metadata }) => ({ secretName: metadata.name }));
        expect(auth).toEqual({ fileRealm: names, roles: names });
    });

    it.each(writers)(
        "$name gets password and authority from the store of that namespace, and neither is in its values",
        (addon) => {
            const { spec } = only(addon, "ExternalSecret");
            expect(spec.secretStoreRef).toEqual({ kind: "ClusterSecretStore", name: "elasticsearch-credentials" });
            expect(addon.needs).toEqual(["external-secrets", "elasticsearch"]);
            const { env, extraVolumes, extraVolumeMounts, config } = addon.values;
            expect(env).toEqual([
                {
                    name: "ELASTICSEARCH_PASSWORD",
                    valueFrom: { secretKeyRef: { name: spec.target.name, key: "password" } },
                },
            ]);
            const volume = extraVolumes.find(({ secret }: Values) => secret);
            expect(volume.secret.secretName).toBe(spec.target.name);
            const { mountPath } = extraVolumeMounts.find(({ name }: Values) => name === volume.name);
            const outputs: string[] = config.outputs.split("[OUTPUT]").slice(1);
            expect(outputs.length).toBeGreaterThan(0);
            for (const output of outputs) {
                expect(output).toMatch(/Host elasticsearch-es-http\.elasticsearch\.svc\n\s+Port 9200/);
                expect(output).toMatch(/tls On\n\s+tls\.verify On/);
                expect(output).toContain(`tls.ca_file ${mountPath}/ca.crt`);
                expect(output).toContain("HTTP_User log-writer\n    HTTP_Passwd $" + "{ELASTICSEARCH_PASSWORD}");
                // A data stream takes new documents only; one with an id of its own could be there already.
                expect(output).toContain("Write_Operation create");
                expect(output).not.toContain("Generate_ID");
            }
        },
    );

    it("reads two Secrets by a service account that may do nothing else, and only the writers' namespaces do", () => {
        const roles = of(part, "Role");
        expect(roles.map(({ rules }) => rules)).toEqual([
            [
                {
                    apiGroups: [""],
                    resources: ["secrets"],
                    resourceNames: ["log-writer", "elasticsearch-es-http-certs-public"],
                    verbs: ["get"],
                },
            ],
            [
                {
                    apiGroups: [""],
                    resources: ["serviceaccounts/token"],
                    resourceNames: ["elasticsearch-credentials"],
                    verbs: ["create"],
                },
            ],
        ]);
        const [reads, makesTokens] = of(part, "RoleBinding").map(({ subjects }) => subjects[0]);
        expect(reads).toMatchObject({ name: "elasticsearch-credentials", namespace: "elasticsearch" });
        expect(makesTokens).toMatchObject({ name: "external-secrets", namespace: "external-secrets" });
        const { conditions, provider } = only(part, "ClusterSecretStore").spec;
        expect(conditions).toEqual([{ namespaces: writers.map(({ namespace }) => namespace.name) }]);
        expect(provider.kubernetes.remoteNamespace).toBe(part.namespace.name);
    });
});

describe("What lies in Elasticsearch", () => {
    const { data, metadata } = only(part, "ConfigMap");
    const job = only(part, "Job");
    const { policy } = JSON.parse(data["policy.json"]);
    const template = JSON.parse(data["template.json"]);

    it("is removed after the days that were asked for, in some 90 indices", () => {
        expect(policy.phases.delete.min_age).toBe("200d");
        expect(policy.phases.hot.actions.rollover.max_age).toBe("3d");
        const name = template.template.settings["index.lifecycle.name"];
        expect(data["put.sh"]).toMatch(new RegExp(`put _ilm/policy/${name} policy.json\nput _index_template/`));
    });

    it("is what the writers name, and nothing that an application writes can be refused", () => {
        const pattern = new RegExp(`^${template.index_patterns[0].replaceAll(".", "\\.").replace("*", ".*")}$`);
        const outputs = writers.map(({ values }) => values.config.outputs).join("\n");
        const indices = [...outputs.matchAll(/Index (\S+)/g)].map(([, index]) => index);
        expect(indices).toEqual(["containers", "nodes", "events"].map((kind) => `logs-kubernetes.${kind}-default`));
        for (const index of indices) expect(index).toMatch(pattern);
        const { dynamic, properties } = template.template.mappings;
        expect(dynamic).toBe(false);
        const under = /Merge_Log_Key (\S+)/.exec(addonOf(all, "fluent-bit").values.config.filters)?.[1] ?? "";
        expect(properties[under]).toMatchObject({ type: "flattened", ignore_above: 1024 });
    });

    it("has its rules from a Job that keeps to the level restricted, and is another one when they change", async () => {
        const [workload] = workloads([job]);
        expect(workload && podSecurityViolations(workload, "restricted")).toEqual([]);
        expect(job.metadata.name).toBe(metadata.name);
        const other = addonOf(await assembled({ settings: { logs: { store: "elasticsearch" } } }), "elasticsearch");
        expect(only(other, "Job").metadata.name).not.toBe(job.metadata.name);
        const version = only(part, "Elasticsearch").spec.version;
        expect(job.spec.template.spec.containers[0].image).toMatch(new RegExp(`:${version.replaceAll(".", "\\.")}$`));
    });
});
