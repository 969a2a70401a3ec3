import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass, undecided } from "../../judgement/verdict.ts";
import { isInternet } from "../../reading/cidr.ts";
import { clusters, nodeGroups, resourcesOf, zonesOf } from "../../reading/subjects.ts";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";
const subnetType = "aws:ec2/subnet:Subnet";

export const vpcPrivateSubnets = rule({
    id: "vpc-private-subnets",
    title: "Nodes are in private subnets",
    level: "mandatory",
    severity: "high",
    mend: "Give the node group subnets without mapPublicIpOnLaunch and without a route to an Internet gateway",
    url: `${guide}/network-reqs.html`,
    subjects: nodeGroups,
    judge: (group, { inventory }) => {
        const subnets = inventory.sources(group, "subnetIds", subnetType);
        if (subnets.length === 0) return undecided("its subnets are not in this stack");
        return all(
            subnets.flatMap((subnet) => [
                must(
                    () => subnet.props.mapPublicIpOnLaunch !== true,
                    "its subnets give out public addresses",
                    subnet.urn,
                ),
                must(
                    () => !routesToInternet(inventory, subnet),
                    "its subnets are reached from the Internet",
                    subnet.urn,
                ),
            ]),
        );
    },
});

/** Whether the route table of a subnet leads to an Internet gateway. */
function routesToInternet(inventory: Inventory, subnet: Resource): boolean {
    const tableType = "aws:ec2/routeTable:RouteTable";
    const associations = inventory.users(subnet, "subnetId", "aws:ec2/routeTableAssociation:RouteTableAssociation");
    const tables = associations.flatMap((association) => inventory.sources(association, "routeTableId", tableType));
    const gateway = "aws:ec2/internetGateway:InternetGateway";
    return tables.some(
        (table) =>
            inventory.sources(table, "routes", gateway).length > 0 ||
            inventory
                .users(table, "routeTableId", "aws:ec2/route:Route")
                .some((route) => inventory.sources(route, "gatewayId", gateway).length > 0),
    );
}

export const vpcEndpointsPrivate = rule({
    id: "vpc-endpoints-private",
    title: "AWS is reached without the Internet",
    level: "advisory",
    severity: "medium",
    mend: "Add an aws.ec2.VpcEndpoint for each service that is missing",
    url: `${guide}/private-clusters.html`,
    settings: z.object({
        services: z
            .array(z.string())
            .default(["ecr.api", "ecr.dkr", "s3", "sts", "logs", "ec2", "eks", "eks-auth"])
            .describe("Services that need an endpoint"),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        if (inventory.of("aws:ec2/vpc:Vpc").length === 0) return notApplicable("the VPC is not in this stack");
        const names = inventory.of("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ props }) => String(props.serviceName));
        const missing = settings.services.filter((service) => !names.some((name) => name.endsWith(`.${service}`)));
        return missing.length === 0 ? pass() : fail(`no endpoint for ${missing.join(", ")}`);
    },
});

export const vpcNatPerAz = rule({
    id: "vpc-nat-per-az",
    title: "The loss of a zone does not cut the others off",
    level: "advisory",
    severity: "medium",
    mend: "Add a NAT gateway in each zone, and route each private subnet to the one of its zone",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html",
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const gateways = inventory.of("aws:ec2/natGateway:NatGateway");
        if (gateways.length === 0) return notApplicable("there is no NAT gateway in this stack");
        const served = zonesOf(inventory, gateways, "subnetId");
        const needed = [...zonesOf(inventory, [cluster], "vpcConfig")].filter((zone) => !served.has(zone));
        return needed.length === 0 ? pass() : fail(`no NAT gateway in ${needed.join(", ")}`);
    },
});

interface Ingress {
    cidrBlocks?: string[];
    ipv6CidrBlocks?: string[];
    fromPort?: number;
    toPort?: number;
    protocol?: string;
}

/** Ports by which people log in to machines: SSH and Remote Desktop. */
const loginPorts = [22, 3389];

export const sgNoOpenIngress = rule({
    id: "sg-no-open-ingress",
    title: "No security group is open to the Internet, or to logins",
    level: "mandatory",
    severity: "critical",
    mend: "Name the source's security group or range; use Session Manager instead of SSH",
    url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    subjects: resourcesOf(
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ),
    applies: ({ props }) => (props.type ?? "ingress") === "ingress",
    judge: ({ type, props }) => {
        if (type.endsWith(":SecurityGroup")) {
            const rules: Ingress[] = props.ingress ?? [];
            return all(rules.flatMap((_, index) => closed(() => rules[index] ?? {})));
        }
        return all(
            closed(() => ({
                cidrBlocks: props.cidrBlocks ?? [props.cidrIpv4],
                ipv6CidrBlocks: props.ipv6CidrBlocks ?? [props.cidrIpv6],
                fromPort: props.fromPort,
                toPort: props.toPort,
                protocol: props.protocol ?? props.ipProtocol,
            })),
        );
    },
});

const closed = (rule: () => Ingress) => [
    must(() => {
        const { cidrBlocks = [], ipv6CidrBlocks = [] } = rule();
        return ![...cidrBlocks, ...ipv6CidrBlocks].some(isInternet);
    }, "it lets the whole Internet in"),
    must(() => {
        const { fromPort = 0, toPort = 0, protocol } = rule();
        return protocol === "-1" || !loginPorts.some((port) => fromPort <= port && port <= toPort);
    }, "it lets people log in to machines"),
];
