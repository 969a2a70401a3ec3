import { eksOnly } from "./eks-only.ts";

/** The add-ons of the platform, each with its namespace. */
const namespaces: Readonly<Record<string, string>> = {
    kyverno: "kyverno",
    "external-secrets": "external-secrets",
    monitoring: "monitoring",
    "node-exporter": "node-exporter",
    loki: "loki",
    "fluent-bit": "fluent-bit",
    velero: "velero",
    "argo-cd": "argocd",
    "aws-load-balancer-controller": "aws-load-balancer-controller",
    karpenter: "karpenter",
};

/** Their names: what a chart of the user's own may need, and may not be called. */
export const platformAddons: readonly string[] = Object.keys(namespaces);

/** Namespaces of those that are made: elsewhere than on EKS not of all. */
export const platformNamespaces = (onEks: boolean): string[] =>
    Object.entries(namespaces).flatMap(([name, namespace]) => (onEks || !(name in eksOnly) ? [namespace] : []));
