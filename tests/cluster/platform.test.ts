import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { chartOf } from "../../sandbox/cluster/charts.ts";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import type { KubernetesObject } from "../../sandbox/cluster/kubernetes-object.ts";
import { applyPlan, nameOf, type Outcome } from "../../sandbox/cluster/platform.ts";
import { stepsOf } from "../../sandbox/cluster/stack-objects.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import { kubernetesMinor } from "../../sandbox/tools/tools.ts";
import { fixtureCharts, givenCharts } from "./fixtures.ts";
import { type Headroom, headroomOf } from "./instruments/headroom.ts";
import { watchQuorum } from "./instruments/quorum.ts";
import { drain, settle, undrain, type Waiting } from "./instruments/scheduling.ts";
import { nodesIn, podsBoundTo, spreadsOf } from "./instruments/zones.ts";
import { registryOf } from "./registry.ts";
import { printTable } from "./table.ts";

const { CHARTS, CHART_RENDERS } = process.env;
const sources = { charts: [fixtureCharts, ...givenCharts], renders: CHART_RENDERS };

const steps = stepsOf(inject("production"));
const releases = steps.flatMap((step) => ("release" in step ? [step.release] : []));

const absent = releases.filter((release) => !chartOf(release, sources));

/** Said where something is not known because charts are missing. */
const unknown = absent.length > 0 ? `; unknown for the ${absent.length} releases that are left out` : "";

const amount = (resource: Headroom["resource"], value: number): string =>
    ({ cpu: `${value.toFixed(2)} vCPU`, memory: `${(value / 2 ** 30).toFixed(2)} GiB`, pods: `${value}` })[resource];

let cluster: Cluster;
let outcome: Outcome;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm", "registry"]);
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

test("A second installation, from an OCI registry, finds the same release and keeps the password that was made at the first", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-password", namespace: "shop" } };
    const before = await cluster.api.get(secret);
    const shop = releases.filter(({ name }) => name === "shop");
    const charts = [await registryOf(cluster, fixtureCharts, shop)];
    const again = await applyPlan(
        cluster,
        shop.map((release) => ({ release })),
        { charts },
    );
    expect(again.refused).toEqual([]);
    const after = await cluster.api.get(secret);
    expect(after?.data).toEqual(before?.data);
    expect(
        await cluster.api.list("v1", "ConfigMap", "shop", "labelSelector=app.kubernetes.io/instance%3Dshop"),
    ).toHaveLength(200);
});

test("Every pod finds a place", async () => {
    expect(await settle(cluster.api, 120)).toEqual([]);
});

/** Whether something is of a release that was only rendered, with values that are not the platform's. */
const isForeign = (what: string): boolean => outcome.rendered.some(({ namespace }) => what.includes(` ${namespace}/`));

test("Replicas are in as many zones as there can be", async () => {
    const spreads = (await spreadsOf(cluster.api)).filter(({ workload }) => !isForeign(workload));
    expect(spreads).not.toEqual([]);
    expect(spreads.filter(({ zones, replicas }) => zones < Math.min(replicas, cluster.shape.zones.length))).toEqual([]);
});

test("Pods that the Prometheus operator makes are there", async () => {
    const apiVersion = "monitoring.coreos.com/v1";
    const made = await Promise.all(
        ["Prometheus", "Alertmanager"].map(async (kind) => {
            if (!(await cluster.api.serves({ apiVersion, kind }))) return [];
            const owners = await cluster.api.list(apiVersion, kind);
            return owners.map(({ metadata: { name, namespace }, spec }) => ({
                name: `${kind.toLowerCase()}-${name}`,
                namespace,
                replicas: spec.replicas,
            }));
        }),
    );
    if (CHARTS) expect(made.flat()).toHaveLength(2);
    for (const { name, namespace, replicas } of made.flat()) {
        const set = await cluster.api.get({
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name, namespace },
        });
        expect(set?.status.readyReplicas, name).toBe(replicas);
    }
});

test(`A fifth of what the system nodes offer is free${unknown}`, async () => {
    for (const { name, size, instanceType } of cluster.shape.groups) {
        const headroom = await headroomOf(cluster.api, name);
        printTable(
            [`${name}: ${size} × ${instanceType}${unknown}`, "offered", "requested", "free"],
            headroom.map(({ resource, allocatable, requested, free }) => [
                resource,
                amount(resource, allocatable),
                amount(resource, requested),
                `${(free * 100).toFixed(1)} %`,
            ]),
        );
        for (const { resource, free } of headroom) expect(free, `${name}: ${resource}`).toBeGreaterThanOrEqual(0.2);
    }
});

/** Drains nodes, sees where their pods go, and lets pods on them again. Nothing may be without quorum at any moment. */
async function withoutNodes(nodes: readonly string[]): Promise<Waiting[]> {
    const quorum = await watchQuorum(cluster.api);
    expect(await drain(cluster.api, nodes, 120)).toEqual([]);
    const waiting = await settle(cluster.api, 120);
    expect((await quorum.stop()).filter(({ what }) => !isForeign(what))).toEqual([]);
    await undrain(cluster.api, nodes);
    return waiting;
}

test("A node is drained: everything on it finds another place, and nothing is without quorum at any moment", async () => {
    const [zone = ""] = cluster.shape.zones;
    const [node = ""] = await nodesIn(cluster.api, zone);
    const bound = await podsBoundTo(cluster.api, zone);
    const waiting = await withoutNodes([node]);
    expect(waiting.filter(({ pod }) => !bound.includes(pod))).toEqual([]);
    expect(await settle(cluster.api, 120)).toEqual([]);
});

test("A zone is lost: only what is bound to a volume there waits, and nothing is without quorum at any moment", async () => {
    const [, zone = ""] = cluster.shape.zones;
    const bound = await podsBoundTo(cluster.api, zone);
    cluster.reconciler.nodePools.lostZones.add(zone);
    const waiting = await withoutNodes(await nodesIn(cluster.api, zone));
    cluster.reconciler.nodePools.lostZones.delete(zone);
    console.log(
        [
            `Without zone ${zone} ${waiting.length} pods wait:`,
            ...waiting.map(({ pod, why }) => `  ${pod}: ${why}`),
        ].join("\n"),
    );
    expect(waiting.filter(({ pod }) => !bound.includes(pod))).toEqual([]);
    expect(waiting.map(({ pod }) => pod)).toContainEqual(expect.stringMatching(/^shop\/database-\d$/));
    expect(await settle(cluster.api, 120)).toEqual([]);
});
