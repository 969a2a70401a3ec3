import type { Inventory } from "../../inventory/inventory.ts";
import { once } from "../../inventory/once.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, notApplicable, pass } from "../../judgement/verdict.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { podSpec, podTemplate, workloads } from "../../reading/workloads.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

/** Labels that every node has. */
const wellKnown =
    /^(kubernetes\.io|topology\.kubernetes\.io|node\.kubernetes\.io|karpenter\.(sh|k8s\.aws)|eks\.amazonaws\.com|topology\.k8s\.aws|beta\.kubernetes\.io)\//;

type Labels = Readonly<Record<string, string>>;

interface NodeClasses {
    readonly all: readonly Labels[];
    readonly byLabel: ReadonlyMap<string, readonly { readonly labels: Labels }[]>;
}

/** Labels of all nodes that the stack makes, class by class. */
const nodeClasses = once((inventory): NodeClasses => {
    const all: Labels[] = [
        ...nodeGroups(inventory).map(({ props }) => props.labels ?? {}),
        ...nodePools(inventory).map(({ props }) => props.spec?.template?.metadata?.labels ?? {}),
    ];
    const pairs = all.flatMap((labels) => Object.entries(labels).map((pair) => ({ pair: pair.join("="), labels })));
    return { all, byLabel: Map.groupBy(pairs, ({ pair }) => pair) };
});

const selectorOf = (selector: Labels = {}) => Object.entries(selector).filter(([key]) => !wellKnown.test(key));

function unmatched(inventory: Inventory, selector: Labels | undefined): boolean {
    const { all, byLabel } = nodeClasses(inventory);
    const [first, ...others] = selectorOf(selector);
    if (!first) return all.length === 0;
    const candidates = byLabel.get(first.join("=")) ?? [];
    return !candidates.some(({ labels }) => others.every(([key, value]) => labels[key] === value));
}

export const affinityResolves = rule({
    id: "affinity-resolves",
    title: "Pods ask for nodes that exist",
    level: "advisory",
    severity: "medium",
    mend: "Name labels that a node group or NodePool has",
    url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    inCharts: true,
    subjects: (inventory) => (nodeClasses(inventory).all.length > 0 ? workloads(inventory) : []),
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
        const classes = nodeClasses(inventory).all.filter((labels) => selectorOf(labels).length > 0).length;
        if (!asked && classes < 2) return notApplicable("no workload asks for a class of nodes");
        return classes >= 2 ? pass() : fail("fewer than two classes of nodes are labelled");
    },
});
