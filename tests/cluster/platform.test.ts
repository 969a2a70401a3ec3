import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import { describe } from "../../kubernetes/kubernetes-object.ts";
import { stepsOf } from "../../kubernetes/stack-objects.ts";
import { shapeOf } from "../../kubernetes/stack-shape.ts";
import { unasked } from "../../kubernetes/webhooks.ts";
import { kubernetesMinor } from "../../sandbox/tools/tools.ts";
import type { TestStack } from "../engine/stack.ts";
import { stackSettings } from "./fixtures.ts";
import { type Headroom, headroomOf } from "./instruments/headroom.ts";
import { watchQuorum } from "./instruments/quorum.ts";
import { verdictsOf } from "./instruments/readiness.ts";
import { differencesOf } from "./instruments/recorded.ts";
import { drain, settle, undrain, type Waiting } from "./instruments/scheduling.ts";
import { fatalZones, nodesIn, podsBoundTo, type Spread, spreadsOf } from "./instruments/zones.ts";
import { changesOf, realStack } from "./real-stack.ts";
import { printTable } from "./table.ts";

const doubles = inject("doubles");

/** Said where a figure is not the real one, because charts are missing. */
const partly = doubles.length > 0 ? `; of ${doubles.length} releases only doubles` : "";

const amount = (resource: Headroom["resource"], value: number): string =>
    ({ cpu: `${value.toFixed(2)} vCPU`, memory: `${(value / 2 ** 30).toFixed(2)} GiB`, pods: `${value}` })[resource];

/** Where the recordings may differ, and why. docs/test-cluster.md says the rest. */
const known: Readonly<Record<string, string>> = {
    "inputs.chart": "the charts of this run lie in a folder",
    "inputs.repositoryOpts": "the charts of this run lie in a folder",
    "inputs.metadata.namespace": "to the plugin a kind whose CRD is still to come is in a namespace",
    "inputs.parameters.kmsKeyId": "each stack has keys, networks and profiles of its own",
    "inputs.values.vpcId": "each stack has keys, networks and profiles of its own",
    "inputs.values.configuration.backupStorageLocation": "each stack has keys, networks and profiles of its own",
    "inputs.spec.blockDeviceMappings": "each stack has keys, networks and profiles of its own",
    "inputs.spec.instanceProfile": "each stack has keys, networks and profiles of its own",
    "inputs.spec.securityGroupSelectorTerms": "each stack has keys, networks and profiles of its own",
};

let cluster: Cluster;
let stack: TestStack;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    stack = await realStack({
        file: "prod",
        controlPlane: cluster,
        settings: stackSettings,
    });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
    const added = cluster.reconciler.nodePools.added;
    console.log(
        [
            `Charts that doubles stand in for: ${doubles.join(", ") || "none"}`,
            `${added.length} machines added for pending pods: ${added.map((it) => `${it.instanceType} in ${it.zone}`).join(", ")}`,
            `Webhooks that nobody asks: ${(await unasked(cluster.api)).join(", ") || "none"}`,
        ].join("\n"),
    );
}, 1_800_000);

afterAll(() => cluster.stop());

test("The Kubernetes is of the minor version that the stack asks for", () => {
    const planned = inject("production").find(({ type }) => type === "aws:eks/cluster:Cluster");
    expect(planned?.inputs?.version).toBe(kubernetesMinor);
});

test("Every object of the stack is on the cluster, and every release is deployed", async () => {
    const steps = stepsOf(await stack.resources());
    const objects = steps.flatMap((step) => ("object" in step ? [step.object] : []));
    const missing = await Promise.all(objects.map(async (it) => ((await cluster.api.get(it)) ? [] : [describe(it)])));
    expect(missing.flat()).toEqual([]);
    expect(objects.length).toBeGreaterThan(50);
    const releases = steps.flatMap((step) => ("release" in step ? [step.release.name] : []));
    const { stdout } = await cluster.run("helm", ["list", "--all-namespaces", "--deployed", "--short"]);
    expect(stdout.trim().split("\n").toSorted()).toEqual(releases.toSorted());
});

test("Neither a second plan nor a refresh changes anything", async () => {
    const again = await stack.preview({ refresh: true });
    expect(changesOf(again), again.output).toEqual(["same"]);
});

test("The pack and the report judge what the real plugin recorded as they judge the simulated one, check by check", async () => {
    const charts = inject("charts");
    const real = await verdictsOf(await stack.resources(), charts);
    const simulated = await verdictsOf(inject("production"), charts);
    expect(real.releases).toEqual(simulated.releases);
    expect(real.verdicts).toEqual(simulated.verdicts);
    expect(real.releases.rendered).toBe(real.releases.all);
    expect(Object.keys(real.verdicts).length).toBeGreaterThan(150);
    // The fixtures are charts as people write them.
    const ofFixtures = / release (operator|shop)\//;
    expect(real.failed.filter((what) => !ofFixtures.test(what))).toEqual([]);
});

test("The simulated plugin records what the real one does, but for what is known to differ", async () => {
    const differences = differencesOf(await stack.resources(), inject("production"));
    printTable(
        ["kind", "at", "real plugin", "simulated plugin", "because"],
        differences.map(({ type, path, real, simulated }) => [
            ...[type, path, short(real), short(simulated)],
            known[path] ?? "NOT KNOWN",
        ]),
    );
    expect(differences.filter(({ path }) => !(path in known))).toEqual([]);
});

const short = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? "nothing";

test("Every pod finds a place", async () => {
    expect(await settle(cluster.api, 120)).toEqual([]);
});

test("Replicas are in as many zones as there can be", async () => {
    const spreads = await spreadsOf(cluster.api);
    expect(spreads).not.toEqual([]);
    const most = ({ replicas }: Spread) => Math.min(replicas, cluster.shape.zones.length);
    expect(spreads.filter((it) => it.ready.size < most(it))).toEqual([]);
});

test(`The sudden loss of any zone, without a drain, leaves a quorum of what must be spread${partly}`, async () => {
    const spreads = await spreadsOf(cluster.api);
    printTable(
        [`replicas in zones${partly}`, ...cluster.shape.zones, "spread", "no quorum after the loss of"],
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

test.skipIf(doubles.includes("kube-prometheus-stack"))(
    "Pods that the Prometheus operator makes are there (unknown without its chart)",
    async () => {
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
    },
);

test(`A fifth of what the system nodes offer is free${partly}`, async () => {
    for (const { name, size, instanceType } of cluster.shape.groups) {
        const headroom = await headroomOf(cluster.api, name);
        printTable(
            [`${name}: ${size} × ${instanceType}${partly}`, "offered", "requested", "free"],
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
        expect.soft(await quorum.stop()).toEqual([]);
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
