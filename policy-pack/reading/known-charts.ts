import { type System, systems } from "./systems.ts";

/** Charts that are known to bring none of them. */
const bystanders = [
    ...[
        "argo-rollouts",
        "argo-workflows",
        "aws-efs-csi-driver",
        "aws-node-termination-handler",
        "aws-privateca-issuer",
    ],
    ...["base", "cni", "descheduler", "eck-operator", "external-dns", "falcosidekick", "gateway", "goldpinger", "keda"],
    ...["kube-state-metrics", "kyverno-policies", "node-local-dns", "node-problem-detector", "opencost"],
    ...["prometheus-adapter", "prometheus-blackbox-exporter", "prometheus-node-exporter", "reloader", "sealed-secrets"],
    ...["secrets-store-csi-driver", "secrets-store-csi-driver-provider-aws", "thanos", "trust-manager", "ztunnel"],
];

/** Whether what a chart brings is known without a look inside. */
export const isKnownChart = (chart: string): boolean => knownCharts.has(chart) || /-crds?$/.test(chart);

const knownCharts = new Set([...bystanders, ...Object.values<System>(systems).flatMap(({ charts }) => charts)]);
