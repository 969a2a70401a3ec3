import { object } from "../ready/resource.ts";
import { add, both, drop, dropApi, forget, hide, madeFrom, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const cluster = "Cluster shop";
const group = "NodeGroup system";
const nodePool = "NodePool general";
const logs = "LogGroup control-plane";
const autoscaler = "Release cluster-autoscaler";
const database = "Instance orders";

const missing = (check: string, which: string, also?: Mutant["also"]): Mutant => ({
    check,
    breaks: drop(which),
    hides: hide(which, "chart"),
    also,
});

const options: Mutant[] = [
    property("eks-log-group-managed", logs, "retentionInDays", 7),
    { check: "eks-log-group-managed", breaks: forget(logs, "kmsKeyId"), hides: hide(logs, "kmsKeyId") },
    { check: "eks-log-group-managed", breaks: drop(logs), hides: hide(logs, "name") },
    property("eks-upgrade-policy", cluster, "upgradePolicy", undefined),
    property("eks-no-creator-admin", cluster, "accessConfig.bootstrapClusterCreatorAdminPermissions", undefined),
    property("eks-zonal-shift", cluster, "zonalShiftConfig", undefined),
    {
        ...property("eks-control-plane-tier", cluster, "controlPlaneScalingConfig.tier", "standard"),
        config: { "eks-control-plane-tier": { tier: "tier-xl" } },
    },
    property("eks-tags-required", cluster, "tags", { owner: "shop" }),
    {
        check: "iac-state-recoverable",
        breaks: (stack) => {
            const index = stack.findIndex(({ type }) => type === "pulumi:pulumi:Stack");
            const found = stack[index];
            if (found) stack.splice(index, 1, { ...found, outputs: { clusterName: "shop" } });
        },
        hides: drop("Stack shop-prod"),
    },
];

const network: Mutant[] = [
    {
        check: "vpc-private-subnets",
        breaks: madeFrom(group, "subnetIds", ...publicAnd("a", "b")),
        hides: hide(group, "subnetIds"),
        also: {},
    },
    {
        check: "vpc-private-subnets",
        breaks: both(
            madeFrom("RouteTable private", "routes", "aws:ec2/internetGateway:InternetGateway shop"),
            set("RouteTable private", "routes", [{ cidrBlock: "0.0.0.0/0" }]),
        ),
    },
    property("vpc-endpoints-private", "VpcEndpoint sts", "serviceName", "com.amazonaws.eu-west-1.sqs"),
    {
        check: "vpc-nat-per-az",
        breaks: drop("NatGateway eu-west-1c"),
        hides: hide("Subnet private-eu-west-1c", "availabilityZone"),
    },
    property("sg-no-open-ingress", "SecurityGroup nodes", "ingress.0.cidrBlocks", ["0.0.0.0/0"]),
    property("sg-no-open-ingress", "SecurityGroup nodes", "ingress.0.fromPort", 0),
    property("sg-no-open-ingress", "SecurityGroupIngressRule api", "cidrIpv4", "0.0.0.0/0"),
    property("sg-no-open-ingress", "SecurityGroupIngressRule api", "fromPort", 22),
    property("guardduty-eks", "DetectorFeature audit", "status", "DISABLED"),
    property("guardduty-eks", "DetectorFeature runtime", "additionalConfigurations", []),
    { check: "inspector-enabled", breaks: drop("Enabler shop"), hides: hide("Enabler shop", "resourceTypes") },
    {
        check: "runtime-detection",
        breaks: drop("DetectorFeature runtime"),
        hides: hide("DetectorFeature runtime", "status"),
        also: { "guardduty-eks": "the same feature watches what runs" },
    },
];

const nodes: Mutant[] = [
    property(
        "iam-node-role-minimal",
        "RolePolicyAttachment nodes",
        "policyArn",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ),
    property("iam-node-role-minimal", "Role nodes", "inlinePolicies", [{ name: "own" }]),
    property("cluster-autoscaler-sane", autoscaler, "values.image.tag", "v1.30.0"),
    property("cluster-autoscaler-sane", autoscaler, "values.rbac.serviceAccount.annotations", {}),
    property("karpenter-nodepool-bounds", nodePool, "spec.limits", undefined),
    property("karpenter-nodepool-bounds", nodePool, "spec.disruption.budgets", []),
    property("karpenter-nodepool-bounds", nodePool, "spec.disruption.consolidationPolicy", "WhenEmpty"),
    property("karpenter-nodepool-bounds", nodePool, "spec.template.spec.expireAfter", "Never"),
    property("karpenter-nodepool-bounds", nodePool, "spec.template.spec.requirements.1", {
        key: "topology.kubernetes.io/zone",
        values: ["eu-west-1a"],
    }),
    { check: "nodes-managed", breaks: add(own("aws:autoscaling/group:Group", "own")) },
    property("nodes-instance-floor", group, "instanceTypes", ["m7g.large"]),
    property("nodes-memory-ratio", group, "instanceTypes", ["c7g.2xlarge"]),
    property("nodes-no-open-ssh", group, "remoteAccess", { ec2SshKey: "key" }),
    {
        check: "nodes-launch-template",
        breaks: set(group, "launchTemplate", undefined),
        also: {
            "nodes-imdsv2": "EKS's own launch template allows two hops to the metadata",
            "nodes-ebs-encrypted": "and does not encrypt the volume",
        },
    },
    property(
        "nodes-kubelet-secure",
        "LaunchTemplate system",
        "userData",
        "--kubelet-extra-args '--anonymous-auth=true --pod-max-pids=4096'",
    ),
    property("node-kubelet-cis-live", "ClusterComplianceReport nodes", "status.summary.failCount", 3),
    property("nodes-update-repair", group, "nodeRepairConfig.enabled", false),
    property("nodes-update-repair", group, "updateConfig", undefined),
    property("nodes-version-skew", group, "version", "1.32"),
    property("nodes-spot-not-alone", group, "capacityType", "SPOT"),
    property("nodes-workload-classes", nodePool, "spec.template.metadata.labels", undefined, {
        "affinity-resolves": "workloads ask for the class that is gone",
    }),
    {
        check: "capacity-headroom",
        breaks: drop("PriorityClass headroom"),
        hides: hide("PriorityClass headroom", "value"),
        also: { "refs-resolve": "the Deployment names the class" },
    },
];

const services: Mutant[] = [
    property("addons-core-managed", "Addon coredns", "addonVersion", undefined),
    { check: "addons-core-managed", breaks: drop("Addon kube-proxy"), hides: hide("Addon kube-proxy", "addonVersion") },
    missing("vpa-recommender-present", "Release vpa"),
    property("k8s-events-collected", "Release log-forwarder", "values.config.inputs", "[INPUT]\n    Name tail\n"),
    missing("tracing-ready", "Release tempo"),
    missing("cloudwatch-observability", "Release cloudwatch"),
    {
        check: "certificates-managed",
        breaks: both(drop("Release cert-manager"), dropApi("cert-manager.io")),
        hides: both(dropApi("cert-manager.io"), hide("Release cert-manager", "chart")),
    },
    property("scheduled-scaling", "ScaledObject cart", "spec.triggers", [{ type: "prometheus" }]),
    { check: "dr-standby-declared", breaks: drop("Record shop") },
    property("bucket-name-own", "Bucket uploads", "bucketNamespace", undefined),
    property("rds-backed-up", database, "backupRetentionPeriod", 1),
    property("rds-backed-up", database, "multiAz", false),
    property("rds-backed-up", database, "storageEncrypted", undefined),
    property("rds-backed-up", database, "deletionProtection", undefined),
    { check: "ecr-lifecycle-replication", breaks: drop("LifecyclePolicy shop") },
    { check: "ecr-lifecycle-replication", breaks: drop("ReplicationConfiguration shop") },
    property(
        "backup-covers-stateful",
        "Release velero",
        "values.schedules",
        (schedules: Record<string, { template: object }>) =>
            Object.fromEntries(
                Object.entries(schedules).map(([name, schedule]) => [
                    name,
                    { ...schedule, template: { ...schedule.template, includedNamespaces: ["kyverno"] } },
                ]),
            ),
    ),
    {
        check: "backup-immutable",
        breaks: drop("BucketObjectLockConfiguration replica"),
        hides: hide("BucketObjectLockConfiguration replica", "rule"),
    },
    {
        check: "backup-db-dumps",
        breaks: drop("CronJob orders-dump"),
        hides: hide("CronJob orders-dump", "metadata.namespace"),
    },
];

function own(type: string, name: string) {
    return { ...object("core/v1:ConfigMap", name, {}), type, props: {} };
}

function publicAnd(...zones: string[]): string[] {
    const type = "aws:ec2/subnet:Subnet";
    return [`${type} public`, ...zones.map((zone) => `${type} private-eu-west-1${zone}`)];
}

/** Mutants of options of the cluster, its network and nodes, and of what is installed beside the workloads. */
export const platformMutants: readonly Mutant[] = [...options, ...network, ...nodes, ...services];
