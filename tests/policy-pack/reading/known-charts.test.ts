import { expect, test } from "vitest";
import { isKnownChart } from "../../../policy-pack/reading/known-charts.ts";

test.each([
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
    ...["velero", "karpenter-crd", "kyverno-crds"],
])("what %s brings is known without a look inside", (chart) => {
    expect(isKnownChart(chart)).toBe(true);
});

test.each(["shop", "crd", "velero-extras", "crds-of-shop"])("what %s brings is not", (chart) => {
    expect(isKnownChart(chart)).toBe(false);
});
