import { object } from "../../ready/resource.ts";
import { add, both, drop, set } from "../../stack.ts";
import { answers, type Case } from "./case.ts";

const role = "Role shop-developers";
const binding = "RoleBinding shop-developers";
const everywhere = "ClusterRoleBinding viewers";
const restrict = "pod-security.kubernetes.io/enforce";
const hpa = "HorizontalPodAutoscaler shop";
const pdb = "PodDisruptionBudget shop";
const service = "Service shop";

const grants = (apiGroup: string, resource: string, verb: string) =>
    set(role, "rules.2", { apiGroups: [apiGroup], resources: [resource], verbs: [verb] });

/** A pod holds the token of an account that may do anything. */
const workloadAsAdministrator = both(
    set("Deployment shop", "spec.template.spec.automountServiceAccountToken", true),
    set(everywhere, "roleRef.name", "cluster-admin"),
    set(everywhere, "subjects", [{ kind: "ServiceAccount", name: "shop", namespace: "shop" }]),
);

const rights: Case[] = [
    answers("rbac-no-cluster-admin", set(everywhere, "roleRef.name", "cluster-admin"), {
        kubescape: "C-0035 C-0185",
        "kube-linter": "cluster-admin-role-binding",
    }),
    answers("rbac-no-cluster-admin", workloadAsAdministrator, { kubescape: "C-0267 C-0272" }),
    answers("rbac-no-wildcards", grants("*", "*", "*"), {
        kubescape: "C-0187",
        "kube-linter": "wildcard-in-rules",
        hardeneks: "restrict_wildcard_for_roles",
    }),
    answers(
        "rbac-no-wildcards",
        add(
            object("rbac.authorization.k8s.io/v1:ClusterRole", "all", {
                rules: [{ apiGroups: ["apps"], resources: ["*"], verbs: ["get"] }],
            }),
        ),
        { hardeneks: "restrict_wildcard_for_cluster_roles" },
    ),
    answers("rbac-secrets-access", grants("", "secrets", "list"), {
        kubescape: "C-0015 C-0186",
        "kube-linter": "access-to-secrets",
    }),
    answers("rbac-create-workloads", grants("", "pods", "create"), {
        kubescape: "C-0188",
        "kube-linter": "access-to-create-pods",
    }),
    answers("rbac-escalation-verbs", grants("", "users", "impersonate"), { kubescape: "C-0065 C-0191" }),
    answers("rbac-exec-attach", grants("", "pods/exec", "create"), { kubescape: "C-0002" }),
    answers("rbac-exec-attach", grants("", "pods/portforward", "create"), { kubescape: "C-0063" }),
    answers("rbac-nodes-proxy", grants("", "nodes/proxy", "get"), { kubescape: "C-0279" }),
    answers("rbac-pv-create", grants("", "persistentvolumes", "create"), { kubescape: "C-0278" }),
    answers("rbac-token-create", grants("", "serviceaccounts/token", "create"), { kubescape: "C-0282" }),
    answers(
        "rbac-webhook-config",
        grants("admissionregistration.k8s.io", "validatingwebhookconfigurations", "update"),
        { kubescape: "C-0281" },
    ),
    answers("rbac-csr-approve", grants("certificates.k8s.io", "certificatesigningrequests/approval", "update"), {
        kubescape: "C-0280",
    }),
    answers("rbac-sensitive-writes", grants("", "events", "delete"), { kubescape: "C-0031" }),
    answers("rbac-sensitive-writes", grants("", "configmaps", "update"), { kubescape: "C-0037" }),
    answers("rbac-no-anonymous", set(binding, "subjects.0.name", "system:anonymous"), {
        kubescape: "C-0262",
        hardeneks: "disable_anonymous_access_for_roles",
    }),
    answers("rbac-no-anonymous", set(everywhere, "subjects.0.name", "system:unauthenticated"), {
        hardeneks: "disable_anonymous_access_for_cluster_roles",
    }),
    answers("rbac-no-anonymous", set(everywhere, "subjects.0.name", "system:authenticated"), { kubescape: "C-0265" }),
    answers("sa-token-not-mounted", set("ServiceAccount default", "automountServiceAccountToken", true), {
        kubescape: "C-0189 C-0225",
        hardeneks: "disable_service_account_token_mounts",
    }),
];

const namespaces: Case[] = [
    answers(
        "ns-default-deny",
        drop("NetworkPolicy shop-default-deny", "NetworkPolicy shop-allow-dns", "NetworkPolicy shop-from-gateway"),
        {
            kubescape: "C-0030 C-0049 C-0054 C-0206 C-0260",
            "kube-linter": "non-isolated-pod",
            "kube-score": "pod-networkpolicy",
            hardeneks: "check_default_deny_policy_exists",
        },
    ),
    answers("ns-pss-labels", set("Namespace shop", ["metadata", "labels", restrict], undefined), {
        kubescape: "C-0193 C-0194 C-0195 C-0196 C-0197 C-0198 C-0199 C-0200 C-0201 C-0202 C-0203 C-0204",
        hardeneks: "ensure_namespace_psa_exist",
    }),
    answers("ns-quota-limits", drop("ResourceQuota shop"), { hardeneks: "ensure_namespace_quotas_exist" }),
    answers("ns-not-default", set("Deployment shop", "metadata.namespace", "default"), {
        kubescape: "C-0061 C-0212",
        "kube-linter": "use-namespace",
    }),
    answers(
        "netpol-no-dangling",
        set("NetworkPolicy shop-from-gateway", "spec.podSelector.matchLabels", { app: "x" }),
        {
            kubescape: "C-0299",
            "kube-linter": "dangling-networkpolicy",
            "kube-score": "networkpolicy-targets-pod",
        },
    ),
    answers(
        "netpol-no-dangling",
        set("NetworkPolicy shop-from-gateway", "spec.ingress.0.from.0", { podSelector: { matchLabels: { app: "x" } } }),
        {
            "kube-linter": "dangling-networkpolicypeer-podselector",
        },
    ),
];

const traffic: Case[] = [
    answers("svc-type-restricted", set(service, "spec.type", "NodePort"), {
        kubescape: "C-0256",
        "kube-linter": "exposed-services",
        "kube-score": "service-type",
    }),
    answers("lb-tls", set(service, "spec.type", "LoadBalancer"), {
        kubescape: "C-0231",
        hardeneks: "use_encryption_with_aws_load_balancers",
    }),
    answers("ingress-tls", set("Ingress shop", "spec.tls", undefined), { kubescape: "C-0263" }),
    answers(
        "ingress-no-snippets",
        set("Ingress shop", ["metadata", "annotations"], { "nginx.ingress.kubernetes.io/configuration-snippet": "a" }),
        { kubescape: "C-0059" },
    ),
    answers("refs-resolve", set("Ingress shop", "spec.rules.0.http.paths.0.backend.service.name", "nobody"), {
        kubescape: "C-0298",
        "kube-linter": "dangling-ingress",
        "kube-score": "ingress-targets-service",
    }),
    answers(
        "refs-resolve",
        add(
            object("gateway.networking.k8s.io/v1:HTTPRoute", "shop", {
                metadata: { namespace: "shop" },
                spec: { rules: [{ backendRefs: [{ name: "nobody", port: 80 }] }] },
            }),
        ),
        { kubescape: "C-0302" },
    ),
    answers("refs-resolve", set("StatefulSet cart", "spec.serviceName", "nobody"), {
        "kube-score": "statefulset-has-servicename",
    }),
    answers("refs-select", set(service, "spec.selector", { app: "nobody" }), {
        kubescape: "C-0293",
        "kube-linter": "dangling-service",
        "kube-score": "service-targets-pod",
    }),
    answers("refs-select", set("Service cart", "spec.clusterIP", undefined), {
        "kube-score": "statefulset-has-servicename",
    }),
    answers("refs-select", set("ServiceMonitor shop", "spec.selector.matchLabels", { app: "nobody" }), {
        "kube-linter": "dangling-servicemonitor",
    }),
    answers("refs-select", set("Deployment shop", "spec.selector.matchLabels", { app: "nobody" }), {
        kubescape: "C-0296",
        "kube-linter": "mismatching-selector",
        "kube-score": "deployment-pod-selector-labels-match-template-metadata-labels",
    }),
    answers("refs-select", set("StatefulSet cart", "spec.selector.matchLabels", { app: "nobody" }), {
        "kube-score": "statefulset-pod-selector-labels-match-template-metadata-labels",
    }),
];

const operation: Case[] = [
    answers("pdb-exists", drop(pdb), { "kube-score": "deployment-has-poddisruptionbudget" }),
    answers("pdb-exists", drop("PodDisruptionBudget cart"), { "kube-score": "statefulset-has-poddisruptionbudget" }),
    answers("pdb-not-blocking", set(pdb, "spec.maxUnavailable", 0), { "kube-linter": "pdb-max-unavailable" }),
    answers("pdb-not-blocking", set(pdb, "spec.minAvailable", 3), { "kube-linter": "pdb-min-available" }),
    answers("pdb-not-blocking", set(pdb, "spec.unhealthyPodEvictionPolicy", undefined), {
        "kube-linter": "pdb-unhealthy-pod-eviction-policy",
    }),
    answers("hpa-exists", drop(hpa), { hardeneks: "check_horizontal_pod_autoscaling_exists" }),
    answers("hpa-valid", set(hpa, "spec.scaleTargetRef.name", "nobody"), {
        kubescape: "C-0300",
        "kube-linter": "dangling-horizontalpodautoscaler",
        "kube-score": "horizontalpodautoscaler-has-target",
    }),
    answers("hpa-valid", set(hpa, "spec.minReplicas", 1), {
        "kube-linter": "hpa-minimum-three-replicas",
        "kube-score": "horizontalpodautoscaler-replicas",
    }),
    answers("hpa-valid", set("Deployment shop", "spec.replicas", 3), {
        "kube-score": "deployment-targeted-by-hpa-does-not-have-replicas-configured",
    }),
    answers("stateful-storage", set("StatefulSet cart", "spec.serviceName", undefined), {
        "kube-score": "statefulset-has-servicename",
    }),
    answers("storageclass-safe", set("StorageClass gp3", "parameters.encrypted", "false"), {
        kubescape: "C-0264",
        hardeneks: "use_encryption_with_ebs",
    }),
    answers("efs-volumes-safe", set("PersistentVolume shared", "spec.csi.volumeHandle", "fs-0123456789abcdef0"), {
        hardeneks: "use_efs_access_points",
    }),
    answers(
        "efs-volumes-safe",
        set("PersistentVolume shared", "spec.csi.volumeAttributes", { encryptInTransit: "false" }),
        {
            hardeneks: "use_encryption_with_efs",
        },
    ),
    answers(
        "api-not-deprecated",
        add(object("extensions/v1beta1:Deployment", "old", { metadata: { namespace: "shop" } })),
        {
            "kube-linter": "no-extensions-v1beta",
            "kube-score": "stable-version",
        },
    ),
];

/** Faults of Kubernetes' objects beside pods. */
export const objectCases: readonly Case[] = [...rights, ...namespaces, ...traffic, ...operation];
