import * as pulumi from "@pulumi/pulumi";
import { Child } from "./resources.ts";

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;

const everything = { fromPort: 0, toPort: 0, protocol: "-1" };
const https = { fromPort: 443, toPort: 443, protocol: "tcp" };
const internet = { description: "Allow internet access.", type: "egress", ...everything, cidrBlocks: ["0.0.0.0/0"] };

/** Group of the control plane's network interfaces. */
export function clusterSecurityGroup(name: string, vpcId: pulumi.Input<string>, tags: Tags[], parent: pulumi.Resource) {
    const group = securityGroup(`${name}-eksClusterSecurityGroup`, vpcId, tags, parent);
    rule(`${name}-eksClusterInternetEgressRule`, { ...internet, securityGroupId: group.id }, parent);
    return group;
}

/** Group of the nodes, and what passes between them, the control plane and the Internet. */
export function nodeSecurityGroup(
    name: string,
    args: {
        vpcId: pulumi.Input<string>;
        clusterName: pulumi.Output<string>;
        clusterGroupId: pulumi.Input<string>;
        tags: Tags[];
    },
    parent: pulumi.Resource,
) {
    const owned = args.clusterName.apply((cluster) => ({ [`kubernetes.io/cluster/${cluster}`]: "owned" }));
    const group = securityGroup(`${name}-nodeSecurityGroup`, args.vpcId, [owned, ...args.tags], parent);
    const [nodes, controlPlane] = [group.id, args.clusterGroupId];
    rule(
        `${name}-eksNodeIngressRule`,
        {
            description: "Allow nodes to communicate with each other",
            type: "ingress",
            ...everything,
            securityGroupId: nodes,
            self: true,
        },
        parent,
    );
    rule(
        `${name}-eksNodeClusterIngressRule`,
        {
            description: "Allow worker Kubelets and pods to receive communication from the cluster control plane",
            type: "ingress",
            fromPort: 1025,
            toPort: 65535,
            protocol: "tcp",
            securityGroupId: nodes,
            sourceSecurityGroupId: controlPlane,
        },
        parent,
    );
    rule(
        `${name}-eksExtApiServerClusterIngressRule`,
        {
            description:
                "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
            type: "ingress",
            ...https,
            securityGroupId: nodes,
            sourceSecurityGroupId: controlPlane,
        },
        parent,
    );
    rule(`${name}-eksNodeInternetEgressRule`, { ...internet, securityGroupId: nodes }, parent);
    const ingress = rule(
        `${name}-eksClusterIngressRule`,
        {
            description: "Allow pods to communicate with the cluster API Server",
            type: "ingress",
            ...https,
            securityGroupId: controlPlane,
            sourceSecurityGroupId: nodes,
        },
        parent,
    );
    return { group, ingress };
}

const securityGroup = (name: string, vpcId: pulumi.Input<string>, tags: Tags[], parent: pulumi.Resource) =>
    new Child(
        "aws:ec2/securityGroup:SecurityGroup",
        name,
        {
            description: "Managed by Pulumi",
            vpcId,
            revokeRulesOnDelete: true,
            tags: pulumi.all(tags).apply((all) => Object.assign({ Name: name }, ...all)),
        },
        { parent },
    );

const rule = (name: string, inputs: pulumi.Inputs, parent: pulumi.Resource) =>
    new Child("aws:ec2/securityGroupRule:SecurityGroupRule", name, inputs, { parent }, ["securityGroupRuleId"]);
