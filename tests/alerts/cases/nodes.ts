import type { Case } from "../case.ts";

const ready = (node: string) => `kube_node_status_condition{node="${node}",condition="Ready",status="true"}`;
const labels = (node: string, zone: string) =>
    `kube_node_labels{node="${node}",label_topology_kubernetes_io_zone="eu-west-1${zone}"}`;
const cordoned = (node: string) => `kube_node_spec_unschedulable{node="${node}"}`;

/** Three nodes in three zones, the last of which is not ready. */
const one = {
    [ready("n1")]: "1",
    [labels("n1", "a")]: "1",
    [ready("n2")]: "1",
    [labels("n2", "b")]: "1",
    [ready("n3")]: "0",
    [labels("n3", "c")]: "1",
    // What is true of it beside.
    'kube_node_status_condition{node="n3",condition="Ready",status="false"}': "1",
    'kube_node_status_condition{node="n3",condition="DiskPressure",status="true"}': "1",
};

const networking = `kube_node_status_condition{node="n1",condition="NetworkingReady",status="false"}`;

export const nodes: Case[] = [
    {
        alert: "KubeNodeNotReady",
        severity: "warning",
        after: "5m",
        labels: { node: "n3", zone: "eu-west-1c" },
        says: "Node n3 in zone eu-west-1c has not been ready for 5 minutes.",
        fires: one,
        silent: [{ [ready("n3")]: "1" }, { [cordoned("n3")]: "1" }],
    },
    {
        alert: "KubeNodeNotReady",
        severity: "warning",
        after: "5m",
        labels: { node: "n3" },
        says: "Node n3 has not been ready for 5 minutes.",
        fires: { [ready("n3")]: "0", 'kube_node_labels{node="n3"}': "1" },
        silent: [{ [ready("n3")]: "1" }],
    },
    {
        alert: "NodeCordoned",
        severity: "info",
        after: "12h",
        labels: { node: "n1" },
        says: "Node n1 has taken no new pods for 12 hours: somebody cordoned it.",
        fires: { [cordoned("n1")]: "1" },
        silent: [{ [cordoned("n1")]: "0" }],
    },
    {
        alert: "NodeCountBelowMinimum",
        severity: "critical",
        after: "10m",
        labels: {},
        says: "Cluster shop has 2 ready nodes, fewer than its 3 zones.",
        fires: one,
        silent: [{ [ready("n3")]: "1" }],
    },
    {
        alert: "ZoneDown",
        severity: "critical",
        after: "5m",
        labels: { zone: "eu-west-1c" },
        says: "Zone eu-west-1c has had no ready node for 5 minutes.",
        fires: one,
        silent: [
            { [ready("n3")]: "1" },
            { [ready("n4")]: "1", [labels("n4", "c")]: "1" },
            Object.fromEntries(Object.keys(one).map((series) => [series, null])),
        ],
    },
    {
        alert: "ZoneDown",
        severity: "critical",
        after: "5m",
        labels: { zone: "eu-west-1c" },
        says: "Zone eu-west-1c has had no ready node for 5 minutes.",
        fires: { ...one, [ready("n3")]: null, [labels("n3", "c")]: null },
        silent: [{ [ready("n3")]: "1", [labels("n3", "c")]: "1" }],
    },
    {
        alert: "NodeUnhealthy",
        severity: "warning",
        after: "10m",
        labels: { node: "n1", condition: "NetworkingReady" },
        says: "Node n1 is ready and not healthy: its condition NetworkingReady is false.",
        fires: { [networking]: "1" },
        silent: [{ [networking]: "0" }],
        otherwise: { 'condition="NetworkingReady"': 'condition="DiskPressure"', 'status="false"': 'status="true"' },
    },
];
