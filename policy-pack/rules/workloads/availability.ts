import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { podRule } from "../../reading/pod-rule.ts";
import { fewestReplicas } from "../../reading/replicas.ts";
import { replicated, workloadsOf } from "../../reading/workloads.ts";

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
