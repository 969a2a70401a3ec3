import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { archiveOf, definitionsIn, onLoopback } from "./instruments/chart-objects.ts";
import { type ProcessOfPod, startProcessOfPod } from "./instruments/process-of-pod.ts";

const namespace = "gatekeeper";
const addon = addonOf(await assembled({ settings: { admission: { engine: "gatekeeper" } } }), namespace);
const archive = archiveOf(addon);
const account = { namespace, name: "gatekeeper-admin" };
const constraints = "constraints.gatekeeper.sh/v1beta1";

let cluster: Cluster;
const processes: ProcessOfPod[] = [];
const health: Record<string, number> = {};

const apply = async (objects: readonly Rendered[]) => {
    for (const object of objects) await cluster.api.apply(object as KubernetesObject);
};

/** The kubelet's part: the certificate of the webhook, as a volume. */
async function mountCertificate(folder: string): Promise<void> {
    mkdirSync(folder);
    await until("the certificate of the webhook", 60, async () => {
        const secret = await cluster.api.get({
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: "gatekeeper-webhook-server-cert", namespace },
        });
        const data = Object.entries((secret?.data ?? {}) as Record<string, string>);
        for (const [name, text] of data) writeFileSync(join(folder, name), Buffer.from(text, "base64"));
        return data.length > 0;
    });
}

const isReady = (port: number) =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
    );

const workload = (name: string): KubernetesObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "shop" },
    spec: {
        selector: { matchLabels: { app: name } },
        template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: "web", image: "registry.example.com/web:1.0.0" }] },
        },
    },
});

/** Whether the API server lets Gatekeeper's account. */
async function may(verb: string, resource: string, group = "", more: object = {}): Promise<boolean> {
    const { status } = await cluster.api.send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: {
            user: `system:serviceaccount:${account.namespace}:${account.name}`,
            resourceAttributes: { verb, resource, group, ...more },
        },
    });
    return status.allowed;
}

describe.skipIf(!archive)("The real Gatekeeper, with the rights that it has here (only with its chart: CHARTS)", () => {
    beforeAll(async () => {
        cluster = await Cluster.start(plainShape, ["helm", "gatekeeper"], true);
        const rendered = await onLoopback(cluster, addon, archive ?? "");
        for (const name of [namespace, "shop"])
            await cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        // What was there before.
        await cluster.api.create(workload("before"));
        await apply(await definitionsIn(cluster, archive ?? ""));
        const [webhook = 0, ...ports] = await freePorts(6);
        const isWebhook = ({ kind }: Rendered) => kind === "ValidatingWebhookConfiguration";
        await apply([
            ...(addon.before ?? []),
            ...rendered.filter((object) => !isWebhook(object)),
            ...rendered.filter(isWebhook).map((configuration) => ({
                ...configuration,
                webhooks: configuration.webhooks.map(({ clientConfig, ...each }: Rendered) => ({
                    ...each,
                    clientConfig: { service: { ...clientConfig.service, port: webhook } },
                })),
            })),
        ]);
        mkdirSync(join(cluster.folder, "audit"));
        const deployments = rendered.filter(({ kind }) => kind === "Deployment");
        for (const [index, deployment] of deployments.entries()) {
            const { name } = deployment.metadata;
            const [probes = 0, metrics = 0, unused = 0] = ports.slice(2 * index);
            health[name] = probes;
            processes.push(
                await startProcessOfPod(cluster, deployment, {
                    program: cluster.program("gatekeeper"),
                    flags: {
                        host: "127.0.0.1",
                        port: `${name.endsWith("audit") ? unused : webhook}`,
                        "health-addr": `127.0.0.1:${probes}`,
                        "prometheus-port": `${metrics}`,
                        "cert-dir": join(cluster.folder, `certs-${index}`),
                        "audit-interval": "5",
                        ...(name.endsWith("audit") && { "api-cache-dir": join(cluster.folder, "audit") }),
                    },
                }),
            );
            await mountCertificate(join(cluster.folder, `certs-${index}`));
        }
        const { ConstraintTemplate: templates = [], ...rest } = Object.groupBy(
            (addon.after ?? []) as Rendered[],
            ({ kind }) => kind,
        );
        await until("Gatekeeper to be ready", 120, async () =>
            (await Promise.all(Object.values(health).map(isReady))).every(Boolean),
        );
        await apply(templates);
        const own = Object.values(rest).flatMap((all = []) =>
            all.filter(({ apiVersion }) => apiVersion === constraints),
        );
        // As Pulumi's plugin waits for it, for the pods that there are here.
        for (const template of templates)
            await until(`pods that know ${template.metadata.name}`, 60, async () => {
                const found = await cluster.api.get(template as KubernetesObject);
                return found?.status?.byPod?.length === processes.length;
            });
        await apply(own);
    });
    afterAll(async () => {
        for (const process of processes) await process.stop();
        await cluster?.stop();
    });

    test("refuses what breaks a policy, by its name", async () => {
        await until("the webhook to know its constraints", 60, () =>
            cluster.api.create(workload("later"), { dryRun: true }).then(
                () => false,
                ({ message }: Error) => message.includes("[res-limits]"),
            ),
        );
    });

    test("finds what was there before", async () => {
        await until("the audit", 60, async () => {
            const found = await cluster.api.get({
                apiVersion: constraints,
                kind: "PlatformResLimits",
                metadata: { name: "res-limits" },
            });
            return (found?.status?.violations ?? []).some(({ name }: Rendered) => name === "before");
        });
    });

    test("lets a policy go with its kind", async () => {
        const metadata = { name: "res-limits" };
        await cluster.api.remove({ apiVersion: constraints, kind: "PlatformResLimits", metadata });
        await cluster.api.remove({
            apiVersion: "templates.gatekeeper.sh/v1",
            kind: "ConstraintTemplate",
            metadata: { name: "platformreslimits" },
        });
        await until("the webhook to forget it", 60, () =>
            cluster.api.create(workload("later"), { dryRun: true }).then(
                () => false,
                ({ message }: Error) => message.includes("[res-requests]") && !message.includes("[res-limits]"),
            ),
        );
    });

    test("is refused nothing that it asks for, but Secrets", async () => {
        const said = /cannot (\w+) resource \\"([\w/]+)\\" in API group/g;
        const refused = () =>
            new Set(
                processes.flatMap((process) =>
                    [...process.said().matchAll(said)].map(([, verb, resource]) => `${verb} ${resource}`),
                ),
            );
        const config = {
            apiVersion: "config.gatekeeper.sh/v1alpha1",
            kind: "Config",
            metadata: { name: "config", namespace },
        };
        await cluster.api.create({ ...config, spec: {} });
        await until("its pods to know the Config", 60, async () => {
            const found = await cluster.api.get(config);
            return found?.status?.byPod?.length === processes.length;
        });
        await until("a whole pass of the audit", 60, async () => refused().has("list secrets"));
        expect([...refused()]).toEqual(["list secrets"]);
    });

    test("reads no Secret of others, and enters nothing that runs", async () => {
        expect(await may("list", "deployments", "apps")).toBe(true);
        for (const verb of ["get", "list", "watch"]) expect(await may(verb, "secrets")).toBe(false);
        expect(await may("get", "secrets", "", { namespace: "shop", name: "any" })).toBe(false);
        expect(await may("get", "nodes", "", { subresource: "proxy" })).toBe(false);
        expect(await may("create", "pods", "", { namespace: "shop", subresource: "exec" })).toBe(false);
        expect(await may("update", "validatingwebhookconfigurations", "admissionregistration.k8s.io")).toBe(false);
    });
});
