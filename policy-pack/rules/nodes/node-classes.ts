import type { Inventory } from "../../inventory/inventory.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, notApplicable, pass } from "../../judgement/verdict.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { podSpec, podTemplate, workloads } from "../../reading/workloads.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

/** Labels that every node has. */
const wellKnown =
    /^(kubernetes\.io|topology\.kubernetes\.io|node\.kubernetes\.io|karpenter\.(sh|k8s\.aws)|eks\.amazonaws\.com|topology\.k8s\.aws|beta\.kubernetes\.io)\//;

/** Labels of all nodes that the stack makes. */
const nodeLabels = (inventory: Inventory): Record<string, string>[] => [
    ...nodeGroups(inventory).map(({ props }) => props.labels ?? {}),
    ...nodePools(inventory).map(({ props }) => props.spec?.template?.metadata?.labels ?? {}),
];

const selectorOf = (selector: Record<string, string> = {}) =>
    Object.entries(selector).filter(([key]) => !wellKnown.test(key));

const unmatched = (inventory: Inventory, selector: Record<string, string> | undefined) =>
    !nodeLabels(inventory).some((labels) => selectorOf(selector).every(([key, value]) => labels[key] === value));

export const affinityResolves = rule({
    id: "affinity-resolves",
    title: "Pods ask for nodes that exist",
    level: "advisory",
    severity: "medium",
    mend: "Name labels that a node group or NodePool has",
    url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    inCharts: true,
    subjects: (inventory) => (nodeLabels(inventory).length > 0 ? workloads(inventory) : []),
    applies: (workload) => isSet(podSpec(workload).nodeSelector),
    judge: (workload, { inventory }) =>
        unmatched(inventory, podSpec(workload).nodeSelector)
            ? fail("no node of the stack has the labels that its pods ask for")
            : pass(),
});

export const nodesWorkloadClasses = rule({
    id: "nodes-workload-classes",
    title: "There is a class of nodes for each kind of workload",
    level: "advisory",
    severity: "low",
    mend: "Add labelled and tainted node groups or NodePools for the classes that workloads ask for",
    url: `${practices}/karpenter.html`,
    subjects: clusters,
    judge: (_, { inventory }) => {
        const asked = workloads(inventory).some((each) => selectorOf(podTemplate(each).spec?.nodeSelector).length > 0);
        const classes = nodeLabels(inventory).filter((labels) => selectorOf(labels).length > 0).length;
        if (!asked && classes < 2) return notApplicable("no workload asks for a class of nodes");
        return classes >= 2 ? pass() : fail("fewer than two classes of nodes are labelled");
    },
});
