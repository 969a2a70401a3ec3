import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, undecided } from "../../judgement/verdict.ts";
import { clusters, resourcesOf } from "../../reading/subjects.ts";

const vpcType = "aws:ec2/vpc:Vpc";

export const vpcFlowLogs = rule({
    id: "vpc-flow-logs",
    title: "Connections in the cluster's VPC are recorded",
    level: "mandatory",
    severity: "medium",
    mend: "Add an aws.ec2.FlowLog with the VPC's vpcId and trafficType ALL",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    subjects: (inventory) => {
        const vpcs = resourcesOf(vpcType)(inventory);
        return vpcs.length > 0 ? vpcs : clusters(inventory);
    },
    judge: (subject, { inventory }) => {
        if (subject.type !== vpcType) return undecided("the cluster's VPC is not in this stack");
        const logs = inventory.users(subject, "vpcId", "aws:ec2/flowLog:FlowLog");
        return any(
            logs.map(({ urn, props }) =>
                must(() => ["ALL", "REJECT"].includes(props.trafficType ?? "ALL"), "flow logs leave out refusals", urn),
            ),
            () => unrelated(inventory) ?? fail("the VPC has no flow log"),
        );
    },
});

/** A flow log that names its VPC by an id that nothing in the stack is known by, may be the one. */
function unrelated(inventory: Inventory) {
    const open = inventory.of("aws:ec2/flowLog:FlowLog").filter((log) => !vpcOf(inventory, log));
    return open.length > 0 ? undecided("a flow log's VPC is known only after the update") : undefined;
}

const vpcOf = (inventory: Inventory, resource: Resource) => inventory.sources(resource, "vpcId", vpcType)[0];
