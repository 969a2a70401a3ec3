import { describe, expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object, type Props, resource, urnOf } from "../../ready/resource.ts";

const cluster = resource("aws:eks/cluster:Cluster", "shop", { name: "shop" });
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const bad: Props = {
    metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 2 },
    networkInterfaces: [{ associatePublicIpAddress: "true" }],
    blockDeviceMappings: [{ ebs: { encrypted: "false" } }],
};
const good: Props = {
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    networkInterfaces: [{ associatePublicIpAddress: "false" }],
    blockDeviceMappings: [{ ebs: { encrypted: "true" } }],
};
const template = (props: Props) => resource(templateType, "own", props);
const group = (props: Props = {}, from: Record<string, string[]> = { launchTemplate: [urnOf(templateType, "own")] }) =>
    resource("aws:autoscaling/group:Group", "own", { minSize: 3, maxSize: 6, launchTemplate: {}, ...props }, from);
const status = (check: string, ...resources: Resource[]) => resultOf(check, [cluster, ...resources])?.status;

describe("an Auto Scaling group of one's own", () => {
    const checks = ["nodes-imdsv2", "nodes-ebs-encrypted", "nodes-no-public-ip"];

    test.each(checks)("is judged by its launch template: %s", (check) => {
        expect(status(check, template(bad), group())).toBe("fail");
        expect(status(check, template(good), group())).toBe("pass");
        expect(status(check, group({}, {}))).toBe("unknown");
    });

    test.each(checks)("is judged by the template of a policy of mixed instances: %s", (check) => {
        const mixed = group({ mixedInstancesPolicy: {} }, { mixedInstancesPolicy: [urnOf(templateType, "own")] });
        expect(status(check, template(bad), mixed)).toBe("fail");
    });

    test.each(checks)("is judged by a launch configuration: %s", (check) => {
        const type = "aws:ec2/launchConfiguration:LaunchConfiguration";
        const { metadataOptions } = bad;
        const old = resource(type, "old", {
            metadataOptions,
            associatePublicIpAddress: true,
            rootBlockDevice: { encrypted: false },
        });
        expect(status(check, old, group({}, { launchConfiguration: [urnOf(type, "old")] }))).toBe("fail");
    });

    test("counts with the node groups, by its smallest size and its zones", () => {
        const zone = (name: string) => resource("aws:ec2/subnet:Subnet", name, { availabilityZone: name });
        const spread = group({ vpcZoneIdentifiers: ["id-of-a", "id-of-b"] });
        expect(status("nodes-min-count", group())).toBe("pass");
        expect(status("nodes-min-count", group({ minSize: 2 }))).toBe("fail");
        expect(status("nodes-multi-az", zone("a"), zone("b"), spread)).toBe("pass");
        expect(status("nodes-multi-az", zone("a"), group({ vpcZoneIdentifiers: ["id-of-a"] }))).toBe("fail");
        expect(status("nodes-elastic", group())).toBe("pass");
        expect(status("nodes-elastic", group({ maxSize: 3 }))).toBe("fail");
    });

    test("is no group of nodes in a stack without a cluster, unless it says which one it joins", () => {
        const joins = group({ tags: [{ key: "kubernetes.io/cluster/shop", value: "owned" }] });
        expect(resultOf("nodes-imdsv2", [template(bad), group()])?.evidence).toEqual([]);
        expect(resultOf("nodes-imdsv2", [template(bad), joins])?.status).toBe("fail");
    });
});

describe("a cluster whose nodes are Karpenter's alone", () => {
    const pool = (spec: Props) => object("karpenter.sh/v1:NodePool", "general", { spec });
    const bounded = { limits: { cpu: "200" }, disruption: { budgets: [{ nodes: "10%" }] }, template: { spec: {} } };
    const fargate = (namespace: string) =>
        resource("aws:eks/fargateProfile:FargateProfile", "own", { selectors: [{ namespace }] });

    test("is not asked for groups of nodes", () => {
        expect(status("nodes-min-count", pool(bounded))).toBe("not-applicable");
        expect(status("nodes-multi-az", pool(bounded))).toBe("not-applicable");
        expect(status("nodes-min-count")).toBe("fail");
        expect(status("nodes-system-dedicated", pool(bounded), fargate("karpenter"))).toBe("pass");
        expect(status("nodes-system-dedicated", pool(bounded), fargate("shop"))).toBe("fail");
    });

    test("renews its nodes after 720 hours where nothing is said", () => {
        const expiring = (expireAfter: string) => ({ ...bounded, template: { spec: { expireAfter } } });
        expect(status("karpenter-nodepool-bounds", pool(bounded))).toBe("pass");
        expect(status("karpenter-nodepool-bounds", pool(expiring("Never")))).toBe("fail");
        const older = { ...bounded, disruption: { ...bounded.disruption, expireAfter: "Never" } };
        expect(status("karpenter-nodepool-bounds", pool(older))).toBe("fail");
    });

    test.each([
        [{ nodes: "0" }, "fail"],
        [{ nodes: "0%" }, "fail"],
        [{ nodes: "0", schedule: "0 9 * * *", duration: "8h" }, "pass"],
        [{ nodes: "0", reasons: ["Underutilized"] }, "pass"],
        [{ nodes: "10" }, "pass"],
    ])("renews none with a budget of 0 at all times: %j", (budget, expected) => {
        const disruption = { budgets: [{ nodes: "10%" }, budget] };
        expect(status("karpenter-nodepool-bounds", pool({ ...bounded, disruption }))).toBe(expected);
    });
});
