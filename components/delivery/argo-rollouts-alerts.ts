import { noneUp, type RuleGroup } from "../platform/rules.ts";

const name = "argo-rollouts";

export const argoRolloutsAlerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "RolloutsControllerDown",
            expr: noneUp(name, `${name}-metrics`),
            for: "10m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: updates stand still where they are, and none goes back.",
        },
        {
            alert: "RolloutDegraded",
            expr: 'max by (exported_namespace, name) (rollout_info{phase="Degraded"}) == 1',
            for: "5m",
            severity: "warning",
            summary:
                "The update of {{ $labels.exported_namespace }}/{{ $labels.name }} went back or is stuck: the version before has the requests.",
        },
    ],
};
