import type { Resource } from "../../inventory/resource.ts";
import { matches, type Selector } from "../../reading/label-selectors.ts";
import { podRule } from "../../reading/pod-rule.ts";
import { podLabels, replicated } from "../../reading/workloads.ts";

interface Pod {
    topologySpreadConstraints?: Constraint[];
    affinity?: { podAntiAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: Term[] } };
}

interface Term {
    topologyKey?: string;
    labelSelector?: Selector;
    /** Anti-affinity alone; without both it is about the pod's own namespace. */
    namespaces?: string[];
    namespaceSelector?: Selector;
}

interface Constraint extends Term {
    maxSkew?: number;
    whenUnsatisfiable?: string;
}

/** Whether a term is about pods of a namespace. */
function isAbout({ namespaces = [], namespaceSelector }: Term, namespace: string): boolean {
    if (namespaces.length === 0 && !namespaceSelector) return true;
    const labels = { "kubernetes.io/metadata.name": namespace };
    return namespaces.includes(namespace) || (namespaceSelector !== undefined && matches(namespaceSelector, labels));
}

const host = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";

/**
 * Whether something keeps the pods of a workload apart over one of the topologies: strictly, and of its own pods. A
 * preference lets one node hold all of them where the others are full, and so does a skew of as many pods as there are.
 */
function keepsApart(workload: Resource, pod: Pod, topologies: readonly string[]): boolean {
    const { topologySpreadConstraints = [], affinity } = pod;
    const replicas = Math.max(workload.props.spec?.replicas ?? 2, 2);
    const strict = topologySpreadConstraints.filter(
        ({ maxSkew = 0, whenUnsatisfiable }) =>
            whenUnsatisfiable === "DoNotSchedule" && maxSkew >= 1 && maxSkew < replicas,
    );
    const terms = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    return [...strict, ...terms].some(
        (term) =>
            topologies.includes(term.topologyKey ?? "") &&
            term.labelSelector !== undefined &&
            matches(term.labelSelector, podLabels(workload)) &&
            isAbout(term, workload.props.metadata?.namespace || "default"),
    );
}

const url = "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/";

export const spreadHosts = podRule(
    {
        id: "spread-hosts",
        title: "Replicas run on different nodes",
        level: "mandatory",
        severity: "medium",
        mend: "Add a topologySpreadConstraint with topologyKey kubernetes.io/hostname or a zone's, maxSkew 1 and whenUnsatisfiable DoNotSchedule, that selects its own pods",
        url,
    },
    // Nodes of different zones are different nodes.
    [
        {
            holds: (pod, workload) => keepsApart(workload, pod, [host, zone]),
            message: "one node may hold all its replicas",
        },
    ],
    { subjects: replicated, inhibitedBy: ["replicas-min"] },
);

export const spreadZones = podRule(
    {
        id: "spread-zones",
        title: "Replicas run in different zones",
        level: "advisory",
        severity: "medium",
        mend: "Add a topologySpreadConstraint with topologyKey topology.kubernetes.io/zone, maxSkew 1 and whenUnsatisfiable DoNotSchedule, that selects its own pods",
        url,
    },
    [{ holds: (pod, workload) => keepsApart(workload, pod, [zone]), message: "one zone may hold all its replicas" }],
    { subjects: replicated, inhibitedBy: ["replicas-min"] },
);
