/** A stack of real-world size, as `pulumi stack export` and `pulumi preview --json` would show it. */

export interface Entry {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    inputs: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    propertyDependencies?: Record<string, string[]>;
    dependencies?: string[];
    deletedWith?: string;
    parent?: string;
    provider?: string;
    delete?: boolean;
    external?: boolean;
}

export const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

export const charts = {
    "argo-cd": "10.1.1",
    "aws-load-balancer-controller": "3.5.0",
    "cert-manager": "v1.21.1",
    "external-secrets": "2.9.0",
    "fluent-bit": "0.58.1",
    karpenter: "1.14.1",
    "karpenter-crd": "1.14.1",
    "kube-prometheus-stack": "88.5.3",
    kyverno: "3.9.0",
    loki: "18.11.0",
    "prometheus-operator-crds": "31.0.1",
    velero: "12.1.0",
};

const addons = ["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver", "eks-pod-identity-agent"];

export const secretSignature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const urn = (type: string, name: string): string =>
    `urn:pulumi:prod::shop::production-cluster:index:ProductionCluster$${type}::${name}`;

export function entry(type: string, name: string, inputs: Record<string, unknown>, more: Partial<Entry> = {}): Entry {
    return { urn: urn(type, name), type, custom: true, inputs, ...more };
}

/** 353 resources: a network over three zones, a cluster, twelve releases, and what belongs to them. */
export function stack(): Entry[] {
    const provider = entry("pulumi:providers:aws", "shop-aws", { region: "eu-west-1" }, { id: "provider-1" });
    const tiers = ["public", "private", "intra"];
    const subnets = tiers.flatMap((tier, row) =>
        zones.map((availabilityZone, column) => {
            const cidrBlock = `10.0.${(row * 3 + column) * 16}.0/20`;
            const name = `shop-${tier}-${availabilityZone}`;
            return entry(
                "aws:ec2/subnet:Subnet",
                name,
                { availabilityZone, cidrBlock },
                { id: `subnet-${tier}-${column}` },
            );
        }),
    );
    const named = (tier: string) => subnets.filter(({ id }) => id?.includes(tier));
    const nats = named("public").map((subnet) =>
        entry("aws:ec2/natGateway:NatGateway", `${subnet.inputs.availabilityZone}`, { subnetId: subnet.id }),
    );
    const cluster = entry(
        "aws:eks/cluster:Cluster",
        "shop-eksCluster",
        { name: "shop", version: "1.35", vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } },
        { id: "shop", provider: `${provider.urn}::provider-1` },
    );
    const system = entry(
        "aws:eks/nodeGroup:NodeGroup",
        "system",
        { instanceTypes: ["m7g.xlarge"], scalingConfig: { minSize: 3, maxSize: 6 } },
        { propertyDependencies: { subnetIds: named("private").map(({ urn }) => urn) } },
    );
    const pool = entry("kubernetes:karpenter.sh/v1:NodePool", "general", {
        metadata: { name: "general" },
        spec: {
            limits: { cpu: "200" },
            template: {
                spec: {
                    requirements: [
                        { key: "karpenter.k8s.aws/instance-category", operator: "In", values: ["c", "m", "r"] },
                    ],
                },
            },
        },
    });
    const managed = addons.map((addonName) =>
        entry("aws:eks/addon:Addon", addonName, { addonName, addonVersion: "v1.20.1-eksbuild.1" }),
    );
    const releases = Object.entries(charts).map(([chart, version]) =>
        entry("kubernetes:helm.sh/v3:Release", chart, {
            chart,
            version,
            values: { adminPassword: { ...secretSignature, ciphertext: "v1:c2VjcmV0:aGlkZGVu" } },
        }),
    );
    const core = [
        entry("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }, { id: "vpc-1" }),
        provider,
        ...subnets,
        ...nats,
        cluster,
        system,
        pool,
        ...managed,
        ...releases,
    ];
    const policies = Array.from({ length: 353 - core.length }, (_, index) =>
        entry("kubernetes:networking.k8s.io/v1:NetworkPolicy", `team-${index}/default-deny`, {
            spec: { podSelector: {} },
        }),
    );
    return [...core, ...policies];
}

export function stateOf(entries: readonly Entry[]): string {
    return JSON.stringify({ version: 3, deployment: { manifest: {}, resources: entries } });
}

export function planOf(entries: readonly Entry[], op = "create"): string {
    const steps = entries.map((entry) => ({ op, urn: entry.urn, newState: entry }));
    return JSON.stringify({ config: {}, steps, changeSummary: { [op]: entries.length } });
}
