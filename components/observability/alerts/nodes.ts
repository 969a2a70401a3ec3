import type { Alert, RuleGroup } from "../../platform/rules.ts";

const ready = `max by (node) (kube_node_status_condition{condition="Ready",status="true"})`;

/** Nodes with the zone that their label names, if it does. */
const zoneOfNode = `max by (node, zone) (label_replace(kube_node_labels, "zone", "$1", "label_topology_kubernetes_io_zone", "(.+)"))`;

/** @param zones of the nodes; none where nodes do not say in which zone they are */
export const nodeAlerts = (zones: readonly string[], onEks: boolean): RuleGroup => ({
    name: "nodes",
    rules: [
        notReady,
        cordoned,
        ...(zones.length > 0 ? [tooFew(zones.length), zoneDown(zones)] : []),
        ...(onEks ? [unhealthy] : []),
    ],
});

/** Sooner than upstream's rule of this name, so that it is there before what follows from it. */
const notReady: Alert = {
    alert: "KubeNodeNotReady",
    expr: `(${ready} == 0) * on (node) group_left (zone) ${zoneOfNode} unless on (node) max by (node) (kube_node_spec_unschedulable) == 1`,
    for: "5m",
    severity: "warning",
    summary:
        "Node {{ $labels.node }}{{ with $labels.zone }} in zone {{ . }}{{ end }} has not been ready for 5 minutes.",
};

const cordoned: Alert = {
    alert: "NodeCordoned",
    expr: "max by (node) (kube_node_spec_unschedulable) == 1",
    for: "12h",
    severity: "info",
    summary: "Node {{ $labels.node }} has taken no new pods for 12 hours: somebody cordoned it.",
};

/** One node a zone is the smallest platform that survives the loss of a zone. */
const tooFew = (fewest: number): Alert => ({
    alert: "NodeCountBelowMinimum",
    expr: `count(${ready} == 1) < ${fewest}`,
    for: "10m",
    severity: "critical",
    summary: `Cluster {{ $externalLabels.cluster }} has {{ $value }} ready nodes, fewer than its ${fewest} zones.`,
});

/** Says which zone it is, also when its nodes are gone; and nothing while nobody counts nodes. */
const zoneDown = (zones: readonly string[]): Alert => {
    const all = zones.map((zone) => `label_replace(vector(1), "zone", "${zone}", "", "")`).join(" or ");
    return {
        alert: "ZoneDown",
        expr: `(${all}) unless on (zone) (${zoneOfNode} and on (node) ${ready} == 1) and on () count(kube_node_labels)`,
        for: "5m",
        severity: "critical",
        summary: "Zone {{ $labels.zone }} has had no ready node for 5 minutes.",
    };
};

/** Conditions that the node monitoring agent of EKS adds to a node. */
const unhealthy: Alert = {
    alert: "NodeUnhealthy",
    expr: `max by (node, condition) (kube_node_status_condition{condition=~"AcceleratedHardwareReady|ContainerRuntimeReady|KernelReady|NetworkingReady|StorageReady",status="false"}) == 1`,
    for: "10m",
    severity: "warning",
    summary: "Node {{ $labels.node }} is ready and not healthy: its condition {{ $labels.condition }} is false.",
};
