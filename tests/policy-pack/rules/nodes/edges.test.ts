import { object, release, resource, urnOf } from "../../ready/resource.ts";
import { autoCluster, cluster, deployment, type Edge, hold, nodeGroup, nodePool, workload } from "../edge.ts";

const types = (...instanceTypes: string[]) => [nodeGroup({ instanceTypes })];
const capacity = (...values: string[]) => ({
    template: { spec: { requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values }] } },
});
const dedicated = [{ key: "CriticalAddonsOnly", effect: "NoSchedule" }];
const spot = { capacityType: "SPOT" };

const instances: Edge[] = [
    ["nodes-instance-floor", "a group that leaves the type to its template", "not-applicable", [nodeGroup({})]],
    ["nodes-instance-floor", "a group with an empty list of types", "not-applicable", types()],
    ["nodes-instance-floor", "exactly 4 vCPU and 16 GiB", "pass", types("m6i.xlarge")],
    ["nodes-instance-floor", "enough CPU and too little memory", "fail", types("c6i.xlarge")],
    ["nodes-instance-floor", "enough memory and too little CPU", "fail", types("r6i.large")],
    ["nodes-instance-floor", "a family that nobody knows", "unknown", types("q9.xlarge"), { says: /the size of/ }],
    ["nodes-memory-ratio", "exactly 4 GiB a vCPU", "pass", types("m6i.xlarge")],
    ["nodes-memory-ratio", "exactly 8 GiB a vCPU", "pass", types("r6i.xlarge")],
    ["nodes-memory-ratio", "less than 4 GiB a vCPU", "fail", types("c6i.xlarge")],
    ["nodes-memory-ratio", "more than 8 GiB a vCPU", "fail", types("x2gd.xlarge")],
    ["nodes-memory-ratio", "burstable types by their size", "pass", types("t3.2xlarge", "t3.large")],
    ["nodes-memory-ratio", "a burstable size that is none", "unknown", types("t3.huge"), { says: /the size of/ }],
    ["nodes-memory-ratio", "a network type of its own ratio", "fail", types("c5n.xlarge")],
    ["nodes-memory-ratio", "a family that nobody knows", "unknown", types("q9.xlarge"), { says: /the size of/ }],
    ["nodes-memory-ratio", "a size that is none", "unknown", types("m6i.metal"), { says: /the size of/ }],
    ["nodes-spot-not-alone", "the only group, of spot", "fail", [nodeGroup(spot)]],
    ["nodes-spot-not-alone", "the only group, on demand", "pass", [nodeGroup({})]],
    ["nodes-spot-not-alone", "spot beside another group", "pass", [nodeGroup(spot), nodeGroup({}, "other")]],
    [
        "nodes-spot-not-alone",
        "spot for the system, beside another group",
        "fail",
        [nodeGroup({ ...spot, taints: [{ key: "other" }, { key: "CriticalAddonsOnly" }] }), nodeGroup({}, "other")],
    ],
    ["nodes-spot-not-alone", "the only NodePool, of spot", "fail", [nodePool(capacity("spot"))]],
    ["nodes-spot-not-alone", "the only NodePool, on demand", "pass", [nodePool(capacity("on-demand"))]],
    ["nodes-spot-not-alone", "a NodePool that may do both", "pass", [nodePool(capacity("spot", "on-demand"))]],
    [
        "nodes-spot-not-alone",
        "a NodePool with another requirement",
        "pass",
        [nodePool({ template: { spec: { requirements: [{ key: "example.com/kind", values: ["spot"] }] } } })],
    ],
    [
        "nodes-spot-not-alone",
        "a NodePool of spot for the system, beside another",
        "fail",
        [
            nodePool({ template: { spec: { ...capacity("spot").template.spec, taints: dedicated } } }),
            nodePool(capacity("spot"), "other"),
        ],
    ],
    ["nodes-spot-not-alone", "two NodePools of spot", "pass", [nodePool(capacity("spot")), nodePool({}, "other")]],
];

const bounds = (change: object = {}, template: object = {}) => [
    nodePool({
        limits: { cpu: 100 },
        disruption: { budgets: [{ nodes: "10%" }], consolidationPolicy: "WhenEmptyOrUnderutilized" },
        template: { spec: { expireAfter: "720h", ...template } },
        ...change,
    }),
];
const zone = (...values: string[]) => ({ requirements: [{ key: "topology.kubernetes.io/zone", values }] });
const autoscaler = (values: object) => [cluster(), release("autoscaler", "cluster-autoscaler", values)];
const sane = {
    autoDiscovery: { clusterName: "shop" },
    image: { tag: "v1.35.1" },
    rbac: { serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": "arn" } } },
};

const capacityEdges: Edge[] = [
    ["karpenter-nodepool-bounds", "bounds in every direction", "pass", bounds()],
    ["karpenter-nodepool-bounds", "no limits", "fail", bounds({ limits: {} }), { says: /any number of nodes/ }],
    [
        "karpenter-nodepool-bounds",
        "limits that are not set",
        "fail",
        bounds({ limits: undefined }),
        { says: /^it may/ },
    ],
    ["karpenter-nodepool-bounds", "no budget", "fail", bounds({ disruption: {} }), { says: /^how many nodes/ }],
    ["karpenter-nodepool-bounds", "an empty list of budgets", "fail", bounds({ disruption: { budgets: [] } })],
    ["karpenter-nodepool-bounds", "no disruption at all", "fail", bounds({ disruption: undefined }), { says: /^how/ }],
    [
        "karpenter-nodepool-bounds",
        "nodes that go only when empty",
        "fail",
        bounds({ disruption: { budgets: [{}], consolidationPolicy: "WhenEmpty" } }),
    ],
    ["karpenter-nodepool-bounds", "nodes of 720 hours", "pass", bounds({}, { expireAfter: undefined })],
    [
        "karpenter-nodepool-bounds",
        "nodes that never expire",
        "fail",
        bounds({}, { expireAfter: "Never" }),
        { says: /old/ },
    ],
    ["karpenter-nodepool-bounds", "one zone", "fail", bounds({}, zone("eu-west-1a")), { says: /one zone/ }],
    ["karpenter-nodepool-bounds", "two zones", "pass", bounds({}, zone("eu-west-1a", "eu-west-1b"))],
    [
        "karpenter-nodepool-bounds",
        "zones without values",
        "fail",
        bounds({}, { requirements: [{ key: "topology.kubernetes.io/zone" }] }),
        { says: /one zone/ },
    ],
    [
        "karpenter-nodepool-bounds",
        "one value of another requirement",
        "pass",
        bounds({}, { requirements: [{ key: "kubernetes.io/arch", values: ["arm64"] }] }),
    ],
    ["karpenter-nodepool-bounds", "nothing at all", "fail", [nodePool({})], { says: /any number of nodes/ }],
    ["cluster-autoscaler-sane", "all of it", "pass", autoscaler(sane)],
    ["cluster-autoscaler-sane", "no discovery", "fail", autoscaler({ ...sane, autoDiscovery: {} })],
    ["cluster-autoscaler-sane", "another minor version", "fail", autoscaler({ ...sane, image: { tag: "v1.34.1" } })],
    ["cluster-autoscaler-sane", "no role of its own", "fail", autoscaler({ ...sane, rbac: undefined })],
    [
        "cluster-autoscaler-sane",
        "a pod identity",
        "pass",
        [
            ...autoscaler({ ...sane, rbac: undefined }),
            resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "autoscaler", {
                serviceAccount: "cluster-autoscaler",
            }),
        ],
    ],
    [
        "cluster-autoscaler-sane",
        "a pod identity of something else",
        "fail",
        [
            ...autoscaler({ ...sane, rbac: undefined }),
            resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "velero", { serviceAccount: "velero" }),
        ],
    ],
    [
        "cluster-autoscaler-sane",
        "a cluster that is elsewhere",
        "pass",
        [release("autoscaler", "cluster-autoscaler", sane)],
    ],
    ["capacity-headroom", "nothing", "fail", [cluster(), deployment()]],
    ["capacity-headroom", "a warm pool", "pass", [cluster(), nodeGroup({ warmPoolConfig: { enabled: true } })]],
    ["capacity-headroom", "a warm pool that is off", "fail", [cluster(), nodeGroup({ warmPoolConfig: {} })]],
    ["capacity-headroom", "an overprovisioner", "pass", [cluster(), release("head", "cluster-overprovisioner", {})]],
    ...(
        [
            [-1, "low", "pass"],
            [0, "low", "fail"],
            [-1, "other", "fail"],
        ] as const
    ).map(
        ([value, priorityClassName, status]): Edge => [
            "capacity-headroom",
            `pods of class ${priorityClassName}, where low is ${value}`,
            status,
            [
                cluster(),
                object("scheduling.k8s.io/v1:PriorityClass", "low", { value }),
                deployment({}, { priorityClassName }),
            ],
        ],
    ),
];

const scaled = (minSize?: number, maxSize?: number, name = "system") =>
    nodeGroup({ scalingConfig: { minSize, maxSize } }, name);
const subnet = (name: string, availabilityZone: string) =>
    resource("aws:ec2/subnet:Subnet", name, { availabilityZone, vpcId: "id-of-shop" });
const inZones = (...zones: string[]) => [
    ...zones.map((each, index) => subnet(`s${index}`, each)),
    nodeGroup({ scalingConfig: { minSize: 3 }, subnetIds: zones.map((_, index) => `id-of-s${index}`) }),
    cluster(),
];
const karpenter = (...pools: object[]) => [
    cluster(),
    ...pools.map((spec, index) => nodePool(spec, `pool-${index}`)),
    release("karpenter", "karpenter", { settings: { clusterName: "shop" } }),
];
const tainted = (effect: string, key = "CriticalAddonsOnly") => ({ taints: [{ key, effect }] });

const runningAutoscaler = (...all: string[]) => [
    cluster(),
    ...all.map((argument, index) =>
        workload("apps/v1:Deployment", `autoscaler-${index}`, {
            image: "registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0",
            args: [argument],
        }),
    ),
];
const fargate = (...names: string[]) => [
    cluster(),
    resource("aws:eks/fargateProfile:FargateProfile", "addons", {
        selectors: names.map((namespace) => ({ namespace })),
    }),
];

const nodes: Edge[] = [
    ["nodes-min-count", "exactly 3 nodes", "pass", [cluster(), scaled(3)]],
    ["nodes-min-count", "3 nodes of two groups", "pass", [cluster(), scaled(1), scaled(2, 2, "other")]],
    ["nodes-min-count", "2 nodes", "fail", [cluster(), scaled(2)]],
    ["nodes-min-count", "a group without scaling", "fail", [cluster(), nodeGroup({})], { says: /keep 0 nodes/ }],
    ["nodes-min-count", "EKS Auto Mode", "not-applicable", [autoCluster()]],
    ["nodes-multi-az", "two zones", "pass", inZones("a", "b")],
    ["nodes-multi-az", "one zone", "fail", inZones("a", "a")],
    [
        "nodes-multi-az",
        "no group here",
        "fail",
        [cluster()],
        { config: { "nodes-min-count": "disabled" }, says: /one zone/ },
    ],
    ["nodes-multi-az", "EKS Auto Mode", "not-applicable", [autoCluster()]],
    ["nodes-autoscaler-present", "Karpenter with a NodePool", "pass", karpenter({})],
    ["nodes-autoscaler-present", "Karpenter without one", "fail", karpenter(), { says: /has no NodePool/ }],
    ["nodes-autoscaler-present", "nothing", "fail", [cluster(), deployment()]],
    [
        "nodes-autoscaler-present",
        "a Cluster Autoscaler that discovers nothing",
        "fail",
        [cluster(), release("autoscaler", "cluster-autoscaler", {})],
    ],
    [
        "nodes-autoscaler-present",
        "a Cluster Autoscaler by its arguments",
        "pass",
        runningAutoscaler("--v=4", "--nodes=1:5:a"),
    ],
    ["nodes-autoscaler-present", "a Cluster Autoscaler without groups", "fail", runningAutoscaler("--v=4")],
    ["nodes-elastic", "a group that grows", "pass", [cluster(), scaled(3, 4)]],
    ["nodes-elastic", "a group of a fixed size", "fail", [cluster(), scaled(3, 3)]],
    ["nodes-elastic", "a NodePool beside a fixed group", "pass", [cluster(), scaled(3, 3), nodePool({})]],
    ["nodes-elastic", "nothing", "fail", [cluster()]],
    [
        "nodes-system-dedicated",
        "a taint that keeps others away",
        "pass",
        [cluster(), nodeGroup(tainted("NO_SCHEDULE"))],
    ],
    ["nodes-system-dedicated", "a taint that only asks", "fail", [cluster(), nodeGroup(tainted("PREFER_NO_SCHEDULE"))]],
    ["nodes-system-dedicated", "another taint", "fail", [cluster(), nodeGroup(tainted("NO_SCHEDULE", "gpu"))]],
    [
        "nodes-system-dedicated",
        "the taint among others",
        "pass",
        [cluster(), nodeGroup({ taints: [...tainted("NO_SCHEDULE", "gpu").taints, ...tainted("NO_EXECUTE").taints] })],
    ],
    ["nodes-system-dedicated", "Fargate for kube-system", "pass", fargate("shop", "kube-system")],
    ["nodes-system-dedicated", "Fargate for Karpenter", "pass", fargate("shop", "karpenter")],
    ["nodes-system-dedicated", "Fargate for something else", "fail", fargate("shop")],
    ["nodes-system-dedicated", "no taint", "fail", [cluster(), nodeGroup({})]],
    ["nodes-system-dedicated", "no nodes here", "unknown", [cluster()]],
    [
        "nodes-system-dedicated",
        "a NodePool with the taint",
        "pass",
        [cluster(), nodePool({ template: { spec: tainted("NoSchedule") } })],
    ],
    ["nodes-system-dedicated", "a NodePool without", "fail", [cluster(), nodePool({})]],
    ["nodes-system-dedicated", "Auto Mode without the system pool", "fail", [autoCluster(["general-purpose"])]],
    [
        "nodes-system-dedicated",
        "Auto Mode without pools",
        "fail",
        [cluster({ computeConfig: { enabled: true } })],
        { says: /is off/ },
    ],
];

const managed = (props: object, name?: string) => [nodeGroup(props, name)];
const skewed = (nodes: string | undefined, control: string) => [
    cluster({ version: control }),
    nodeGroup({ version: nodes }),
];

const groups: Edge[] = [
    ["nodes-managed", "managed nodes", "pass", [cluster()]],
    ["nodes-launch-template", "EKS's own template", "fail", managed({})],
    ["nodes-launch-template", "a template", "pass", managed({ launchTemplate: { id: "lt-1" } })],
    ["nodes-managed", "a group of your own", "fail", [cluster(), resource("aws:autoscaling/group:Group", "own", {})]],
    ["nodes-no-open-ssh", "no key", "pass", managed({ remoteAccess: {} })],
    [
        "nodes-no-open-ssh",
        "a key, from a group",
        "pass",
        managed({ remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: ["sg-1"] } }),
    ],
    [
        "nodes-no-open-ssh",
        "a key, from none",
        "fail",
        managed({ remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: [] } }),
    ],
    [
        "nodes-no-open-ssh",
        "a key, from anywhere",
        "fail",
        managed({ remoteAccess: { ec2SshKey: "k" } }),
        { says: /open to/ },
    ],
    [
        "nodes-update-repair",
        "both",
        "pass",
        managed({ updateConfig: { maxUnavailable: 1 }, nodeRepairConfig: { enabled: true } }),
    ],
    [
        "nodes-update-repair",
        "no repair",
        "fail",
        managed({ updateConfig: { maxUnavailable: 1 }, nodeRepairConfig: {} }),
    ],
    ["nodes-update-repair", "no update", "fail", managed({ nodeRepairConfig: { enabled: true } })],
    ["nodes-version-skew", "the same version", "pass", skewed("1.35", "1.35")],
    ["nodes-version-skew", "one behind", "pass", skewed("1.34", "1.35")],
    ["nodes-version-skew", "two behind", "fail", skewed("1.33", "1.35")],
    ["nodes-version-skew", "ahead of the control plane", "fail", skewed("1.36", "1.35")],
    ["nodes-version-skew", "no version", "pass", skewed(undefined, "1.35"), { says: /follow/ }],
    ["nodes-version-skew", "no cluster here", "pass", managed({ version: "1.33" }), { says: /follow/ }],
];

const userData = (text: string) => [
    resource("aws:ec2/launchTemplate:LaunchTemplate", "system", { userData: Buffer.from(text).toString("base64") }),
];
const compliance = (status?: object) => [
    cluster(),
    object("aquasecurity.github.io/v1alpha1:ClusterComplianceReport", "cis", { status }),
];

const kubelet: Edge[] = [
    ["nodes-kubelet-secure", "no user data", "pass", [resource("aws:ec2/launchTemplate:LaunchTemplate", "system", {})]],
    ["nodes-kubelet-secure", "harmless user data", "pass", userData("kubelet --max-pods=110")],
    ["nodes-kubelet-secure", "anonymous requests", "fail", userData("kubelet --anonymous-auth=true")],
    [
        "nodes-kubelet-secure",
        "anonymous requests, in plain text",
        "fail",
        [resource("aws:ec2/launchTemplate:LaunchTemplate", "system", { userData: "kubelet --anonymous-auth=true" })],
    ],
    ["node-kubelet-cis-live", "no report", "unknown", [cluster()], { says: /only the nodes/ }],
    ["node-kubelet-cis-live", "a report without result", "unknown", compliance(), { says: /no result yet/ }],
    ["node-kubelet-cis-live", "a report of no failure", "pass", compliance({ summary: { failCount: 0 } })],
    ["node-kubelet-cis-live", "a report of failures", "fail", compliance({ summary: { failCount: 2 } })],
];

const labelled = (labels?: object, name?: string) => nodeGroup({ labels }, name);
const asking = (nodeSelector?: object) => deployment({}, { nodeSelector });

const classes: Edge[] = [
    ["affinity-resolves", "a label that a group has", "pass", [labelled({ disk: "ssd" }), asking({ disk: "ssd" })]],
    ["affinity-resolves", "another value of it", "fail", [labelled({ disk: "ssd" }), asking({ disk: "hdd" })]],
    [
        "affinity-resolves",
        "labels of two groups at once",
        "fail",
        [labelled({ a: "1" }), labelled({ b: "1" }, "other"), asking({ a: "1", b: "1" })],
    ],
    [
        "affinity-resolves",
        "one of two groups",
        "pass",
        [labelled({ a: "1" }), labelled({ b: "1" }, "other"), asking({ b: "1" })],
    ],
    ["affinity-resolves", "a label that every node has", "pass", [labelled(), asking({ "kubernetes.io/os": "linux" })]],
    ["affinity-resolves", "a group without labels", "fail", [labelled(), asking({ disk: "ssd" })]],
    ["affinity-resolves", "no selector", "not-applicable", [labelled({ disk: "ssd" }), asking()]],
    ["affinity-resolves", "nodes that are elsewhere", "not-applicable", [asking({ disk: "ssd" })]],
    [
        "affinity-resolves",
        "a label of a NodePool",
        "pass",
        [nodePool({ template: { metadata: { labels: { disk: "ssd" } } } }), asking({ disk: "ssd" })],
    ],
    ["affinity-resolves", "a NodePool without labels", "fail", [nodePool({}), asking({ disk: "ssd" })]],
    ["nodes-workload-classes", "nobody asks", "not-applicable", [cluster(), labelled({ class: "a" }), asking()]],
    [
        "nodes-workload-classes",
        "somebody asks, of one class",
        "fail",
        [cluster(), labelled({ class: "a" }), asking({ class: "a" })],
    ],
    [
        "nodes-workload-classes",
        "one of two workloads asks, of one class",
        "fail",
        [cluster(), labelled({ class: "a" }), asking({ class: "a" }), deployment()],
    ],
    [
        "nodes-workload-classes",
        "two classes",
        "pass",
        [cluster(), labelled({ class: "a" }), labelled({ class: "b" }, "b")],
    ],
    [
        "nodes-workload-classes",
        "somebody asks for what every node has",
        "not-applicable",
        [cluster(), labelled({ class: "a" }), asking({ "kubernetes.io/os": "linux" })],
    ],
    [
        "nodes-workload-classes",
        "classes by labels that every node has",
        "not-applicable",
        [cluster(), labelled({ "kubernetes.io/os": "linux" }), labelled({ "kubernetes.io/os": "windows" }, "b")],
    ],
];

const template = urnOf("aws:ec2/launchTemplate:LaunchTemplate", "system");
const machine = (props: object, group: object = {}) => [
    resource("aws:ec2/launchTemplate:LaunchTemplate", "system", props),
    nodeGroup({ launchTemplate: { id: "id-of-system" }, ...group }, "system", { launchTemplate: [template] }),
];
const bare = [nodeGroup({})];
const foreign = [nodeGroup({ launchTemplate: { id: "lt-1" } })];
const nodeClass = (spec: object) => [object("karpenter.k8s.aws/v1:EC2NodeClass", "default", { spec })];
const metadata = (metadataOptions?: object) => machine({ metadataOptions });

const security: Edge[] = [
    ["nodes-imdsv2", "tokens over one hop", "pass", metadata({ httpTokens: "required", httpPutResponseHopLimit: 1 })],
    ["nodes-imdsv2", "tokens over two hops", "fail", metadata({ httpTokens: "required", httpPutResponseHopLimit: 2 })],
    ["nodes-imdsv2", "tokens, hops not said", "fail", metadata({ httpTokens: "required" }), { says: /two hops/ }],
    ["nodes-imdsv2", "tokens not required", "fail", metadata({ httpTokens: "optional", httpPutResponseHopLimit: 1 })],
    ["nodes-imdsv2", "tokens not said", "fail", metadata({ httpPutResponseHopLimit: 1 }), { says: /without a token/ }],
    ["nodes-imdsv2", "no options", "fail", metadata()],
    ["nodes-imdsv2", "no metadata service", "pass", metadata({ httpEndpoint: "disabled" })],
    ["nodes-imdsv2", "EKS's own template", "fail", bare],
    ["nodes-imdsv2", "a template that is elsewhere", "unknown", foreign, { says: /not in this stack/ }],
    ["nodes-imdsv2", "Karpenter's own options", "pass", nodeClass({})],
    ["nodes-imdsv2", "two hops by Karpenter", "fail", nodeClass({ metadataOptions: { httpPutResponseHopLimit: 2 } })],
    ["nodes-imdsv2", "no tokens by Karpenter", "fail", nodeClass({ metadataOptions: { httpTokens: "optional" } })],
    [
        "nodes-ebs-encrypted",
        "an encrypted volume",
        "pass",
        machine({ blockDeviceMappings: [{ ebs: { encrypted: true } }] }),
    ],
    [
        "nodes-ebs-encrypted",
        "one that is, by text",
        "pass",
        machine({ blockDeviceMappings: [{ ebs: { encrypted: "true" } }] }),
    ],
    [
        "nodes-ebs-encrypted",
        "one that is not",
        "fail",
        machine({ blockDeviceMappings: [{ ebs: { encrypted: "false" } }] }),
    ],
    [
        "nodes-ebs-encrypted",
        "a volume of which nothing is said",
        "fail",
        machine({ blockDeviceMappings: [{}] }),
        { says: /not encrypted/ },
    ],
    ["nodes-ebs-encrypted", "no volume", "fail", machine({ blockDeviceMappings: [] }), { says: /the image decides/ }],
    ["nodes-ebs-encrypted", "volumes not said", "fail", machine({}), { says: /the image decides/ }],
    ["nodes-ebs-encrypted", "EKS's own template", "fail", bare],
    ["nodes-ebs-encrypted", "Karpenter's own volumes", "pass", nodeClass({})],
    [
        "nodes-ebs-encrypted",
        "a volume in plain by Karpenter",
        "fail",
        nodeClass({ blockDeviceMappings: [{ ebs: {} }] }),
    ],
    ["nodes-no-public-ip", "no card", "pass", machine({})],
    [
        "nodes-no-public-ip",
        "a card without address",
        "pass",
        machine({ networkInterfaces: [{ associatePublicIpAddress: "false" }] }),
    ],
    [
        "nodes-no-public-ip",
        "a card with one",
        "fail",
        machine({ networkInterfaces: [{ associatePublicIpAddress: "true" }] }),
    ],
    ["nodes-no-public-ip", "EKS's own template", "pass", bare, { says: /the subnets decide/ }],
    ["nodes-no-public-ip", "an address by Karpenter", "fail", nodeClass({ associatePublicIPAddress: true })],
    ["nodes-no-public-ip", "none by Karpenter", "pass", nodeClass({})],
    ["nodes-ami-current", "an image of today", "pass", [nodeGroup({ amiType: "AL2023_x86_64_STANDARD" })]],
    ["nodes-ami-current", "an image that is no longer patched", "fail", [nodeGroup({ amiType: "AL2_x86_64" })]],
    ["nodes-ami-current", "an image of your own", "unknown", [nodeGroup({ amiType: "CUSTOM" })]],
    ["nodes-ami-current", "no image named", "unknown", [nodeGroup({})], { says: /cannot be seen/ }],
    ["nodes-ami-current", "an alias of today", "pass", nodeClass({ amiSelectorTerms: [{ alias: "al2023@latest" }] })],
    ["nodes-ami-current", "an alias of yesterday", "fail", nodeClass({ amiSelectorTerms: [{ alias: "al2@latest" }] })],
    [
        "nodes-ami-current",
        "images by tag",
        "unknown",
        nodeClass({ amiSelectorTerms: [{ tags: {} }] }),
        { says: /cannot be seen/ },
    ],
    ["nodes-ami-current", "no term", "pass", nodeClass({})],
];

hold([...instances, ...capacityEdges, ...nodes, ...groups, ...kubelet, ...classes, ...security]);
