/** Names of the add-ons that every cluster has: what a chart of the user's own may need, and may not be called. */
export const platformAddons: readonly string[] = [
    "kyverno",
    "external-secrets",
    "monitoring",
    "node-exporter",
    "loki",
    "fluent-bit",
    "velero",
    "argo-cd",
    "aws-load-balancer-controller",
    "karpenter",
];
