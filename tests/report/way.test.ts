import { expect, test } from "vitest";
import { wayOf } from "../../policy-pack/report/picture/way.ts";
import { recognise } from "../../policy-pack/report/read/read.ts";
import { type Entry, entry, planOf, stateOf, urn } from "./stack.ts";

const cluster = entry("aws:eks/cluster:Cluster", "shop", {});
const nodes = entry("shop:index:Nodes", "nodes", {}, { custom: false, dependencies: [cluster.urn] });
const role = entry("aws:iam/role:Role", "node", {}, { parent: nodes.urn });
const group = entry(
    "aws:eks/nodeGroup:NodeGroup",
    "group",
    {},
    { propertyDependencies: { nodeRoleArn: [role.urn], clusterName: [cluster.urn] } },
);
const release = entry(
    "kubernetes:helm.sh/v3:Release",
    "velero",
    {},
    { dependencies: [group.urn], deletedWith: cluster.urn },
);

const way = (entries: Entry[]) => wayOf(recognise("state.json", stateOf(entries)).resources);
const kinds = (steps: readonly { kind: string }[] = []) => steps.map(({ kind }) => kind);

test("The longest way of an update has what waits for one another, components as they make others wait", () => {
    const { up, shortest } = way([cluster, nodes, role, group, release]) ?? expect.fail("no way");
    expect(kinds(up)).toEqual(["Cluster", "Role", "NodeGroup", "Release"]);
    expect(up.map(({ name }) => name)).toEqual(["shop", "node", "group", "velero"]);
    // The role itself names nothing: it waits for its component alone.
    expect(shortest).toBe(3);
});

test("A removal goes the other way, and what goes with the cluster takes no step", () => {
    const { down } = way([cluster, nodes, role, group, release]) ?? expect.fail("no way");
    expect(kinds(down)).toEqual(["NodeGroup", "Role", "Cluster"]);
    const alone = way([nodes, role, group, { ...release, deletedWith: urn("aws:eks/cluster:Cluster", "other") }]);
    expect(kinds(alone?.down)).toEqual(["Release", "NodeGroup", "Role"]);
});

test("A plan gives the same way as the state that it leads to", () => {
    const entries = [cluster, nodes, role, group, release];
    expect(wayOf(recognise("plan.json", planOf(entries)).resources)).toEqual(way(entries));
});

test("Nothing is said where the order is not known, or nothing waits", () => {
    const manifest = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "it" } });
    expect(wayOf(recognise("it.json", manifest).resources)).toBeUndefined();
    expect(way([cluster, role])).toBeUndefined();
});
