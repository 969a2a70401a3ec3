import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { until } from "../../kubernetes/until.ts";
import { fixtureCharts } from "./fixtures.ts";
import { drain, settle, undrain } from "./instruments/scheduling.ts";
import { fatalZones, spreadsOf } from "./instruments/zones.ts";
import { admitsPods, badPod, goodPod, workload } from "./pods.ts";

/** Faults that somebody could put in by hand, each of which the real thing must call by its name. */
const [group] = plainShape.groups;
const tainted = { key: "nobody", value: "tolerates", effect: "NoSchedule" as const };

let cluster: Cluster;

const namespace = (name: string, labels: Record<string, string> = {}): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
});

beforeAll(async () => {
    if (!group) throw new Error("the plain shape has a group");
    const groups = [group, { ...group, name: "tainted", size: 1, labels: { group: "tainted" }, taints: [tainted] }];
    cluster = await Cluster.start({ ...plainShape, groups }, ["helm"]);
    const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
    for (const it of [namespace("operator"), namespace("shop"), namespace("faults"), namespace("strict", restricted)]) {
        await cluster.api.apply(it);
    }
    for (const name of ["faults", "strict", "operator", "shop"]) await admitsPods(cluster.api, name);
});

afterAll(() => cluster.stop());

/** What the API server says against an object; nothing where it takes it. */
async function refusalOf(object: KubernetesObject): Promise<string | undefined> {
    try {
        await cluster.api.apply(object);
        return undefined;
    } catch (error) {
        if (error instanceof StatusError) return error.message;
        throw error;
    }
}

/** What Helm says where it cannot install a fixture chart; nothing where it can. */
async function failureOf(chart: string, values: string): Promise<string | undefined> {
    const where = ["--namespace", chart, "--set", values, "--wait", "--timeout", "60s"];
    const { exitCode, stderr } = await cluster.run("helm", ["install", chart, join(fixtureCharts, chart), ...where]);
    return exitCode === 0 ? undefined : stderr;
}

/** Puts a pod in, and takes it out again when it is known whether it finds a place. */
async function waitingOf(pod: KubernetesObject) {
    await cluster.api.create(pod);
    const waiting = await settle(cluster.api, 60);
    await cluster.api.remove(pod);
    await until("the pod to go", 30, async () => !(await cluster.api.get(pod)));
    return waiting;
}

test("A release whose CRD is not there yet is refused by the missing kind", async () => {
    expect(await failureOf("shop", "service.type=ClusterIP")).toContain('no matches for kind "Widget"');
});

test("A release without a value that its chart requires is refused by that value", async () => {
    expect(await failureOf("operator", "owner=")).toContain("owner is required");
    expect(await failureOf("operator", "owner=platform")).toBeUndefined();
});

test("A custom resource with a misspelt field, or with a value out of range, is refused by that field", async () => {
    const widget = (spec: object): KubernetesObject => ({
        apiVersion: "fixtures.example.com/v1",
        kind: "Widget",
        metadata: { name: "widget", namespace: "faults" },
        spec,
    });
    expect(await refusalOf(widget({ size: 3 }))).toBeUndefined();
    expect(await refusalOf(widget({ size: 3, color: "green" }))).toMatch(/spec\.color.*field not declared in schema/);
    expect(await refusalOf(widget({ size: 11 }))).toContain("spec.size");
});

test("A pod with a misspelt field is refused by that field", async () => {
    const pod = goodPod("faults", "misspelt");
    pod.spec.containers[0].resorces = {};
    expect(await refusalOf(pod)).toContain("resorces");
});

test("An apiVersion that this version of Kubernetes does not serve is refused by its name", async () => {
    const budget = {
        apiVersion: "policy/v1beta1",
        kind: "PodDisruptionBudget",
        metadata: { name: "old", namespace: "faults" },
    };
    expect(await refusalOf(budget)).toBe("policy/v1beta1 PodDisruptionBudget is not served");
});

test("A privileged pod in a restricted namespace is refused by the level", async () => {
    const refusal = await refusalOf(
        badPod("strict", {}, { securityContext: { privileged: true, allowPrivilegeEscalation: true } }),
    );
    expect(refusal).toContain('violates PodSecurity "restricted:latest": privileged');
});

test("A pod that asks for more than any node has waits for that resource", async () => {
    const pod = goodPod("faults", "huge");
    pod.spec.containers[0].resources = { requests: { cpu: "64" } };
    expect(await waitingOf(pod)).toEqual([{ what: "faults/huge", why: expect.stringContaining("Insufficient cpu") }]);
});

test("A pod waits for the taint that it does not tolerate, and for none that it does", async () => {
    const pod = goodPod("faults", "intolerant");
    pod.spec.nodeSelector = { group: "tainted" };
    expect(await waitingOf(pod)).toEqual([
        { what: "faults/intolerant", why: expect.stringContaining("Not tolerated: nobody=tolerates.") },
    ]);
    pod.spec.tolerations = [{ key: "nobody", operator: "Exists" }];
    expect(await waitingOf(pod)).toEqual([]);
});

test("A drain that a budget blocks names the pod and the budget", async ({ onTestFinished }) => {
    const labels = { app: "guarded" };
    const pod = { ...goodPod("faults", "guarded"), metadata: { name: "guarded", namespace: "faults", labels } };
    await cluster.api.create(pod);
    await cluster.api.apply({
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "never", namespace: "faults" },
        spec: { maxUnavailable: 0, selector: { matchLabels: labels } },
    });
    expect(await settle(cluster.api, 60)).toEqual([]);
    const node = (await cluster.api.get(pod))?.spec.nodeName;
    onTestFinished(() => undrain(cluster.api, [node]));
    const blocked = await drain(cluster.api, [node], 1);
    expect(blocked).toEqual([{ what: "faults/guarded", why: expect.stringContaining("disruption budget never") }]);
    await cluster.api.remove(pod);
});

test("A drain names the pod whose eviction is accepted and that does not go", async ({ onTestFinished }) => {
    // Of a machine that is gone nobody says that its pods have ended.
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "dead" } };
    const pod = goodPod("faults", "held");
    onTestFinished(async () => {
        await cluster.api.send("DELETE", `${await cluster.api.path(pod)}?gracePeriodSeconds=0`);
        await cluster.api.remove(node);
    });
    await cluster.api.create(node);
    await cluster.api.create({ ...pod, spec: { ...pod.spec, nodeName: "dead" } });
    expect(await drain(cluster.api, ["dead"], 1)).toEqual([
        { what: "faults/held", why: "its eviction was accepted, and it stays" },
    ]);
});

test("Pods that are refused when they are made are found, with the workload that makes them", async () => {
    const privileged = { hostNetwork: true };
    const refused = [
        workload("Deployment", "strict", "refused", { replicas: 2 }, privileged),
        workload("StatefulSet", "strict", "refused", { replicas: 2, serviceName: "refused" }, privileged),
        workload("DaemonSet", "strict", "refused", {}, privileged),
    ];
    for (const it of refused) await cluster.api.create(it);
    const waiting = await settle(cluster.api, 60);
    expect(waiting).toEqual(
        refused.map(({ kind }) => ({
            what: `${kind} strict/refused`,
            why: expect.stringContaining('violates PodSecurity "restricted:latest": host namespaces'),
        })),
    );
    for (const it of refused) await cluster.api.remove(it);
});

test("The sudden loss of a zone is fatal to replicas that are all in it, and to no others", async () => {
    const zone = "topology.kubernetes.io/zone";
    const labelSelector = { matchLabels: { app: "spread" } };
    const constraint = { topologyKey: zone, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule", labelSelector };
    const [crowded, spread] = [
        workload("Deployment", "faults", "crowded", { replicas: 3 }, { nodeSelector: { [zone]: "eu-west-1b" } }),
        workload("Deployment", "faults", "spread", { replicas: 3 }, { topologySpreadConstraints: [constraint] }),
    ];
    for (const it of [crowded, spread]) await cluster.api.create(it);
    expect(await settle(cluster.api, 60)).toEqual([]);
    const spreads = (await spreadsOf(cluster.api)).filter(({ workload }) => / faults\//.test(workload));
    expect(spreads.map((it) => [it.workload, it.demand, fatalZones(it)])).toEqual([
        ["Deployment faults/crowded", "none", ["eu-west-1b"]],
        ["Deployment faults/spread", "hard", []],
    ]);
    for (const it of [crowded, spread]) await cluster.api.remove(it);
});
