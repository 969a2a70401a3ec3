import type { Resource } from "../../inventory/resource.ts";
import { podRule } from "../../reading/pod-rule.ts";
import { matches, type Selector } from "../../reading/relations.ts";
import { podLabels, replicated } from "../../reading/workloads.ts";

interface Spread {
    topologySpreadConstraints?: Term[];
    affinity?: { podAntiAffinity?: Record<string, (Term | { podAffinityTerm: Term })[]> };
}

interface Term {
    topologyKey?: string;
    labelSelector?: Selector;
    /** Anti-affinity alone; without both it is about the pod's own namespace. */
    namespaces?: string[];
    namespaceSelector?: Selector;
}

/** Whether a term is about pods of a namespace. */
function isAbout({ namespaces = [], namespaceSelector }: Term, namespace: string): boolean {
    if (namespaces.length === 0 && !namespaceSelector) return true;
    const labels = { "kubernetes.io/metadata.name": namespace };
    return namespaces.includes(namespace) || (namespaceSelector !== undefined && matches(namespaceSelector, labels));
}

/** Whether pods of a workload keep apart over a topology, by spread constraints or anti-affinity that select them. */
function spreads(workload: Resource, { topologySpreadConstraints = [], affinity }: Spread, topology: string): boolean {
    const antiAffinity = Object.values(affinity?.podAntiAffinity ?? {}).flat();
    const terms = antiAffinity.map((term) => ("podAffinityTerm" in term ? term.podAffinityTerm : term));
    return [...topologySpreadConstraints, ...terms].some(
        (term) =>
            term.topologyKey === topology &&
            term.labelSelector !== undefined &&
            matches(term.labelSelector, podLabels(workload)) &&
            isAbout(term, workload.props.metadata?.namespace || "default"),
    );
}

const docs = "https://kubernetes.io/docs";

export const spreadHosts = podRule(
    {
        id: "spread-hosts",
        title: "Replicas run on different nodes",
        level: "mandatory",
        severity: "medium",
        mend: "Add a topologySpreadConstraint with topologyKey kubernetes.io/hostname that selects its own pods",
        url: `${docs}/concepts/scheduling-eviction/topology-spread-constraints/`,
    },
    [
        {
            holds: (pod, workload) => spreads(workload, pod, "kubernetes.io/hostname"),
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
        mend: "Add a topologySpreadConstraint with topologyKey topology.kubernetes.io/zone that selects its own pods",
        url: `${docs}/concepts/scheduling-eviction/topology-spread-constraints/`,
    },
    [
        {
            holds: (pod, workload) => spreads(workload, pod, "topology.kubernetes.io/zone"),
            message: "one zone may hold all its replicas",
        },
    ],
    { subjects: replicated, inhibitedBy: ["replicas-min"] },
);
