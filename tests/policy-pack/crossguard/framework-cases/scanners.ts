import { object, resource } from "../../ready/resource.ts";
import { add, both, drop, set } from "../../stack.ts";
import { answers, type Case } from "./case.ts";

const shop = "Deployment shop";
const pod = "spec.template.spec";
const inPod = (path: string, value: unknown) => set(shop, `${pod}.${path}`, value);
const inContainer = (path: string, value: unknown) => set(shop, `${pod}.containers.0.${path}`, value);
const adds = (...capabilities: string[]) =>
    inContainer("securityContext.capabilities", { drop: ["ALL"], add: capabilities });
const drops = (...capabilities: string[]) => inContainer("securityContext.capabilities", { drop: capabilities });
const volume = (of: object) => inPod("volumes.0", { name: "data", ...of });
const image = (to: string) => inContainer("image", to);

const cluster = "Cluster shop";
const role = "Role shop-developers";
const everywhere = "ClusterRoleBinding viewers";
const grants = (apiGroup: string, of: string, ...verbs: string[]) =>
    set(role, "rules.2", { apiGroups: [apiGroup], resources: [of], verbs });
const rbac = "rbac.authorization.k8s.io";
const webhooks = "validatingwebhookconfigurations";
const snippet = (name: string, value: string) =>
    set("Ingress shop", ["metadata", "annotations"], { [`nginx.ingress.kubernetes.io/${name}`]: value });

const pods: Case[] = [
    answers("pod-not-privileged", inContainer("securityContext.privileged", true), {
        trivy: "KSV-0017",
        checkov: "CKV_K8S_16",
        prowler: "core_minimize_privileged_containers",
        cis: "4.2.1",
    }),
    answers("pod-no-host-namespaces", inPod("hostPID", true), {
        trivy: "KSV-0010",
        checkov: "CKV_K8S_17",
        prowler: "core_minimize_hostPID_containers",
        cis: "4.2.2",
    }),
    answers("pod-no-host-namespaces", inPod("hostIPC", true), {
        trivy: "KSV-0008",
        checkov: "CKV_K8S_18",
        prowler: "core_minimize_hostIPC_containers",
        cis: "4.2.3",
    }),
    answers("pod-no-host-namespaces", inPod("hostNetwork", true), {
        trivy: "KSV-0009",
        checkov: "CKV_K8S_19",
        prowler: "core_minimize_hostNetwork_containers",
        cis: "4.2.4",
    }),
    answers("pod-no-privilege-escalation", inContainer("securityContext.allowPrivilegeEscalation", true), {
        trivy: "KSV-0001",
        checkov: "CKV_K8S_20",
        prowler: "core_minimize_allowPrivilegeEscalation_containers",
        cis: "4.2.5",
    }),
    answers(
        "pod-run-as-non-root",
        both(inPod("securityContext.runAsNonRoot", undefined), inPod("securityContext.runAsUser", 0)),
        {
            trivy: "KSV-0012 KSV-0105",
            checkov: "CKV_K8S_23",
            prowler: "core_minimize_root_containers_admission",
        },
    ),
    answers("pod-high-uid", inPod("securityContext.runAsUser", 100), { trivy: "KSV-0020", checkov: "CKV_K8S_40" }),
    answers("pod-high-uid", inPod("securityContext.runAsGroup", 100), { trivy: "KSV-0021" }),
    answers("pod-caps-dropped", drops("NET_RAW"), { trivy: "KSV-0003" }),
    answers("pod-caps-dropped", inContainer("securityContext.capabilities", {}), {
        trivy: "KSV-0004",
        checkov: "CKV_K8S_28 CKV_K8S_37",
        prowler: "core_minimize_containers_capabilities_assigned",
    }),
    answers("pod-caps-dropped", adds("SYS_ADMIN"), {
        trivy: "KSV-0005 KSV-0022 KSV-0106",
        checkov: "CKV_K8S_25 CKV_K8S_39",
    }),
    answers("pod-caps-dropped", adds("NET_RAW"), {
        trivy: "KSV-0119",
        prowler: "core_minimize_net_raw_capability_admission core_minimize_containers_added_capabilities",
    }),
    answers("pod-caps-dropped", adds("SYS_MODULE"), { trivy: "KSV-0120" }),
    answers("pod-no-host-ports", inContainer("ports.0.hostPort", 8080), {
        trivy: "KSV-0024",
        checkov: "CKV_K8S_26",
        prowler: "core_minimize_admission_hostport_containers",
    }),
    answers(
        "pod-other-pss",
        set(shop, ["spec", "template", "metadata", "annotations"], {
            "container.apparmor.security.beta.kubernetes.io/shop": "unconfined",
        }),
        { trivy: "KSV-0002" },
    ),
    answers("pod-other-pss", inPod("hostAliases", [{ ip: "10.0.0.1", hostnames: ["a"] }]), { trivy: "KSV-0007" }),
    answers("pod-other-pss", inPod("securityContext.seLinuxOptions", { type: "spc_t" }), { trivy: "KSV-0025" }),
    answers("pod-other-pss", inPod("securityContext.sysctls", [{ name: "kernel.msgmax", value: "1" }]), {
        trivy: "KSV-0026",
    }),
    answers("pod-other-pss", inContainer("securityContext.procMount", "Unmasked"), { trivy: "KSV-0027" }),
    answers("pod-other-pss", inPod("securityContext.windowsOptions", { hostProcess: true }), {
        trivy: "KSV-0103",
        prowler: "core_minimize_admission_windows_hostprocess_containers",
    }),
    answers("pod-ro-rootfs", inContainer("securityContext.readOnlyRootFilesystem", undefined), {
        trivy: "KSV-0014",
        checkov: "CKV_K8S_22",
        prowler: "core_readonly_root_filesystem_enabled",
    }),
    answers("pod-seccomp", inPod("securityContext.seccompProfile", undefined), {
        trivy: "KSV-0030",
        checkov: "CKV_K8S_31",
        prowler: "core_seccomp_profile_docker_default",
    }),
    answers("pod-seccomp", inPod("securityContext.seccompProfile", { type: "Unconfined" }), { trivy: "KSV-0104" }),
    answers(
        "pod-security-context-set",
        both(inPod("securityContext", undefined), inContainer("securityContext", undefined)),
        { trivy: "KSV-0118", checkov: "CKV_K8S_29 CKV_K8S_30" },
    ),
    answers("pod-volume-types", volume({ hostPath: { path: "/var/run/docker.sock" } }), {
        trivy: "KSV-0006",
        checkov: "CKV_K8S_27",
        prowler: "core_minimize_hostpath_volume_mounts",
    }),
    answers("pod-volume-types", volume({ hostPath: { path: "/etc" } }), { trivy: "KSV-0023 KSV-0121" }),
    answers("pod-volume-types", volume({ nfs: { server: "a", path: "/" } }), { trivy: "KSV-0028" }),
    answers(
        "res-requests",
        both(inContainer("resources.requests.cpu", undefined), inContainer("resources.limits.cpu", undefined)),
        {
            trivy: "KSV-0015",
            checkov: "CKV_K8S_10",
            prowler: "core_cpu_requests_set",
        },
    ),
    answers(
        "res-requests",
        both(inContainer("resources.requests.memory", undefined), inContainer("resources.limits.memory", undefined)),
        {
            trivy: "KSV-0016",
            checkov: "CKV_K8S_12",
            prowler: "core_memory_requests_set",
        },
    ),
    answers("res-limits", inContainer("resources.limits.cpu", undefined), {
        trivy: "KSV-0011",
        checkov: "CKV_K8S_11",
        prowler: "core_cpu_limits_set",
    }),
    answers("res-limits", inContainer("resources.limits.memory", undefined), {
        trivy: "KSV-0018",
        checkov: "CKV_K8S_13",
        prowler: "core_memory_limits_set",
    }),
    answers("probe-liveness", inContainer("livenessProbe", undefined), {
        checkov: "CKV_K8S_8",
        prowler: "core_liveness_probe_configured",
    }),
    answers("probe-readiness", inContainer("readinessProbe", undefined), {
        checkov: "CKV_K8S_9",
        prowler: "core_readiness_probe_configured",
    }),
    answers("image-tag-fixed", image("shop:latest"), {
        trivy: "KSV-0013",
        checkov: "CKV_K8S_14",
        prowler: "core_image_tag_fixed",
    }),
    answers("image-digest", image("shop:1.0"), { checkov: "CKV_K8S_43" }),
    answers("image-pull-policy", both(image("shop:1.0"), inContainer("imagePullPolicy", "IfNotPresent")), {
        checkov: "CKV_K8S_15",
    }),
    answers("image-registry-allowed", image("example.com/shop:1.0"), { trivy: "KSV-0125", cis: "5.1.4" }),
    answers("no-legacy-agents", image("ghcr.io/helm/tiller:v2.17.0"), {
        trivy: "KSV-0102",
        checkov: "CKV_K8S_34 CKV_K8S_45",
    }),
    answers("no-legacy-agents", image("kubernetesui/dashboard:v2.7.0"), { checkov: "CKV_K8S_33" }),
    answers(
        "no-legacy-agents",
        both(
            image("registry.k8s.io/git-sync/git-sync:v4.4.0"),
            inContainer("env.0", { name: "GITSYNC_GIT", value: "/bin/sh" }),
        ),
        { checkov: "CKV_K8S_159" },
    ),
    answers(
        "secret-not-in-env",
        inContainer("env.0", { name: "A", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }),
        {
            checkov: "CKV_K8S_35",
            prowler: "core_no_secrets_envs",
            cis: "4.4.1",
        },
    ),
    answers("secret-not-plaintext", set("ConfigMap settings", "data.password", "correct-horse-1"), {
        trivy: "KSV-0109",
    }),
    answers("sa-token-not-mounted", inPod("automountServiceAccountToken", undefined), {
        trivy: "KSV-0036",
        checkov: "CKV_K8S_38",
        cis: "4.1.6",
    }),
    answers("sa-token-not-mounted", set("ServiceAccount default", "automountServiceAccountToken", true), {
        checkov: "CKV_K8S_41",
        cis: "4.1.5",
    }),
    answers("sa-default-unused", inPod("serviceAccountName", undefined), { cis: "4.1.5" }),
];

const rights: Case[] = [
    answers("rbac-no-wildcards", grants("*", "*", "*"), {
        trivy: "KSV-0044 KSV-0046 KSV-0112",
        checkov: "CKV_K8S_49",
        prowler: "rbac_minimize_wildcard_use_roles",
        cis: "4.1.3",
    }),
    answers("rbac-no-wildcards", grants("", "pods", "*"), { trivy: "KSV-0045" }),
    answers("rbac-create-workloads", grants("", "pods", "create"), {
        trivy: "KSV-0048",
        prowler: "rbac_minimize_pod_creation_access",
        cis: "4.1.4",
    }),
    answers("rbac-escalation-verbs", grants("", "groups", "impersonate"), {
        trivy: "KSV-0043",
        checkov: "CKV2_K8S_3",
        cis: "4.1.8",
    }),
    answers("rbac-escalation-verbs", grants(rbac, "roles", "escalate"), { trivy: "KSV-0050", checkov: "CKV_K8S_158" }),
    answers("rbac-escalation-verbs", grants(rbac, "rolebindings", "create"), { trivy: "KSV-0051 KSV-0055" }),
    answers("rbac-escalation-verbs", grants(rbac, "clusterrolebindings", "create"), { trivy: "KSV-0052" }),
    answers("rbac-escalation-verbs", grants(rbac, "clusterroles", "bind"), { checkov: "CKV_K8S_157 CKV2_K8S_1" }),
    answers("rbac-exec-attach", grants("", "pods/exec", "create"), { trivy: "KSV-0053", checkov: "CKV2_K8S_2" }),
    answers("rbac-exec-attach", grants("", "pods/attach", "create"), { trivy: "KSV-0054" }),
    answers("rbac-nodes-proxy", grants("", "nodes/proxy", "create"), {
        trivy: "KSV-0047",
        prowler: "rbac_minimize_node_proxy_subresource_access",
        cis: "4.1.10",
    }),
    answers("rbac-pv-create", grants("", "persistentvolumes", "create"), {
        prowler: "rbac_minimize_pv_creation_access",
        cis: "4.1.9",
    }),
    answers("rbac-token-create", grants("", "serviceaccounts/token", "create"), {
        prowler: "rbac_minimize_service_account_token_creation",
        cis: "4.1.12",
    }),
    answers("rbac-secrets-access", grants("", "secrets", "get", "list"), {
        trivy: "KSV-0041 KSV-0113",
        checkov: "CKV2_K8S_5",
        prowler: "rbac_minimize_secret_access",
        cis: "4.1.2",
    }),
    answers("rbac-sensitive-writes", grants("", "pods/log", "delete"), { trivy: "KSV-0042" }),
    answers("rbac-sensitive-writes", grants("", "configmaps", "update"), { trivy: "KSV-0049" }),
    answers("rbac-sensitive-writes", grants("networking.k8s.io", "networkpolicies", "create"), { trivy: "KSV-0056" }),
    answers("rbac-sensitive-writes", grants("", "services/status", "update"), { checkov: "CKV2_K8S_4" }),
    answers("rbac-webhook-config", grants("admissionregistration.k8s.io", webhooks, "update"), {
        trivy: "KSV-0114",
        checkov: "CKV_K8S_155",
        prowler: "rbac_minimize_webhook_config_access",
        cis: "4.1.11",
    }),
    answers("rbac-csr-approve", grants("certificates.k8s.io", "certificatesigningrequests/approval", "update"), {
        checkov: "CKV_K8S_156",
        prowler: "rbac_minimize_csr_approval_access",
    }),
    answers("rbac-no-cluster-admin", set(everywhere, "roleRef.name", "cluster-admin"), {
        trivy: "KSV-0111",
        prowler: "rbac_cluster_admin_usage",
        cis: "4.1.1",
    }),
    answers("rbac-no-system-masters", set(everywhere, "subjects.0.name", "system:masters"), { trivy: "KSV-0123" }),
    answers("rbac-no-anonymous", set(everywhere, "subjects.0.name", "system:anonymous"), { trivy: "KSV-0122" }),
    answers("rbac-no-anonymous", set(everywhere, "subjects.0.name", "system:authenticated"), { trivy: "KSV-01011" }),
    answers(
        "rbac-no-shared-accounts",
        set(everywhere, "subjects", [{ kind: "ServiceAccount", name: "default", namespace: "shop" }]),
        { checkov: "CKV_K8S_42" },
    ),
    answers(
        "access-policy-admin-limited",
        set("AccessPolicyAssociation administrators", "principalArn", "arn:aws:iam::123456789012:role/team"),
        { cis: "4.1.1" },
    ),
];

const objects: Case[] = [
    answers(
        "api-not-deprecated",
        add(object("extensions/v1beta1:Deployment", "old", { metadata: { namespace: "shop" } })),
        {
            trivy: "KSV-0107",
        },
    ),
    answers("svc-no-external-ips", set("Service shop", "spec.externalIPs", ["203.0.113.1"]), { trivy: "KSV-0108" }),
    answers("ns-not-default", set(shop, "metadata.namespace", "kube-system"), { trivy: "KSV-0037" }),
    answers("ns-not-default", set(shop, "metadata.namespace", "default"), {
        trivy: "KSV-0110",
        checkov: "CKV_K8S_21",
        cis: "4.5.1 4.5.2",
    }),
    answers("ns-quota-limits", drop("LimitRange shop"), { trivy: "KSV-0039" }),
    answers("ns-quota-limits", drop("ResourceQuota shop"), { trivy: "KSV-0040" }),
    answers(
        "ns-default-deny",
        drop("NetworkPolicy shop-default-deny", "NetworkPolicy shop-allow-dns", "NetworkPolicy shop-from-gateway"),
        { checkov: "CKV2_K8S_6", cis: "4.3.2" },
    ),
    answers("ingress-no-snippets", snippet("configuration-snippet", "content_by_lua_block {}"), {
        checkov: "CKV_K8S_152 CKV_K8S_153",
    }),
    answers("ingress-no-snippets", snippet("server-snippet", "alias /etc;"), { checkov: "CKV_K8S_154" }),
    answers("lb-tls", set("Service shop", "spec.type", "LoadBalancer"), { cis: "5.4.5" }),
];

const findings = object("aquasecurity.github.io/v1alpha1:ClusterComplianceReport", "nodes", {
    status: { summary: { failCount: 1 } },
});
const kubelet = "3.1.1 3.1.2 3.1.3 3.1.4 3.2.1 3.2.2 3.2.3 3.2.4 3.2.5 3.2.6 3.2.7 3.2.8 3.2.9";
const everything = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });

const clusters: Case[] = [
    answers("eks-control-plane-logs", set(cluster, "enabledClusterLogTypes", ["api"]), {
        trivy: "AWS-0038",
        checkov: "CKV_AWS_37",
        prowler: "eks_control_plane_logging_all_types_enabled",
        cis: "2.1.1",
    }),
    answers("eks-log-group-managed", drop("LogGroup control-plane"), { cis: "2.1.2" }),
    answers("eks-endpoint-not-public", set(cluster, "vpcConfig.endpointPublicAccess", true), {
        trivy: "AWS-0040",
        checkov: "CKV_AWS_39",
        prowler: "eks_cluster_not_publicly_accessible",
        cis: "5.4.2",
    }),
    answers(
        "eks-endpoint-cidrs-restricted",
        both(
            set(cluster, "vpcConfig.endpointPublicAccess", true),
            set(cluster, "vpcConfig.publicAccessCidrs", ["0.0.0.0/0"]),
        ),
        { trivy: "AWS-0041", checkov: "CKV_AWS_38", cis: "5.4.1" },
    ),
    answers("eks-endpoint-private-enabled", set(cluster, "vpcConfig.endpointPrivateAccess", false), {
        prowler: "eks_cluster_private_nodes_enabled",
        cis: "5.4.2",
    }),
    answers("eks-secrets-kms", set(cluster, "encryptionConfig", undefined), {
        trivy: "AWS-0039",
        checkov: "CKV_AWS_58",
        prowler: "eks_cluster_kms_cmk_encryption_in_secrets_enabled",
        cis: "5.3.1",
    }),
    answers("eks-version-supported", set(cluster, "version", "1.29"), {
        checkov: "CKV_AWS_339",
        prowler: "eks_cluster_uses_a_supported_version",
    }),
    answers("eks-deletion-protection", set(cluster, "deletionProtection", false), {
        prowler: "eks_cluster_deletion_protection_enabled",
    }),
    answers("eks-auth-mode-api", set(cluster, "accessConfig.authenticationMode", "CONFIG_MAP"), { cis: "4.1.7" }),
    answers("cni-network-policy", set("Addon vpc-cni", "configurationValues", "{}"), { cis: "4.3.1 5.4.4" }),
    answers("vpc-private-subnets", set("Subnet private-eu-west-1a", "mapPublicIpOnLaunch", true), { cis: "5.4.3" }),
    answers("inspector-enabled", set("Enabler shop", "resourceTypes", ["EC2"]), { cis: "5.1.1" }),
    answers("ecr-scan-on-push", set("Repository shop", "imageScanningConfiguration.scanOnPush", false), {
        cis: "5.1.1",
    }),
    answers(
        "iam-node-role-minimal",
        set("RolePolicyAttachment nodes", "policyArn", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"),
        { cis: "5.1.3" },
    ),
    answers("pod-identity-or-irsa", drop("Addon eks-pod-identity-agent"), { cis: "5.2.1" }),
    answers("external-secrets-present", drop("Release external-secrets", "ClusterSecretStore aws"), { cis: "4.4.2" }),
    answers("node-kubelet-cis-live", both(drop("ClusterComplianceReport nodes"), add(findings)), { cis: kubelet }),
    answers("nodes-no-open-ssh", set("NodeGroup system", "remoteAccess", { ec2SshKey: "key" }), {
        checkov: "CKV_AWS_100",
    }),
    answers("guardduty-eks", drop("DetectorFeature audit"), { prowler: "guardduty_eks_audit_log_enabled" }),
    answers("guardduty-eks", drop("DetectorFeature runtime"), { prowler: "guardduty_eks_runtime_monitoring_enabled" }),
    answers("iam-no-star-policies", add(resource("aws:iam/policy:Policy", "all", { policy: everything })), {
        prowler: "iam_policy_allows_privilege_escalation",
    }),
    answers("edge-protected", set("LoadBalancer edge", "enableDeletionProtection", false), {
        prowler: "elbv2_deletion_protection",
    }),
    answers("edge-protected", set("LoadBalancer edge", "accessLogs", undefined), { prowler: "elbv2_logging_enabled" }),
    answers("edge-protected", drop("WebAclAssociation edge"), { prowler: "elbv2_waf_acl_attached" }),
    answers("ecr-lifecycle-replication", drop("LifecyclePolicy shop"), {
        prowler: "ecr_repositories_lifecycle_policy_enabled",
    }),
];

/** Faults that trivy, checkov, prowler and the CIS EKS Benchmark find. */
export const scannerCases: readonly Case[] = [...pods, ...rights, ...objects, ...clusters];
