import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { sortedJson } from "../../components/foundation/eks-addon.ts";
import { kubernetesVersions } from "../../components/platform/kubernetes-versions.ts";
import { accountId, foundation, tags } from "./foundation.ts";
import { type Recording, record } from "./recording.ts";

let built: Recording<unknown>;
beforeAll(async () => {
    built = await foundation();
});

const beforeNodes = ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"];
const afterNodes = [
    "coredns",
    "aws-ebs-csi-driver",
    "snapshot-controller",
    "metrics-server",
    "eks-node-monitoring-agent",
];
const addon = (name: string, recording = built) => recording.one("aws:eks/addon:Addon", `shop-${name}`);
const configuration = (name: string) => JSON.parse(addon(name).inputs.configurationValues);

test("Every add-on is there once", () => {
    const names = built.of("aws:eks/addon:Addon").map(({ inputs }) => inputs.addonName);
    expect(names.toSorted()).toEqual([...beforeNodes, ...afterNodes].toSorted());
});

test("CloudWatch is told of the cluster where that is asked for, by an identity of the agent's own", async () => {
    const recording = await addons("1.35");
    const agent = addon("amazon-cloudwatch-observability", recording);
    const { containerLogs, applicationSignals } = JSON.parse(agent.inputs.configurationValues);
    expect([containerLogs.enabled, applicationSignals.enabled]).toEqual([false, false]);
    const role = recording.one("aws:iam/role:Role", "shop-amazon-cloudwatch-observability");
    expect(role.inputs.assumeRolePolicy).toContain('"aws:RequestTag/kubernetes-namespace":"amazon-cloudwatch"');
    const [policy] = recording
        .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ name }) => name.includes("cloudwatch"));
    expect(policy?.inputs.policyArn).toBe("arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy");
});

test("Nodes come after what makes them ready, and before what runs on them", () => {
    const parents = (names: string[]) => new Set(names.map((name) => addon(name).parent));
    expect(built.one("aws:eks/nodeGroup:NodeGroup").dependencies).toEqual(
        expect.arrayContaining(beforeNodes.map((name) => `shop-${name}`)),
    );
    for (const name of afterNodes) expect(addon(name).dependencies).toContain("shop-group");
    expect([parents(beforeNodes).size, parents(afterNodes).size]).toEqual([1, 1]);
});

test("Roles of nodes and add-ons wait for no node and no add-on: they are made while the control plane comes up", () => {
    // What a component waits for, all that is in it waits for.
    const early = built.all.filter(
        ({ type }) => type === "aws:iam/role:Role" || type.startsWith("production-cluster:"),
    );
    expect(early.length).toBeGreaterThan(4);
    expect(early.flatMap(({ dependencies }) => dependencies)).toEqual([]);
});

test.each(kubernetesVersions)("Each add-on has an exact version for Kubernetes %s", async (kubernetesVersion) => {
    const recording = await addons(kubernetesVersion);
    for (const { inputs } of recording.of("aws:eks/addon:Addon"))
        expect(inputs.addonVersion).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    expect(addon("kube-proxy", recording).inputs.addonVersion).toContain(`v${kubernetesVersion}.`);
});

test("A Kubernetes version that no add-on is pinned for is refused, with those that are", async () => {
    await expect(addons("1.31")).rejects.toThrow(
        `EKS add-ons are pinned for ${kubernetesVersions.join(", ")}, not for 1.31`,
    );
});

test("The VPC CNI enforces network policies and hands out prefixes", () => {
    expect(configuration("vpc-cni")).toMatchObject({
        enableNetworkPolicy: "true",
        env: { ENABLE_PREFIX_DELEGATION: "true" },
    });
});

test.each([
    ["coredns", (values: Record<string, unknown>) => values.tolerations],
    ["aws-ebs-csi-driver", (values: { controller: Record<string, unknown> }) => values.controller.tolerations],
    ["snapshot-controller", (values: Record<string, unknown>) => values.tolerations],
    ["metrics-server", (values: Record<string, unknown>) => values.tolerations],
])("%s may run on the system nodes, which are the only ones at first", (name, tolerations) => {
    expect(tolerations(configuration(name))).toEqual([
        { key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" },
    ]);
});

test("DNS survives the loss of a node and of a zone", () => {
    expect(configuration("coredns")).toMatchObject({
        replicaCount: 3,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone", maxSkew: 1 }],
    });
});

test("A node offers no more attachments than it has: its own volumes are taken off", () => {
    expect(configuration("aws-ebs-csi-driver").node).toMatchObject({ reservedVolumeAttachments: 2 });
});

test("The EBS driver takes snapshots: their API is served before it comes, and it does not ask for it", () => {
    expect(addon("aws-ebs-csi-driver").dependencies).toContain("shop-snapshot-controller");
    expect(configuration("aws-ebs-csi-driver").sidecars.snapshotter).toEqual({ forceEnable: true });
});

test("Volumes that pods ask for carry the tags", () => {
    expect(configuration("aws-ebs-csi-driver").controller.extraVolumeTags).toEqual(tags);
});

test.each([
    ["vpc-cni", "aws-node", "AmazonEKS_CNI_Policy"],
    ["aws-ebs-csi-driver", "ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicyV2"],
])(
    "%s has AWS permissions of its own, for its service account in this cluster alone",
    (name, serviceAccount, policy) => {
        expect(addon(name).inputs.podIdentityAssociations).toEqual([{ serviceAccount, roleArn: `arn:shop-${name}` }]);
        const role = built.one("aws:iam/role:Role", `shop-${name}`);
        expect(JSON.parse(role.inputs.assumeRolePolicy).Statement).toEqual([
            {
                Effect: "Allow",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "aws:RequestTag/eks-cluster-arn": `arn:aws:eks:eu-west-1:${accountId}:cluster/shop`,
                        "aws:RequestTag/kubernetes-namespace": "kube-system",
                        "aws:RequestTag/kubernetes-service-account": serviceAccount,
                    },
                },
            },
        ]);
        const attachment = built.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", policy);
        expect(attachment.inputs.policyArn).toBe(`arn:aws:iam::aws:policy/${policy}`);
        expect(addon(name).dependencies).toContain(attachment.name);
    },
);

test("A configuration is the same text in whatever order it was written", () => {
    const values = fc.dictionary(fc.string(), fc.jsonValue());
    const reversed = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(reversed);
        if (!value || typeof value !== "object") return value;
        return Object.fromEntries(
            Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
        );
    };
    fc.assert(
        fc.property(values, (value) => {
            const text = sortedJson(value);
            expect(text).toBe(sortedJson(reversed(value) as Record<string, unknown>));
            expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        }),
    );
});

const addons = (kubernetesVersion: string) =>
    record(async () => {
        const { NodeAddons } = await import("../../components/foundation/node-addons.ts");
        const { ClusterAddons } = await import("../../components/foundation/cluster-addons.ts");
        const cluster = { clusterName: "shop", clusterArn: "arn:shop", region: "eu-west-1", kubernetesVersion };
        const nodes = new NodeAddons("shop", { ...cluster, policyEngine: "vpc-cni" });
        new ClusterAddons("shop", { ...cluster, nodes, tags, cloudWatch: true });
    });
