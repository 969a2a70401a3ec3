import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { until } from "../../kubernetes/until.ts";
import * as planned from "./planned.ts";
import { admitsPods, badPod, goodPod, service } from "./pods.ts";
import { printTable } from "./table.ts";

const level = "pod-security.kubernetes.io/enforce";

const namespaces = planned.objects.filter(({ kind }) => kind === "Namespace");
const inNamespaces = planned.objects.filter(({ kind }) => ["ResourceQuota", "LimitRange"].includes(kind));

/** From what allows most to what allows least. */
const levels = ["privileged", "baseline", "restricted"];

const seccompProfile = { type: "RuntimeDefault" };

/** Pods that somebody could put in: how they differ from a good one, and the strictest level that lets them. */
const pods: Record<string, { most: string; spec?: object; container?: object }> = {
    "a well-behaved pod": { most: "restricted" },
    "a pod that may run as root": { most: "baseline", spec: { securityContext: { seccompProfile } } },
    "a pod without a seccomp profile": { most: "baseline", spec: { securityContext: { runAsNonRoot: true } } },
    "a pod that may gain privileges": {
        most: "baseline",
        container: { securityContext: { allowPrivilegeEscalation: true } },
    },
    "a pod that keeps its capabilities": { most: "baseline", container: { securityContext: { capabilities: {} } } },
    "a pod with the capability SYS_ADMIN": {
        most: "privileged",
        container: { securityContext: { capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } } },
    },
    "a privileged pod": {
        most: "privileged",
        container: { securityContext: { privileged: true, allowPrivilegeEscalation: true } },
    },
    "a pod in the host's network": { most: "privileged", spec: { hostNetwork: true } },
    "a pod that sees the host's processes": { most: "privileged", spec: { hostPID: true } },
    "a pod with a folder of the host": {
        most: "privileged",
        spec: { volumes: [{ name: "host", hostPath: { path: "/var/log" } }] },
    },
    "a pod with a port of the host": {
        most: "privileged",
        container: { ports: [{ containerPort: 80, hostPort: 80 }] },
    },
};

let cluster: Cluster;

beforeAll(async () => {
    cluster = await Cluster.start(plainShape);
    for (const object of [...namespaces, ...inNamespaces]) await cluster.api.apply(object);
    for (const { metadata } of namespaces) await admitsPods(cluster.api, metadata.name);
    await until("quotas to be counted", 30, async () => {
        const quotas = await cluster.api.list("v1", "ResourceQuota");
        return quotas.every(({ status }) => status?.used);
    });
});

afterAll(() => cluster.stop());

/** What the API server says of an object, without keeping it: nothing, or why not. */
async function refusal(object: KubernetesObject): Promise<string | undefined> {
    try {
        await cluster.api.create(object, { dryRun: true });
        return undefined;
    } catch (error) {
        if (error instanceof StatusError) return error.message;
        throw error;
    }
}

const namespacesAt = (wanted: string): string[] =>
    namespaces.filter(({ metadata }) => metadata.labels?.[level] === wanted).map(({ metadata }) => metadata.name);
const verdict = async (object: KubernetesObject) => ((await refusal(object)) ? "refused" : "accepted");

test("There are namespaces to judge", () => {
    expect(namespaces.length).toBeGreaterThan(3);
});

describe.for(namespaces.map(({ metadata }) => ({ name: metadata.name, level: metadata.labels?.[level] ?? "" })))(
    "Namespace $name ($level)",
    (namespace) => {
        test.for(Object.entries(pods))("judges %s by its level", async ([, { most, spec, container }]) => {
            const said = await refusal(badPod(namespace.name, spec, container));
            if (levels.indexOf(namespace.level) <= levels.indexOf(most)) expect(said).toBeUndefined();
            else expect(said).toContain(`violates PodSecurity "${namespace.level}:v`);
        });

        test("has room for a service inside, and none for node ports and load balancers", async () => {
            expect(await refusal(service(namespace.name, "ClusterIP"))).toBeUndefined();
            expect(await refusal(service(namespace.name, "NodePort"))).toContain("exceeded quota");
            expect(await refusal(service(namespace.name, "LoadBalancer"))).toContain("exceeded quota");
        });

        test("gives requests and limits to a container that names none", async () => {
            const created = await cluster.api.create(goodPod(namespace.name), { dryRun: true });
            const { requests, limits } = created.spec.containers[0].resources;
            expect(Object.keys(requests)).toEqual(expect.arrayContaining(["cpu", "memory"]));
            expect(Object.keys(limits)).toContain("memory");
        });
    },
);

test("The verdicts, in one table", async () => {
    const verdicts = await Promise.all(
        Object.entries(pods).map(async ([name, { spec, container }]) => [
            name,
            ...(
                await Promise.all(
                    levels.map((it) => Promise.all(namespacesAt(it).map((at) => verdict(badPod(at, spec, container))))),
                )
            ).map((all) => [...new Set(all)].join(" and ")),
        ]),
    );
    printTable(["", ...levels.map((it) => `${it} (${namespacesAt(it).join(", ")})`)], verdicts);
    expect(new Set(verdicts.flatMap(([, ...cells]) => cells))).toEqual(new Set(["accepted", "refused"]));
});

test("The pod after the last that the quota allows is refused", async () => {
    const quota = inNamespaces.find(({ kind, spec }) => kind === "ResourceQuota" && spec.hard.pods);
    const namespace = quota?.metadata.namespace ?? "";
    const most = Number(quota?.spec.hard.pods);
    expect(most).toBeGreaterThan(0);
    for (let number = 0; number < most; number++) await cluster.api.create(goodPod(namespace, `pod-${number}`));
    expect(await refusal(goodPod(namespace, "one-too-many"))).toContain("exceeded quota");
});
