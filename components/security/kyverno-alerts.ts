import { noneUp, type RuleGroup } from "../platform/rules.ts";

export const kyvernoAlerts: RuleGroup = {
    name: "kyverno",
    rules: [
        {
            alert: "PolicyEngineDown",
            expr: noneUp("kyverno", "kyverno-svc-metrics"),
            for: "5m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: what it judges is not stored any more.",
        },
        {
            alert: "PolicyErrors",
            expr: `sum by (policy_name) (rate(kyverno_validating_policy_results_total{result="error"}[5m])) > 0`,
            for: "10m",
            severity: "warning",
            summary: "Policy {{ $labels.policy_name }} has failed to judge objects for 10 minutes.",
        },
        {
            alert: "PolicyReportsStale",
            expr: noneUp("kyverno", "kyverno-reports-controller-metrics"),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: reports on what is in the cluster are old.",
        },
    ],
};
