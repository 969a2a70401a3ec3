/** One row of the production readiness checklist, and the ids of the checks that answer it. */
export interface Row {
    readonly name: string;
    readonly checks: readonly string[];
}

/** The production readiness checklist. Checks that stand in no row (nodes, pods, backup) are judged all the same. */
export const checklist: readonly Row[] = [
    { name: "Build Pipeline", checks: ["image-git-sha", "image-digest", "ci-push-identity"] },
    { name: "Deployment Pipeline", checks: ["gitops-present", "gitops-self-heal", "gitops-sso"] },
    {
        name: "Image Registry",
        checks: [
            "image-registry-allowed",
            "ecr-private-kms",
            "ecr-immutable-tags",
            "ecr-pull-through",
            "ecr-lifecycle-replication",
        ],
    },
    {
        name: "Monitoring Infrastructure",
        checks: [
            "prometheus-present",
            "alertmanager-routed",
            "alert-rules-complete",
            "grafana-dashboards",
            "metrics-server-present",
            "servicemonitor-per-app",
            "tracing-ready",
            "cloudwatch-observability",
        ],
    },
    { name: "Shared Storage", checks: ["storageclass-safe", "stateful-storage", "ebs-csi-present"] },
    {
        name: "Secrets management",
        checks: [
            "external-secrets-present",
            "secret-store-present",
            "secret-from-store",
            "eks-secrets-kms",
            "secret-not-in-env",
        ],
    },
    {
        name: "Ingress controller",
        checks: ["ingress-controller-present", "ingress-tls", "ingress-not-nginx-eol", "certificates-managed"],
    },
    { name: "API Gateway", checks: ["api-gateway-present", "edge-protected"] },
    { name: "Service Mesh", checks: ["service-mesh-mtls"] },
    { name: "Service catalogue / Broker", checks: ["service-catalogue"] },
    {
        name: "Network policies",
        checks: [
            "ns-default-deny",
            "cni-network-policy",
            "netpol-no-open-peers",
            "netpol-dns-allowed",
            "netpol-no-dangling",
        ],
    },
    {
        name: "Authorization integration",
        checks: [
            "sso-integration-present",
            "rbac-no-user-subjects",
            "access-entry-role-not-user",
            "access-entry-groups",
            "access-policy-admin-limited",
            "eks-auth-mode-api",
            "aws-auth-no-map-users",
        ],
    },
    { name: "Image scanning", checks: ["ecr-scan-on-push", "image-vuln-gate", "inspector-enabled"] },
    {
        name: "Log aggregation",
        checks: ["log-store-present", "log-forwarder-all-nodes", "eks-control-plane-logs", "k8s-events-collected"],
    },
];
