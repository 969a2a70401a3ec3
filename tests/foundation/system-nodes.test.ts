import { beforeAll, expect, test } from "vitest";
import { foundation, tags, zones } from "./foundation.ts";
import { type Recording, record } from "./recording.ts";

let built: Recording<unknown>;
beforeAll(async () => {
    built = await foundation();
});

const group = () => built.one("aws:eks/nodeGroup:NodeGroup").inputs;
const template = () => built.one("aws:ec2/launchTemplate:LaunchTemplate").inputs;

test("Pods do not reach the credentials of their node", () => {
    expect(template().metadataOptions).toEqual({
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
    });
});

test("Both volumes of Bottlerocket are encrypted with the data key", () => {
    const volumes: { deviceName: string; ebs: object }[] = template().blockDeviceMappings;
    expect(volumes.map(({ deviceName }) => deviceName)).toEqual(["/dev/xvda", "/dev/xvdb"]);
    for (const { ebs } of volumes)
        expect(ebs).toMatchObject({
            encrypted: "true",
            kmsKeyId: "arn:shop-data",
            volumeType: "gp3",
            deleteOnTermination: "true",
        });
    expect(volumes[1]?.ebs).toMatchObject({ volumeSize: 100 });
});

test("The group stands in the private subnets of all zones, and its template gives no public address", () => {
    expect(group().subnetIds).toEqual(zones.map((zone) => `shop-private-${zone}-id`));
    expect(template()).not.toHaveProperty("networkInterfaces");
    expect(template()).not.toHaveProperty("keyName");
    expect(group()).not.toHaveProperty("remoteAccess");
});

test("The launch template is used in its newest version", () => {
    expect(group().launchTemplate).toEqual({ id: "shop-template-id", version: "7" });
});

test("Only what tolerates the taint runs there, and finds it by the label", async () => {
    const { systemNodeSelector, systemTolerations } = await import("../../components/foundation/system-node-class.ts");
    expect(group().taints).toEqual([{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }]);
    expect(group().labels).toEqual(systemNodeSelector);
    expect(systemTolerations).toEqual([{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }]);
});

test("The group has the cluster's version, updates one node at a time, and repairs sick ones", () => {
    expect(group()).toMatchObject({
        version: "1.35",
        scalingConfig: { minSize: 3, maxSize: 6, desiredSize: 3 },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
        capacityType: "ON_DEMAND",
    });
});

test("An autoscaler's number of nodes is not set back", () => {
    expect(built.one("aws:eks/nodeGroup:NodeGroup").ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
});

test("Machines, volumes and network interfaces carry the tags", () => {
    expect(template().tagSpecifications).toEqual(
        ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    );
});

test("The role of the nodes holds no permission of the VPC CNI or the EBS CSI driver, and is complete before the first node", () => {
    const attachments = built
        .of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ inputs }) => inputs.role.startsWith("shop-node-"));
    expect(attachments.map(({ inputs }) => inputs.policyArn.split("/").at(-1)).toSorted()).toEqual([
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEKSWorkerNodePolicy",
        "AmazonSSMManagedInstanceCore",
    ]);
    const { dependencies } = built.one("aws:eks/nodeGroup:NodeGroup");
    expect(dependencies).toEqual(expect.arrayContaining(attachments.map(({ name }) => name)));
});

test.each([
    ["m7g.xlarge", "BOTTLEROCKET_ARM_64"],
    ["c8gn.2xlarge", "BOTTLEROCKET_ARM_64"],
    ["m7i.xlarge", "BOTTLEROCKET_x86_64"],
    ["g5.xlarge", "BOTTLEROCKET_x86_64"],
])("%s boots %s", async (instanceType, amiType) => {
    const { one } = await nodes([instanceType]);
    expect(one("aws:eks/nodeGroup:NodeGroup").inputs).toMatchObject({ amiType, instanceTypes: [instanceType] });
});

test.each([[["m7g.xlarge", "m7i.xlarge"]], [[]]])("Instance types %j are refused", async (instanceTypes) => {
    await expect(nodes(instanceTypes)).rejects.toThrow("instance types of one architecture");
});

const nodes = (instanceTypes: string[]) =>
    record(async () => {
        const { ComponentResource } = await import("@pulumi/pulumi");
        const { SystemNodes } = await import("../../components/foundation/system-nodes.ts");
        const bounds = { minSize: 3, maxSize: 6, diskSizeGiB: 100 };
        const cluster = { clusterName: "shop", region: "eu-west-1", kubernetesVersion: "1.35" };
        new SystemNodes("shop", {
            ...cluster,
            ...bounds,
            instanceTypes,
            subnetIds: ["a"],
            volumeKeyArn: "arn:key",
            addons: new ComponentResource("test:index:Addons", "addons"),
            tags,
        });
    });
