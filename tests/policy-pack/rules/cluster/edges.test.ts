import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, release, resource, urnOf } from "../../ready/resource.ts";
import { autoCluster, cluster, deployment, type Edge, hold, workload } from "../edge.ts";

const addon = (addonName: string, props: Props = {}) =>
    resource("aws:eks/addon:Addon", addonName, { addonName, addonVersion: "v1", ...props });
const identity = (serviceAccount: string) =>
    resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", serviceAccount, { serviceAccount });
const core = ["vpc-cni", "coredns", "kube-proxy"].map((name) => addon(name));
const cilium = release("cilium", "cilium", {});

const addons: Edge[] = [
    ["addons-identity", "a role by name", "pass", [addon("vpc-cni", { serviceAccountRoleArn: "arn" })]],
    ["addons-identity", "an identity of its own", "pass", [addon("vpc-cni", { podIdentityAssociations: [{}] })]],
    ["addons-identity", "an empty list of identities", "fail", [addon("vpc-cni", { podIdentityAssociations: [] })]],
    ["addons-identity", "an association beside it", "pass", [addon("vpc-cni"), identity("aws-node")]],
    ["addons-identity", "an association of another account", "fail", [addon("vpc-cni"), identity("other")]],
    [
        "addons-identity",
        "a role whose ARN comes later",
        "pass",
        [
            resource(
                "aws:eks/addon:Addon",
                "vpc-cni",
                { addonName: "vpc-cni", serviceAccountRoleArn: unknown },
                { serviceAccountRoleArn: [urnOf("aws:iam/role:Role", "cni")] },
            ),
            resource("aws:iam/role:Role", "cni", {}),
        ],
    ],
    ["addons-identity", "nothing", "fail", [addon("vpc-cni")], { says: /role of the nodes/ }],
    ["addons-identity", "an add-on that calls no AWS", "not-applicable", [addon("coredns")]],
    ["addons-core-managed", "all three", "pass", [cluster(), ...core]],
    ["addons-core-managed", "two of them", "fail", [cluster(), ...core.slice(1)], { says: /vpc-cni is no EKS add-on/ }],
    [
        "addons-core-managed",
        "without a version",
        "fail",
        [cluster(), ...core.slice(1), addon("vpc-cni", { addonVersion: "" })],
    ],
    ["addons-core-managed", "CoreDNS alone beside Cilium", "pass", [cluster(), cilium, addon("coredns")]],
    [
        "addons-core-managed",
        "nothing beside Cilium",
        "fail",
        [cluster(), cilium],
        { says: /^coredns is no EKS add-on/ },
    ],
    ["addons-core-managed", "EKS Auto Mode", "not-applicable", [autoCluster()]],
];

const budget = (version: string, control?: string) => [
    object(`policy/${version}:PodDisruptionBudget`, "shop", {}),
    ...(control ? [cluster({ version: control })] : []),
];
/** A ConfigMap whose data and binary data are so many characters as JSON. */
const ofSize = (size: number, key: "data" | "binaryData" = "data") => {
    const empty = JSON.stringify([{ key: "" }, {}]).length;
    return [object("core/v1:ConfigMap", "big", { [key]: { key: "x".repeat(size - empty) } })];
};
const half = 512 * 1024;
const crd = (annotations?: object) =>
    object("apiextensions.k8s.io/v1:CustomResourceDefinition", "shops", { metadata: { annotations } });

const apis: Edge[] = [
    ["api-not-deprecated", "an API of today", "pass", budget("v1")],
    [
        "api-not-deprecated",
        "one that the cluster no longer has",
        "fail",
        budget("v1beta1", "1.25"),
        { says: /is gone since/ },
    ],
    [
        "api-not-deprecated",
        "one that its next version has not",
        "fail",
        budget("v1beta1", "1.24"),
        { says: /will be gone/ },
    ],
    [
        "api-not-deprecated",
        "one that today's clusters do not have",
        "fail",
        budget("v1beta1"),
        { says: /is gone since/ },
    ],
    [
        "api-not-deprecated",
        "one that the version of the settings has",
        "fail",
        budget("v1beta1"),
        { says: /will be gone/, config: { "api-not-deprecated": { version: "1.24" } } },
    ],
    ["api-not-deprecated", "an alpha API", "fail", budget("v1alpha1"), { says: /may change/ }],
    [
        "api-not-deprecated",
        "an alpha API of others",
        "not-applicable",
        [object("example.com/v1alpha1:Shop", "shop", {})],
    ],
    ["api-not-deprecated", "what is no object", "not-applicable", [resource("aws:s3/bucket:Bucket", "shop", {})]],
    ["apf-etcd-friendly", "less than half a MiB", "pass", ofSize(half - 1)],
    ["apf-etcd-friendly", "half a MiB", "fail", ofSize(half)],
    ["apf-etcd-friendly", "half a MiB in binary", "fail", ofSize(half, "binaryData")],
    ["apf-etcd-friendly", "no data", "pass", [object("core/v1:ConfigMap", "empty", {})]],
    ["apf-etcd-friendly", "10 old revisions", "pass", [deployment({}, {}, { revisionHistoryLimit: 10 })]],
    ["apf-etcd-friendly", "11 old revisions", "fail", [deployment({}, {}, { revisionHistoryLimit: 11 })]],
    ["apf-etcd-friendly", "as many as Kubernetes keeps", "pass", [deployment()]],
    ...["StatefulSet", "DaemonSet"].map(
        (kind): Edge => [
            "apf-etcd-friendly",
            `11 old revisions of a ${kind}`,
            "fail",
            [workload(`apps/v1:${kind}`, "shop", {}, {}, { revisionHistoryLimit: 11 })],
        ],
    ),
    ["crds-kept", "of a release, kept", "pass", [{ ...crd({ "helm.sh/resource-policy": "keep" }), release: "r" }]],
    ["crds-kept", "of a release, not kept", "fail", [{ ...crd(), release: "r" }]],
    ["crds-kept", "of no release", "not-applicable", [crd()]],
];

/** What the cluster's configuration is made from: a key of the stack. */
const ofKey = (encryptionConfig: unknown) => [
    resource("aws:kms/key:Key", "secrets", {}),
    { ...cluster({ encryptionConfig }), dependencies: { encryptionConfig: [urnOf("aws:kms/key:Key", "secrets")] } },
];
const kms = (encryptionConfig?: object) => [cluster({ encryptionConfig })];
const logs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const supported = (day: string) => ({ config: { "eks-version-supported": { supported: { "1.35": day } } } });
const subnet = (name: string, availabilityZone: string) =>
    resource("aws:ec2/subnet:Subnet", name, { availabilityZone });
const across = (...zones: string[]) => [
    ...zones.map((zone, index) => subnet(`s${index}`, zone)),
    cluster({ vpcConfig: { subnetIds: zones.map((_, index) => `id-of-s${index}`) } }),
];

const controlPlane: Edge[] = [
    [
        "eks-secrets-kms",
        "a key that is elsewhere",
        "pass",
        kms({ provider: { keyArn: "arn" }, resources: ["secrets"] }),
    ],
    [
        "eks-secrets-kms",
        "a key for nothing",
        "fail",
        kms({ provider: { keyArn: "arn" }, resources: [] }),
        { says: /not used/ },
    ],
    [
        "eks-secrets-kms",
        "a key for what is not said",
        "fail",
        kms({ provider: { keyArn: "arn" } }),
        { says: /not used/ },
    ],
    ["eks-secrets-kms", "a configuration that comes later, made from a key", "pass", ofKey(unknown)],
    [
        "eks-secrets-kms",
        "a key that comes later",
        "pass",
        ofKey({ provider: { keyArn: unknown }, resources: ["secrets"] }),
    ],
    ["eks-secrets-kms", "an empty key", "fail", kms({ provider: { keyArn: "" }, resources: ["secrets"] })],
    ["eks-secrets-kms", "no key", "fail", kms({ provider: {} }), { says: /no KMS key/ }],
    ["eks-secrets-kms", "nothing", "fail", kms(), { says: /no KMS key/ }],
    ["eks-control-plane-logs", "all", "pass", [cluster({ enabledClusterLogTypes: logs })]],
    ...logs.map(
        (type): Edge => [
            "eks-control-plane-logs",
            `all but ${type}`,
            "fail",
            [cluster({ enabledClusterLogTypes: logs.filter((each) => each !== type) })],
            { says: new RegExp(`not kept: ${type}`) },
        ],
    ),
    ["eks-control-plane-logs", "none", "fail", [cluster()], { says: /api, audit/ }],
    ["eks-version-supported", "its last day", "pass", [cluster()], supported("2026-11-21")],
    ["eks-version-supported", "the day after", "fail", [cluster()], supported("2026-11-20")],
    [
        "eks-version-supported",
        "no version",
        "fail",
        [cluster({ version: undefined })],
        { says: /no Kubernetes version/ },
    ],
    [
        "eks-version-supported",
        "a version that is not listed",
        "fail",
        [cluster({ version: "1.20" })],
        { says: /not in the list/ },
    ],
    ["eks-deletion-protection", "protected", "pass", [cluster({ deletionProtection: true })]],
    ["eks-deletion-protection", "not said", "fail", [cluster()]],
    ["eks-auth-mode-api", "the API alone", "pass", [cluster({ accessConfig: { authenticationMode: "API" } })]],
    ["eks-auth-mode-api", "both", "pass", [cluster({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } })]],
    [
        "eks-auth-mode-api",
        "the ConfigMap",
        "fail",
        [cluster({ accessConfig: { authenticationMode: "CONFIG_MAP" } })],
        { says: /ConfigMap\. / },
    ],
    ["eks-auth-mode-api", "the default", "fail", [cluster()], { says: /, the default/ }],
    ["eks-subnets-multi-az", "two zones", "pass", across("a", "b")],
    ["eks-subnets-multi-az", "one zone twice", "fail", across("a", "a")],
];

const publicly = (...publicAccessCidrs: string[]) => [
    cluster({ vpcConfig: { endpointPublicAccess: true, publicAccessCidrs } }),
];
const allowed = { "eks-endpoint-not-public": { publicAllowed: true } };
const open = (...cidrs: string[]) => [publicly(...cidrs), { config: allowed }] as const;

const endpoint: Edge[] = [
    ["eks-endpoint-not-public", "private", "pass", [cluster({ vpcConfig: { endpointPublicAccess: false } })]],
    ["eks-endpoint-not-public", "public", "fail", publicly("10.0.0.0/8"), { says: /is public\. / }],
    ["eks-endpoint-not-public", "not said", "fail", [cluster()], { says: /is not set/ }],
    ["eks-endpoint-not-public", "public on purpose", "not-applicable", ...open("192.0.2.0/24")],
    [
        "eks-endpoint-cidrs-restricted",
        "private",
        "not-applicable",
        [cluster({ vpcConfig: { endpointPublicAccess: false } })],
    ],
    ["eks-endpoint-cidrs-restricted", "the default", "fail", [cluster()], { config: allowed, says: /whole Internet/ }],
    ["eks-endpoint-cidrs-restricted", "an empty list", "fail", ...open()],
    ["eks-endpoint-cidrs-restricted", "a /16", "pass", ...open("192.0.0.0/16")],
    [
        "eks-endpoint-cidrs-restricted",
        "a /15",
        "fail",
        publicly("192.0.0.0/15"),
        { config: allowed, says: /as wide as/ },
    ],
    [
        "eks-endpoint-cidrs-restricted",
        "a /7",
        "fail",
        publicly("128.0.0.0/7"),
        { config: allowed, says: /^the API endpoint is open to the whole/ },
    ],
    [
        "eks-endpoint-cidrs-restricted",
        "no range at all",
        "fail",
        publicly("everything"),
        { config: allowed, says: /whole Internet/ },
    ],
    ["eks-endpoint-cidrs-restricted", "a /32 of IPv6", "pass", ...open("2001:db8::/32")],
    [
        "eks-endpoint-cidrs-restricted",
        "a /16 of IPv6",
        "fail",
        publicly("2001::/16"),
        { config: allowed, says: /^the API endpoint is open to a range/ },
    ],
    [
        "eks-endpoint-cidrs-restricted",
        "a /15 of IPv6",
        "fail",
        publicly("2000::/15"),
        { config: allowed, says: /whole Internet/ },
    ],
    [
        "eks-endpoint-cidrs-restricted",
        "all of IPv6",
        "fail",
        publicly("::/0"),
        { config: allowed, says: /whole Internet/ },
    ],
    ["eks-endpoint-private-enabled", "on", "pass", [cluster({ vpcConfig: { endpointPrivateAccess: true } })]],
    ["eks-endpoint-private-enabled", "not said", "fail", [cluster()]],
];

const group = (props: Props, name = "/aws/eks/shop/cluster") => [
    cluster({ enabledClusterLogTypes: logs }),
    resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name, kmsKeyId: "arn", ...props }),
];
const tags = (given: Props, more: Props = {}) => [cluster({ tags: given, ...more })];
const tier = { config: { "eks-control-plane-tier": { tier: "tier-xl" } } };

const options: Edge[] = [
    ["eks-log-group-managed", "90 days", "pass", group({ retentionInDays: 90 })],
    ["eks-log-group-managed", "89 days", "fail", group({ retentionInDays: 89 })],
    ["eks-log-group-managed", "for ever", "pass", group({ retentionInDays: 0 })],
    ["eks-log-group-managed", "without a key", "fail", group({ retentionInDays: 90, kmsKeyId: undefined })],
    [
        "eks-log-group-managed",
        "of something else",
        "fail",
        group({ retentionInDays: 90 }, "/aws/eks/other/cluster"),
        { says: /EKS makes/ },
    ],
    ["eks-upgrade-policy", "not said", "fail", [cluster()]],
    ["eks-upgrade-policy", "said", "pass", [cluster({ upgradePolicy: { supportType: "STANDARD" } })]],
    ["eks-no-creator-admin", "not said", "fail", [cluster()]],
    [
        "eks-no-creator-admin",
        "off",
        "pass",
        [cluster({ accessConfig: { bootstrapClusterCreatorAdminPermissions: false } })],
    ],
    ["eks-zonal-shift", "not said", "fail", [cluster()]],
    ["eks-zonal-shift", "on", "pass", [cluster({ zonalShiftConfig: { enabled: true } })]],
    ["eks-control-plane-tier", "not asked for", "not-applicable", [cluster()]],
    ["eks-control-plane-tier", "another", "fail", [cluster()], tier],
    ["eks-control-plane-tier", "the one", "pass", [cluster({ controlPlaneScalingConfig: { tier: "tier-xl" } })], tier],
    ["eks-tags-required", "in any spelling", "pass", tags({ Owner: "a", environment: "b", CostCenter: "c" })],
    [
        "eks-tags-required",
        "all but one",
        "fail",
        tags({ owner: "a", environment: "b" }),
        { says: /cost-center is missing/ },
    ],
    [
        "eks-tags-required",
        "one of the provider's",
        "pass",
        tags({ owner: "a" }, { tagsAll: { environment: "b", cost_center: "c" } }),
    ],
];

hold([...addons, ...apis, ...controlPlane, ...endpoint, ...options]);
