import { type Case, down } from "../case.ts";

const job = { job: "argo-rollouts-metrics", namespace: "argo-rollouts" };
const rollout = (phase: string, pod = "argo-rollouts-0", name = "shop") =>
    `rollout_info{job="argo-rollouts-metrics",namespace="argo-rollouts",pod="${pod}",exported_namespace="shop",name="${name}",phase="${phase}"}`;

export const argoRollouts: Case[] = [
    ...down(job, {
        alert: "RolloutsControllerDown",
        severity: "warning",
        after: "10m",
        says: "No pod of argo-rollouts-metrics answers: updates stand still where they are, and none goes back.",
    }),
    {
        alert: "RolloutDegraded",
        severity: "warning",
        after: "5m",
        labels: { exported_namespace: "shop", name: "shop" },
        says: "The update of shop/shop went back or is stuck: the version before has the requests.",
        fires: { [rollout("Degraded")]: "1", [rollout("Healthy")]: "0" },
        beside: { [rollout("Paused", "argo-rollouts-1", "cart")]: "1" },
        silent: [{ [rollout("Degraded")]: "0" }],
    },
];
