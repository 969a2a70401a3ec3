import { z } from "zod";
import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { rule } from "../rule.ts";
import { all, fail, irrelevant, must, pass } from "../verdict.ts";
import { podRule } from "./pod-rule.ts";
import { matches, namespaceOf, type Selector, selected, selecting } from "./relations.ts";
import { fewestReplicas } from "./replicas.ts";
import { podLabels, replicated, workloadsOf } from "./workloads.ts";

const docs = "https://kubernetes.io/docs";

export const replicasMin = rule({
    id: "replicas-min",
    title: "Every service runs more than once",
    level: "mandatory",
    severity: "high",
    mend: "Set replicas, or minReplicas of its HorizontalPodAutoscaler, to two or more",
    url: `${docs}/concepts/workloads/controllers/deployment/`,
    settings: z.object({ minimum: z.int().min(1).default(2).describe("Fewest replicas") }),
    inCharts: true,
    subjects: replicated,
    judge: (workload, { inventory, settings }) => {
        const replicas = fewestReplicas(inventory, workload);
        return replicas >= settings.minimum ? pass() : fail(`it runs with ${replicas} replicas at least`);
    },
});

export const noNakedPods = rule({
    id: "no-naked-pods",
    title: "Pods are made by controllers, which replace them",
    level: "mandatory",
    severity: "medium",
    mend: "Make it a Deployment, StatefulSet or Job",
    url: `${docs}/concepts/workloads/pods/#pods-and-controllers`,
    inCharts: true,
    subjects: workloadsOf("Pod"),
    judge: ({ props }) =>
        (props.metadata?.ownerReferences ?? []).length > 0
            ? pass()
            : fail("nothing replaces the pod when its node goes"),
});

const budgets = (inventory: Inventory, workload: Resource) =>
    selecting(inventory, workload, "PodDisruptionBudget", "policy");

export const pdbExists = rule({
    id: "pdb-exists",
    title: "A drain leaves enough replicas running",
    level: "mandatory",
    severity: "medium",
    mend: "Add one PodDisruptionBudget with maxUnavailable 1 that selects its pods",
    url: `${docs}/tasks/run-application/configure-pdb/`,
    after: ["replicas-min"],
    inCharts: true,
    subjects: replicated,
    judge: (workload, { inventory }) => {
        if (fewestReplicas(inventory, workload) < 2) return irrelevant("it runs once");
        const found = budgets(inventory, workload).length;
        if (found > 1) return fail(`${found} PodDisruptionBudgets select its pods, so none can be evicted`);
        return found === 1 ? pass() : fail("a drain may take all its replicas at once");
    },
});

export const pdbNotBlocking = rule({
    id: "pdb-not-blocking",
    title: "Disruption budgets let nodes be drained",
    level: "mandatory",
    severity: "medium",
    mend: "Set maxUnavailable to 1 instead of minAvailable, and unhealthyPodEvictionPolicy to AlwaysAllow",
    url: `${docs}/tasks/run-application/configure-pdb/`,
    inCharts: true,
    subjects: (inventory) => inventory.objects("PodDisruptionBudget", "policy"),
    judge: (budget, { inventory }) => {
        const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = budget.props.spec ?? {};
        const pods = selected(inventory, namespaceOf(inventory, budget), budget.props.spec?.selector ?? {});
        return all([
            must(
                () => !(Number.parseInt(maxUnavailable, 10) <= 0) && !(share(minAvailable) >= 100),
                "no pod may ever be evicted",
            ),
            ...pods.map((workload) =>
                must(
                    () => !blocks(minAvailable, fewestReplicas(inventory, workload)),
                    `all replicas of ${workload.name} must run, so its nodes cannot be drained`,
                ),
            ),
            must(() => unhealthyPodEvictionPolicy === "AlwaysAllow", "pods that never become ready block a drain"),
        ]);
    },
});

/** Whether all replicas are needed; Kubernetes rounds a share up. */
function blocks(minAvailable: number | string | undefined, replicas: number): boolean {
    const percent = share(minAvailable);
    return (Number.isNaN(percent) ? Number(minAvailable) : Math.ceil((percent / 100) * replicas)) >= replicas;
}

/** The number of a percentage, or not a number. */
const share = (amount: number | string | undefined): number => Number(/^(\d+)%$/.exec(String(amount))?.[1]);

interface Spread {
    topologySpreadConstraints?: Term[];
    affinity?: { podAntiAffinity?: Record<string, (Term | { podAffinityTerm: Term })[]> };
}

interface Term {
    topologyKey?: string;
    labelSelector?: Selector;
}

/** Whether pods of a workload keep apart over a topology, by spread constraints or anti-affinity that select them. */
function spreads(workload: Resource, { topologySpreadConstraints = [], affinity }: Spread, topology: string): boolean {
    const apart = Object.values(affinity?.podAntiAffinity ?? {}).flat();
    const terms = apart.map((term) => ("podAffinityTerm" in term ? term.podAffinityTerm : term));
    return [...topologySpreadConstraints, ...terms].some(
        ({ topologyKey, labelSelector }) =>
            topologyKey === topology && labelSelector !== undefined && matches(labelSelector, podLabels(workload)),
    );
}

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
    { subjects: replicated, after: ["replicas-min"] },
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
    { subjects: replicated, after: ["replicas-min"] },
);

export const rollingUpdate = rule({
    id: "rolling-update",
    title: "Updates replace pods step by step",
    level: "advisory",
    severity: "low",
    mend: "Set the strategy to RollingUpdate with maxUnavailable",
    url: `${docs}/concepts/workloads/controllers/deployment/#strategy`,
    inCharts: true,
    subjects: workloadsOf("Deployment", "DaemonSet"),
    judge: ({ props }) => {
        const strategy = props.spec?.strategy ?? props.spec?.updateStrategy;
        return all([
            must(() => (strategy?.type ?? "RollingUpdate") === "RollingUpdate", "an update stops all pods first"),
            must(
                () => strategy?.rollingUpdate?.maxUnavailable !== undefined,
                "how many pods an update may stop is not set",
            ),
        ]);
    },
});

export const priorityClass = podRule(
    {
        id: "priority-class",
        title: "Workloads say how important they are",
        level: "advisory",
        severity: "low",
        mend: "Set priorityClassName; system-cluster-critical and system-node-critical are for kube-system",
        url: `${docs}/concepts/scheduling-eviction/pod-priority-preemption/`,
    },
    [
        { holds: ({ priorityClassName }) => priorityClassName, message: "no priorityClassName is set" },
        {
            holds: ({ priorityClassName }, { props }) =>
                !/^system-/.test(priorityClassName ?? "") || props.metadata?.namespace === "kube-system",
            message: "a priority of the system is used outside kube-system",
        },
    ],
);
