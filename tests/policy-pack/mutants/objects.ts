import { object } from "../ready/resource.ts";
import { add, drop, hide } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const definitions: Mutant[] = [
    property(
        "crds-kept",
        "CustomResourceDefinition policies.kyverno.io",
        ["metadata", "annotations", "helm.sh/resource-policy"],
        undefined,
    ),
];

const namespaces: Mutant[] = [
    {
        check: "ns-default-deny",
        breaks: drop("NetworkPolicy shop-default-deny"),
        hides: hide("NetworkPolicy shop-default-deny", "spec.podSelector"),
    },
    property("ns-default-deny", "NetworkPolicy shop-default-deny", "spec.policyTypes", ["Ingress"]),
    property(
        "ns-default-deny",
        "NetworkPolicy shop-default-deny",
        "spec.podSelector.matchLabels",
        { app: "shop" },
        {
            "netpol-no-dangling": "no pod has the label",
        },
    ),
    {
        check: "netpol-dns-allowed",
        breaks: drop("NetworkPolicy shop-allow-dns"),
        hides: hide("NetworkPolicy shop-allow-dns", "spec.egress"),
    },
    property("netpol-no-open-peers", "NetworkPolicy shop-allow-dns", "spec.egress", [
        { ports: [{ port: 53, protocol: "UDP" }] },
    ]),
    property("netpol-no-open-peers", "NetworkPolicy shop-allow-dns", "spec.egress", (rules: object[]) => [
        ...rules,
        { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] },
    ]),
    property("netpol-no-open-peers", "NetworkPolicy shop-allow-dns", "spec.egress", (rules: object[]) => [
        ...rules,
        { to: [{ namespaceSelector: {} }] },
    ]),
    property("ns-pss-labels", "Namespace shop", "metadata.labels", undefined),
    property(
        "ns-pss-labels",
        "Namespace shop",
        ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
        "privileged",
    ),
    property(
        "ns-pss-labels",
        "Namespace shop",
        ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"],
        undefined,
    ),
    property(
        "ns-pss-labels",
        "Namespace shop",
        ["metadata", "labels", "pod-security.kubernetes.io/enforce-version"],
        "latest",
    ),
];

const parts: Mutant[] = [
    { check: "secret-from-store", breaks: add(handMade()), hides: hide("Secret placeholder", "type") },
    property("storageclass-safe", "StorageClass gp3", "parameters.encrypted", "false"),
    property("storageclass-safe", "StorageClass gp3", "volumeBindingMode", "Immediate"),
    property("storageclass-safe", "StorageClass gp3", "allowVolumeExpansion", undefined),
    property("storageclass-safe", "StorageClass gp3", "reclaimPolicy", undefined),
    property("storageclass-safe", "StorageClass gp3", "provisioner", "kubernetes.io/aws-ebs"),
    property("ingress-tls", "Gateway shop", "spec.listeners", [{ port: 80, protocol: "HTTP" }]),
    {
        check: "api-gateway-present",
        breaks: drop("Gateway shop"),
    },
    property("api-gateway-present", "Gateway shop", "spec.listeners", [
        { name: "mesh", port: 15008, protocol: "HBONE" },
    ]),
    property("service-mesh-mtls", "PeerAuthentication default", "spec.mtls.mode", "PERMISSIVE"),
    property("gitops-self-heal", "Application platform", "spec.syncPolicy.automated.selfHeal", false),
    property("gitops-self-heal", "Application platform", "spec.syncPolicy.automated.prune", undefined),
    property("gitops-self-heal", "Application platform", "spec.syncPolicy.retry", undefined),
    property("gitops-self-heal", "Application platform", "spec.project", "default"),
    property("gitops-self-heal", "Application platform", "spec.source.targetRevision", "HEAD"),
    { check: "gitops-self-heal", breaks: drop("Application platform") },
    property("policy-set-complete", "ValidatingPolicy res-limits", "spec.validationActions", ["Audit"]),
    {
        check: "backup-restore-test",
        breaks: drop("CronJob restore-test"),
        hides: hide("Role restore-test", "rules"),
    },
    {
        check: "alert-rules-complete",
        breaks: drop("PrometheusRule platform"),
        hides: hide("PrometheusRule platform", "spec.groups"),
    },
    {
        check: "backup-alerts",
        breaks: drop("PrometheusRule backups"),
        hides: hide("PrometheusRule backups", "spec.groups"),
    },
];

function handMade() {
    return object("core/v1:Secret", "password", {
        metadata: { namespace: "shop" },
        stringData: { password: "example" },
    });
}

/** Mutants of Kubernetes objects. */
export const objectMutants: readonly Mutant[] = [...definitions, ...namespaces, ...parts];
