import { object, resource } from "../../ready/resource.ts";
import { add, both, drop, set } from "../../stack.ts";
import { answers, type Case } from "./case.ts";

const cluster = "Cluster shop";
const template = "LaunchTemplate system";
const autoscaler = "Release cluster-autoscaler";

/** What kube-bench and kubescape find in files and flags of a kubelet comes as one report. */
const kubelet =
    "C-0069 C-0070 C-0167 C-0171 C-0172 C-0173 C-0174 C-0175 C-0176 C-0178 C-0180 C-0181 C-0183 C-0235 C-0238";

const image = "registry.k8s.io/ingress-nginx/controller:v1.14.0";
const nginx = object("apps/v1:Deployment", "nginx", {
    metadata: { namespace: "nginx" },
    spec: { template: { spec: { containers: [{ name: "controller", image }] } } },
});

/** Faults of clusters, nodes, networks and what runs for all. */
export const clusterCases: readonly Case[] = [
    answers("eks-endpoint-not-public", set(cluster, "vpcConfig.endpointPublicAccess", true), {
        kubescape: "C-0228 C-0229",
        hardeneks: "check_endpoint_public_access",
    }),
    answers("eks-endpoint-private-enabled", set(cluster, "vpcConfig.endpointPrivateAccess", false), {
        kubescape: "C-0227 C-0228",
    }),
    answers("eks-secrets-kms", set(cluster, "encryptionConfig", undefined), { kubescape: "C-0066" }),
    answers("eks-control-plane-logs", set(cluster, "enabledClusterLogTypes", ["api"]), {
        kubescape: "C-0067",
        hardeneks: "check_logs_are_enabled",
    }),
    answers("eks-version-supported", set(cluster, "version", "1.29"), {
        kubescape: "C-0273",
        hardeneks: "check_eks_version",
    }),
    answers("eks-auth-mode-api", set(cluster, "accessConfig.authenticationMode", "CONFIG_MAP"), {
        kubescape: "C-0285",
    }),
    answers("ingress-not-nginx-eol", add(nginx), { kubescape: "C-0292" }),
    answers("vpc-flow-logs", drop("FlowLog shop"), { hardeneks: "check_vpc_flow_logs" }),
    answers("vpc-private-subnets", set("Subnet private-eu-west-1a", "mapPublicIpOnLaunch", true), {
        hardeneks: "deploy_workers_onto_private_subnets",
    }),
    answers("inspector-enabled", set("Enabler shop", "resourceTypes", ["EC2"]), {
        hardeneks: "make_sure_inspector_is_enabled",
    }),
    answers("ecr-scan-on-push", set("Repository shop", "imageScanningConfiguration.scanOnPush", false), {
        kubescape: "C-0221",
    }),
    answers("ecr-immutable-tags", set("Repository shop", "imageTagMutability", "MUTABLE"), {
        hardeneks: "use_immutable_tags_with_ecr",
    }),
    answers(
        "iam-node-role-minimal",
        set("RolePolicyAttachment nodes", "policyArn", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"),
        { kubescape: "C-0223" },
    ),
    answers("addons-identity", set("Addon vpc-cni", "podIdentityAssociations", undefined), {
        hardeneks: "check_aws_node_daemonset_service_account",
    }),
    answers("cni-network-policy", set("Addon vpc-cni", "configurationValues", "{}"), { kubescape: "C-0205 C-0230" }),
    answers("metrics-server-present", drop("Addon metrics-server"), { hardeneks: "check_metrics_server_is_running" }),
    answers("vpa-recommender-present", both(drop("Release vpa"), drop("VerticalPodAutoscaler shop")), {
        hardeneks: "check_vertical_pod_autoscaler_exists",
    }),
    answers(
        "nodes-autoscaler-present",
        drop("Release karpenter", autoscaler, "NodePool general", "EC2NodeClass general"),
        { hardeneks: "check_any_cluster_autoscaler_exists" },
    ),
    answers("cluster-autoscaler-sane", set(autoscaler, "values.image.tag", "v1.30.1"), {
        hardeneks: "ensure_cluster_autoscaler_and_cluster_versions_match",
    }),
    answers("cluster-autoscaler-sane", set(autoscaler, "values.autoDiscovery.clusterName", ""), {
        hardeneks: "ensure_cluster_autoscaler_has_autodiscovery_mode",
    }),
    answers("cluster-autoscaler-sane", set(autoscaler, "values.rbac.serviceAccount.annotations", {}), {
        hardeneks: "use_separate_iam_role_for_cluster_autoscaler",
    }),
    answers("nodes-managed", add(resource("aws:autoscaling/group:Group", "own", {})), {
        hardeneks: "use_managed_nodegroups",
    }),
    answers("nodes-imdsv2", set(template, "metadataOptions.httpTokens", "optional"), {
        hardeneks: "check_access_to_instance_profile",
    }),
    answers(
        "node-kubelet-cis-live",
        both(
            drop("ClusterComplianceReport nodes"),
            add(
                object("aquasecurity.github.io/v1alpha1:ClusterComplianceReport", "nodes", {
                    status: { summary: { failCount: 1 } },
                }),
            ),
        ),
        { kubescape: kubelet },
    ),
    answers("external-secrets-present", drop("Release external-secrets", "ClusterSecretStore aws"), {
        kubescape: "C-0234",
    }),
];
