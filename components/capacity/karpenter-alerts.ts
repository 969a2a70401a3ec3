import { noneUp, type RuleGroup } from "../platform/rules.ts";

const pool = "nodepool, resource_type";

export const karpenterAlerts: RuleGroup = {
    name: "karpenter",
    rules: [
        {
            alert: "KarpenterDown",
            expr: noneUp("karpenter", "karpenter"),
            for: "5m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: no machine comes or goes.",
        },
        {
            alert: "KarpenterCannotLaunch",
            expr: `sum by (error) (rate(karpenter_cloudprovider_errors_total{method="Create"}[10m])) > 0`,
            for: "10m",
            severity: "critical",
            summary:
                "Karpenter has launched machines in vain for 10 minutes{{ with $labels.error }}: {{ . }}{{ end }}.",
        },
        {
            alert: "KarpenterCloudErrors",
            expr: `sum by (method, error) (rate(karpenter_cloudprovider_errors_total{method!="Create",error!="NodeClaimNotFoundError"}[10m])) > 0`,
            for: "15m",
            severity: "warning",
            summary:
                "Karpenter's {{ $labels.method }} has failed at AWS for 15 minutes{{ with $labels.error }}: {{ . }}{{ end }}.",
        },
        {
            alert: "KarpenterNodePoolNearLimit",
            expr: `max by (${pool}) (karpenter_nodepools_usage) / max by (${pool}) (karpenter_nodepools_limit) > 0.85`,
            for: "15m",
            severity: "warning",
            summary:
                "Node pool {{ $labels.nodepool }} uses {{ $value | humanizePercentage }} of the {{ $labels.resource_type }} that it may.",
        },
        {
            alert: "KarpenterStateNotSynced",
            expr: "max by (namespace) (karpenter_cluster_state_synced) == 0",
            for: "15m",
            severity: "warning",
            summary:
                "Karpenter in {{ $labels.namespace }} has not known the cluster's nodes for 15 minutes, and decides nothing.",
        },
        {
            alert: "KarpenterCannotTerminate",
            expr: "sum by (zone) (rate(karpenter_cloudprovider_instance_termination_failures_total[10m])) > 0",
            for: "15m",
            severity: "warning",
            summary: "Machines in zone {{ $labels.zone }} are not given back, and are paid for.",
        },
    ],
};
