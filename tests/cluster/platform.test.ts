import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubernetesObject } from "../../sandbox/cluster/api.ts";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { applyPlan, nameOf, type Outcome } from "../../sandbox/cluster/platform.ts";
import { drain, settle, undrain } from "../../sandbox/cluster/scheduling.ts";
import { stepsOf } from "../../sandbox/cluster/stack-objects.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import { kubernetesMinor } from "../../sandbox/cluster/tools.ts";

const { CHARTS, CHART_RENDERS } = process.env;
const sources = {
    charts: [join(import.meta.dirname, "charts"), ...(CHARTS ? [CHARTS] : [])],
    renders: CHART_RENDERS,
};

const steps = stepsOf(inject("production"));
const releases = steps.flatMap((step) => ("release" in step ? [step.release] : []));

let cluster: Cluster;
let outcome: Outcome;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    outcome = await applyPlan(cluster, steps, sources);
    const { applied, installed, rendered, leftOut } = outcome;
    const added = cluster.reconciler.nodePools.added;
    console.log(
        [
            `${applied.length} objects applied, ${installed.length} of ${releases.length} releases installed and ready`,
            `${rendered.length} releases as default renders only`,
            `${added.length} machines added for pending pods: ${added.map((it) => `${it.instanceType} in ${it.zone}`).join(", ")}`,
            `Webhooks that nobody answers for, set to Ignore: ${cluster.reconciler.webhooks.ignored.join(", ") || "none"}`,
            `${leftOut.length} left out:`,
            ...leftOut.map(({ what, why }) => `  ${what}: ${why}`),
        ].join("\n"),
    );
}, 1_800_000);

afterAll(() => cluster.stop());

test("The Kubernetes is of the minor version that the stack asks for", () => {
    const planned = inject("production").find(({ type }) => type === "aws:eks/cluster:Cluster");
    expect(planned?.inputs?.version).toBe(kubernetesMinor);
});

test("Every object and every release of the plan is accepted, in the planned order", () => {
    expect(outcome.refused).toEqual([]);
    expect(outcome.applied.length).toBeGreaterThan(50);
});

test("What is neither installed nor applied is counted as left out", () => {
    const done = outcome.applied.length + outcome.installed.length + outcome.leftOut.length;
    if (!CHART_RENDERS) expect(done).toBe(steps.length);
    if (CHARTS) expect(outcome.installed).toHaveLength(releases.length);
    expect(outcome.installed.map(({ name }) => name)).toEqual(expect.arrayContaining(["operator", "shop"]));
});

/** An object without what the cluster itself keeps changing. */
const content = ({ metadata, ...fields }: KubernetesObject) => ({
    ...fields,
    status: undefined,
    metadata: { ...metadata, resourceVersion: undefined, managedFields: undefined },
});

test("A second apply changes nothing", async () => {
    const planned = steps.flatMap((step) => ("object" in step ? [step.object] : []));
    for (const object of planned) {
        const before = await cluster.api.get(object).catch(() => undefined);
        if (!before) continue;
        expect(content(await cluster.api.apply(object)), nameOf(object)).toEqual(content(before));
    }
});

test("A second installation finds the same release, and keeps the password that was made at the first", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-password", namespace: "shop" } };
    const before = await cluster.api.get(secret);
    const again = await applyPlan(
        cluster,
        steps.filter((step) => "release" in step && step.release.name === "shop"),
        sources,
    );
    expect(again.refused).toEqual([]);
    const after = await cluster.api.get(secret);
    expect(after?.data).toEqual(before?.data);
    expect(
        await cluster.api.list("v1", "ConfigMap", "shop", "labelSelector=app.kubernetes.io/instance%3Dshop"),
    ).toHaveLength(200);
});

const zoneLabel = "topology.kubernetes.io/zone";

/** Names of the ready nodes of a zone. */
async function nodesIn(zone: string): Promise<string[]> {
    const nodes = await cluster.api.list(
        "v1",
        "Node",
        undefined,
        `labelSelector=${encodeURIComponent(`${zoneLabel}=${zone}`)}`,
    );
    return nodes.map(({ metadata }) => metadata.name);
}

/** Workloads with more than one replica of which too few are ready: half of a StatefulSet, all of a Deployment. */
async function withoutQuorum(): Promise<string[]> {
    const sets = await cluster.api.list("apps/v1", "StatefulSet");
    const deployments = await cluster.api.list("apps/v1", "Deployment");
    const ready = ({ status }: KubernetesObject): number => status?.readyReplicas ?? 0;
    return [
        ...sets.filter((it) => it.spec.replicas > 1 && ready(it) * 2 <= it.spec.replicas),
        ...deployments.filter((it) => it.spec.replicas > 1 && ready(it) === 0),
    ].map(nameOf);
}

/** Pods with a volume in this zone: `namespace/name`. */
async function podsBoundTo(zone: string): Promise<string[]> {
    const volumes = await cluster.api.list("v1", "PersistentVolume");
    const claims = volumes
        .filter(({ metadata }) => metadata.labels?.[zoneLabel] === zone)
        .map(({ spec }) => `${spec.claimRef.namespace}/${spec.claimRef.name}`);
    const pods = await cluster.api.list("v1", "Pod");
    return pods
        .filter(({ metadata, spec }) =>
            (spec.volumes ?? []).some((it: { persistentVolumeClaim?: { claimName: string } }) =>
                claims.includes(`${metadata.namespace}/${it.persistentVolumeClaim?.claimName}`),
            ),
        )
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

test("Every pod finds a place", async () => {
    expect(await settle(cluster.api, 120)).toEqual([]);
});

test("A node is drained, and everything on it finds another place", async () => {
    const [node = ""] = await nodesIn(cluster.shape.zones[0] ?? "");
    const bound = await podsBoundTo(cluster.shape.zones[0] ?? "");
    expect(await drain(cluster.api, [node], 120)).toEqual([]);
    const waiting = await settle(cluster.api, 120);
    await undrain(cluster.api, [node]);
    expect(waiting.filter(({ pod }) => !bound.includes(pod))).toEqual([]);
    expect(await settle(cluster.api, 120)).toEqual([]);
});

test("A zone is lost: only what is bound to a volume there waits, and nothing is without a quorum", async () => {
    const zone = cluster.shape.zones[1] ?? "";
    const nodes = await nodesIn(zone);
    const bound = await podsBoundTo(zone);
    cluster.reconciler.nodePools.lostZones.add(zone);
    expect(await drain(cluster.api, nodes, 120)).toEqual([]);
    const waiting = await settle(cluster.api, 120);
    console.log(
        [
            `Without zone ${zone} ${waiting.length} pods wait:`,
            ...waiting.map(({ pod, why }) => `  ${pod}: ${why}`),
        ].join("\n"),
    );
    expect(waiting.filter(({ pod }) => !bound.includes(pod))).toEqual([]);
    expect(waiting.map(({ pod }) => pod)).toContain("shop/database-1");
    expect(await withoutQuorum()).toEqual([]);
    cluster.reconciler.nodePools.lostZones.delete(zone);
    await undrain(cluster.api, nodes);
    expect(await settle(cluster.api, 120)).toEqual([]);
});
