import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { chartOf } from "../../sandbox/cluster/charts.ts";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { describe, type KubernetesObject } from "../../sandbox/cluster/kubernetes-object.ts";
import { applyPlan, type PlanOutcome } from "../../sandbox/cluster/platform.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import { kubernetesMinor } from "../../sandbox/tools/tools.ts";
import { fixtureCharts, givenCharts } from "./fixtures.ts";
import { type Headroom, headroomOf } from "./instruments/headroom.ts";
import { watchQuorum } from "./instruments/quorum.ts";
import { drain, settle, undrain, type Waiting } from "./instruments/scheduling.ts";
import { fatalZones, nodesIn, podsBoundTo, type Spread, spreadsOf } from "./instruments/zones.ts";
import { objects, releases, steps } from "./planned.ts";
import { registryOf } from "./registry.ts";
import { printTable } from "./table.ts";

const { CHARTS, CHART_RENDERS } = process.env;
const sources = { charts: [fixtureCharts, ...givenCharts], renders: CHART_RENDERS };

const absent = releases.filter((release) => !chartOf(release, sources));

/** Said where something is not known because charts are missing. */
const unknown = absent.length > 0 ? `; unknown for the ${absent.length} releases that are left out` : "";

const amount = (resource: Headroom["resource"], value: number): string =>
    ({ cpu: `${value.toFixed(2)} vCPU`, memory: `${(value / 2 ** 30).toFixed(2)} GiB`, pods: `${value}` })[resource];

let cluster: Cluster;
let outcome: PlanOutcome;

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
    for (const object of objects) {
        const before = await cluster.api.get(object).catch(() => undefined);
        if (!before) continue;
        expect(content(await cluster.api.apply(object)), describe(object)).toEqual(content(before));
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
    const records = await cluster.api.list("v1", "Secret", "shop", "labelSelector=owner=helm,name=shop");
    const status = ({ metadata: { name, labels } }: KubernetesObject) => `${name} ${labels?.status}`;
    expect(records.map(status)).toEqual([
        "sh.helm.release.v1.shop.v1 superseded",
        "sh.helm.release.v1.shop.v2 deployed",
    ]);
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
    const most = ({ replicas }: Spread) => Math.min(replicas, cluster.shape.zones.length);
    expect(spreads.filter((it) => it.ready.size < most(it))).toEqual([]);
});

test(`The sudden loss of any zone, without a drain, leaves a quorum of what must be spread${unknown}`, async () => {
    const spreads = (await spreadsOf(cluster.api)).filter(({ workload }) => !isForeign(workload));
    printTable(
        [`replicas in zones${unknown}`, ...cluster.shape.zones, "spread", "no quorum after the loss of"],
        spreads.map((it) => [
            it.workload,
            ...cluster.shape.zones.map((zone) => `${it.ready.get(zone) ?? 0}`),
            it.demand,
            fatalZones(it).join(", "),
        ]),
    );
    const promising = spreads.filter(({ demand }) => demand === "hard");
    expect(promising).not.toEqual([]);
    expect(promising.filter((it) => fatalZones(it).length > 0)).toEqual([]);
});

test.skipIf(!CHARTS)("Pods that the Prometheus operator makes are there (unknown without CHARTS)", async () => {
    const apiVersion = "monitoring.coreos.com/v1";
    const made = await Promise.all(
        ["Prometheus", "Alertmanager"].map(async (kind) => {
            const owners = await cluster.api.list(apiVersion, kind);
            return owners.map(({ metadata: { name, namespace }, spec }) => ({
                name: `${kind.toLowerCase()}-${name}`,
                namespace,
                replicas: spec.replicas,
            }));
        }),
    );
    expect(made.flat()).toHaveLength(2);
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

/** Drains nodes, sees which pods wait, and lets pods on them again. Nothing may be without quorum at any moment. */
async function waitingWithout(nodes: readonly string[]): Promise<Waiting[]> {
    const quorum = await watchQuorum(cluster.api);
    try {
        expect(await drain(cluster.api, nodes, 120)).toEqual([]);
        return await settle(cluster.api, 120);
    } finally {
        await undrain(cluster.api, nodes);
        expect.soft((await quorum.stop()).filter(({ what }) => !isForeign(what))).toEqual([]);
    }
}

const printWaiting = (where: string, waiting: readonly Waiting[]) =>
    console.log([`Pods that wait without ${where}: ${waiting.length || "none"}`, ...waiting.map(line)].join("\n"));
const line = ({ what, why }: Waiting) => `  ${what}: ${why}`;

test("A node is drained: only what is bound to a volume in its zone waits, and nothing is without quorum at any moment", async () => {
    const [zone = ""] = cluster.shape.zones;
    // One of the nodes that the platform itself runs on.
    const [group] = cluster.shape.groups;
    const node = (await nodesIn(cluster.api, zone)).find((name) => name.startsWith(`${group?.name}-`)) ?? "";
    const bound = await podsBoundTo(cluster.api, zone);
    const waiting = await waitingWithout([node]);
    printWaiting(`node ${node}`, waiting);
    expect(waiting.filter(({ what }) => !bound.includes(what))).toEqual([]);
    expect(await settle(cluster.api, 120)).toEqual([]);
});

test("A zone is drained: only what is bound to a volume there waits, and nothing is without quorum at any moment", async () => {
    const [, zone = ""] = cluster.shape.zones;
    const { lostZones } = cluster.reconciler.nodePools;
    const bound = await podsBoundTo(cluster.api, zone);
    lostZones.add(zone);
    const nodes = await nodesIn(cluster.api, zone);
    const waiting = await waitingWithout(nodes).finally(() => lostZones.delete(zone));
    printWaiting(`zone ${zone}`, waiting);
    expect(waiting.filter(({ what }) => !bound.includes(what))).toEqual([]);
    expect(waiting.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^shop\/database-\d$/));
    expect(await settle(cluster.api, 120)).toEqual([]);
});
