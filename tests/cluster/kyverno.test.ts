import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pullLabel, pullPolicy, pullSecret } from "../../components/images/pull-secret.ts";
import { verificationPolicy } from "../../components/images/verified-images.ts";
import { verify } from "../../components/images/verify-args.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { type Registry, startRegistry } from "../images/registry.ts";
import { newKey, publicPem, Repository } from "../images/signing.ts";
import { archiveOf, onLoopback } from "./instruments/chart-objects.ts";
import { type ProcessOfPod, startProcessOfPod } from "./instruments/process-of-pod.ts";

const namespace = "kyverno";
const addon = addonOf(await assembled(), namespace);
const archive = archiveOf(addon);
const key = newKey();
const credential = { username: "robot", password: "correct-horse" };
const basic = Buffer.from(`${credential.username}:${credential.password}`).toString("base64");

let cluster: Cluster;
let kyverno: ProcessOfPod;
let registry: Registry;
let gate: Server;
/** Where the registry asks for the credential. */
let host: string;

/** Stands before a registry, and lets nobody in without the credential. */
async function asking(registry: Registry): Promise<Server> {
    const server = createServer(async ({ url, method, headers }, answer) => {
        if (headers.authorization !== `Basic ${basic}`) {
            answer.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
            return;
        }
        const { accept } = headers;
        const found = await fetch(`http://${registry.host}${url}`, { method, headers: accept ? { accept } : {} });
        const { "content-encoding": _, "transfer-encoding": __, ...kept } = Object.fromEntries(found.headers);
        answer.writeHead(found.status, kept).end(Buffer.from(await found.arrayBuffer()));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
}

function policy(name: string, secrets: string[]): KubernetesObject {
    const [verified] = verify.parse([
        { name, images: [`${host}/${name}/*`], key: publicPem(key), denyFrom: "2026-01-01" },
    ]);
    if (!verified) throw new Error("There is nothing to verify");
    return verificationPolicy(verified, {
        namespaces: [],
        ecr: false,
        secrets,
        today: "2026-11-30",
    }) as KubernetesObject;
}

const pod = (name: string, namespace: string, image: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: { containers: [{ name: "web", image }] },
});

const statusOf = async (policy: KubernetesObject): Promise<Rendered> =>
    (await cluster.api.get(policy))?.status?.conditionStatus ?? {};

const isConfigured = (conditions: readonly Rendered[]): boolean =>
    conditions.some(({ type, status }) => type === "WebhookConfigured" && status === "True");

/** A policy that the webhook has, as Pulumi's plugin waits for it. */
async function applied(policy: KubernetesObject): Promise<void> {
    await cluster.api.apply(policy);
    await until(`${policy.metadata.name} to be in the webhook`, 120, async () =>
        isConfigured((await statusOf(policy)).conditions ?? []),
    );
}

/** What the API server says of a pod. */
const verdict = (image: string, namespace = "shop"): Promise<string> =>
    cluster.api.create(pod("web", namespace, image), { dryRun: true }).then(
        () => "stored",
        ({ message }: Error) => message,
    );

/** The same image in the registry behind the gate, signed or not; its name leads through the gate. */
async function image(repository: string, signed: boolean): Promise<string> {
    const made = new Repository(registry.host, `${repository}/web`);
    const reference = await made.image(`${repository}, ${signed}`);
    if (signed) await made.sign(reference, key);
    return reference.replace(registry.host, host);
}

describe.skipIf(!archive)("The real Kyverno, as a webhook (only with its chart: CHARTS)", () => {
    beforeAll(async () => {
        cluster = await Cluster.start(plainShape, ["helm", "kyverno"], true);
        registry = await startRegistry();
        gate = await asking(registry);
        const address = gate.address();
        if (typeof address !== "object" || !address) throw new Error("The registry has no address");
        host = `127.0.0.1:${address.port}`;
        for (const [name, labels] of Object.entries({ [namespace]: {}, shop: pullLabel, team: {} }))
            await cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
        const all = await onLoopback(cluster, addon, archive ?? "");
        const definitions = ({ kind }: Rendered) => kind === "CustomResourceDefinition";
        for (const object of [
            ...all.filter(definitions),
            ...(addon.before ?? []),
            ...all.filter((it) => !definitions(it)),
        ])
            if (await cluster.api.serves(object as KubernetesObject))
                await cluster.api.apply(object as KubernetesObject);
        await cluster.api.create({
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: pullSecret, namespace },
            type: "kubernetes.io/dockerconfigjson",
            stringData: {
                ".dockerconfigjson": JSON.stringify({ auths: { [host]: { ...credential, auth: basic } } }),
            },
        });
        const deployment = all.find(
            ({ kind, metadata }) => kind === "Deployment" && metadata.name === "kyverno-admission-controller",
        );
        const [webhook = 0, metrics = 0, runtime = 0] = await freePorts(3);
        kyverno = await startProcessOfPod(cluster, deployment ?? {}, {
            program: cluster.program("kyverno"),
            flags: {
                servicePort: `${webhook}`,
                webhookServerPort: `${webhook}`,
                webhookServerHost: "127.0.0.1",
                metricsPort: `${metrics}`,
                controllerRuntimeMetricsAddress: `127.0.0.1:${runtime}`,
            },
        });
    });
    afterAll(async () => {
        await kyverno?.stop();
        gate?.close();
        await registry?.stop();
        await cluster?.stop();
    });

    test("says that its webhook has the policy of the pull credential when no pod of the label is stored without", async () => {
        const pulls = async (namespace: string) => {
            const { spec } = await cluster.api.create(pod("web", namespace, "registry.example.com/web:1"), {
                dryRun: true,
            });
            return (spec.imagePullSecrets ?? []).map(({ name }: { name: string }) => name);
        };
        await applied(pullPolicy as KubernetesObject);
        // `ready` is true seconds before. Refused until a pod of Kyverno answers: who makes the pod tries again.
        const first = await until("a pod to be stored", 60, () => pulls("shop").catch(() => false));
        expect([first, await pulls("team")]).toEqual([[pullSecret], []]);
    });

    test("reads signatures in a registry that asks for the credential, and none without it", async () => {
        await applied(policy("ours", [pullSecret]));
        await applied(policy("blind", []));
        expect(await verdict(await image("ours", true))).toBe("stored");
        expect(await verdict(await image("ours", false))).toMatch(/without a signature/);
        expect(await verdict(await image("blind", true))).toMatch(/401|UNAUTHORIZED/i);
    });
});
