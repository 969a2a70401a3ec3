import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { dependingOn } from "../../components/platform/depending-on.ts";

test("A value stays known in a plan, although what it waits for is still to be made", async () => {
    const subnets: unknown[] = [];
    const newResource = ({ inputs }: pulumi.runtime.MockResourceArgs) => {
        subnets.push(inputs.subnetId);
        return { id: undefined, state: {} };
    };
    await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "project", "stack", true);
    const endpoint = new aws.ec2.VpcEndpoint("endpoint", { vpcId: "vpc-1" });
    new aws.ec2.NatGateway("user", { subnetId: dependingOn(pulumi.output("subnet-1"), [endpoint]) });
    await pulumi.runtime.disconnect();
    expect(subnets).toEqual([undefined, "subnet-1"]);
});
