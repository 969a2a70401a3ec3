import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import type { KubernetesObject } from "../../sandbox/cluster/kubernetes-object.ts";
import { applyPlan } from "../../sandbox/cluster/platform.ts";
import { plainShape } from "../../sandbox/cluster/shape.ts";
import { type Release, stepsOf } from "../../sandbox/cluster/stack-objects.ts";
import { fixtureCharts } from "./fixtures.ts";
import { drain, settle, undrain } from "./instruments/scheduling.ts";
import { badPod, goodPod } from "./pods.ts";

/** Faults that somebody could put in by hand, each of which the real thing must call by its name. */
const sources = { charts: [fixtureCharts] };
const releases = stepsOf(inject("production")).flatMap((step) => ("release" in step ? [step.release] : []));
const named = (name: string): Release => releases.find((release) => release.name === name) as Release;

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
    for (const name of ["faults", "strict", "operator", "shop"]) {
        await cluster.api.until("service accounts", 30, () =>
            cluster.api.get({
                apiVersion: "v1",
                kind: "ServiceAccount",
                metadata: { name: "default", namespace: name },
            }),
        );
    }
});

afterAll(() => cluster.stop());

const refusedOf = async (object: KubernetesObject) => (await applyPlan(cluster, [{ object }], sources)).refused;

/** Puts a pod in, and takes it out again when it is known whether it finds a place. */
async function waitingOf(pod: KubernetesObject) {
    await cluster.api.create(pod);
    const waiting = await settle(cluster.api, 60);
    await cluster.api.remove(pod);
    await cluster.api.until("the pod to go", 30, async () => !(await cluster.api.get(pod)));
    return waiting;
}

test("an install order that is turned round", async () => {
    const { refused } = await applyPlan(cluster, [{ release: named("shop") }], sources);
    expect(refused).toEqual([
        { what: "release shop/shop", why: expect.stringContaining('no matches for kind "Widget"') },
    ]);
    const mended = await applyPlan(cluster, [{ release: named("operator") }], sources);
    expect(mended.refused).toEqual([]);
});

test("a value that the chart requires is missing", async () => {
    const without = { ...named("operator"), values: { owner: "" } };
    const { refused } = await applyPlan(cluster, [{ release: without }], sources);
    expect(refused).toEqual([{ what: "release operator/operator", why: expect.stringContaining("owner is required") }]);
});

test("a misspelt field of a custom resource, and a value that its schema does not allow", async () => {
    const widget = (spec: object): KubernetesObject => ({
        apiVersion: "fixtures.example.com/v1",
        kind: "Widget",
        metadata: { name: "widget", namespace: "faults" },
        spec,
    });
    expect(await refusedOf(widget({ size: 3 }))).toEqual([]);
    const [misspelt] = await refusedOf(widget({ size: 3, color: "green" }));
    expect(misspelt).toEqual({
        what: "fixtures.example.com/v1 Widget faults/widget",
        why: expect.stringMatching(/spec\.color.*field not declared in schema/),
    });
    const [outOfRange] = await refusedOf(widget({ size: 11 }));
    expect(outOfRange?.why).toContain("spec.size");
});

test("a misspelt field of a kind of Kubernetes", async () => {
    const pod = goodPod("faults", "misspelt");
    pod.spec.containers[0].resorces = {};
    expect((await refusedOf(pod))[0]?.why).toContain("resorces");
});

test("an apiVersion that this version of Kubernetes does not serve", async () => {
    const budget = {
        apiVersion: "policy/v1beta1",
        kind: "PodDisruptionBudget",
        metadata: { name: "old", namespace: "faults" },
    };
    expect(await refusedOf(budget)).toEqual([
        {
            what: "policy/v1beta1 PodDisruptionBudget faults/old",
            why: "policy/v1beta1 PodDisruptionBudget is not served",
        },
    ]);
});

test("a privileged pod in a restricted namespace", async () => {
    const [refused] = await refusedOf(
        badPod("strict", {}, { securityContext: { privileged: true, allowPrivilegeEscalation: true } }),
    );
    expect(refused?.why).toContain('violates PodSecurity "restricted:latest": privileged');
});

test("a request that is larger than any node", async () => {
    const pod = goodPod("faults", "huge");
    pod.spec.containers[0].resources = { requests: { cpu: "64" } };
    expect(await waitingOf(pod)).toEqual([{ pod: "faults/huge", why: expect.stringContaining("Insufficient cpu") }]);
});

test("a taint that nobody tolerates", async () => {
    const pod = goodPod("faults", "intolerant");
    pod.spec.nodeSelector = { group: "tainted" };
    expect(await waitingOf(pod)).toEqual([
        { pod: "faults/intolerant", why: expect.stringContaining("Not tolerated: nobody=tolerates.") },
    ]);
    pod.spec.tolerations = [{ key: "nobody", operator: "Exists" }];
    expect(await waitingOf(pod)).toEqual([]);
});

test("a budget that blocks every drain", async () => {
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
    const placed = await cluster.api.get(pod);
    const blocked = await drain(cluster.api, [placed?.spec.nodeName], 5);
    expect(blocked).toEqual([{ pod: "faults/guarded", why: expect.stringContaining("disruption budget never") }]);
    await undrain(cluster.api, [placed?.spec.nodeName]);
    await cluster.api.remove(pod);
});
