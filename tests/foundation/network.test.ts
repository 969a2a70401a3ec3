import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { foundation, zones } from "./foundation.ts";
import { type Recording, type Registration, record } from "./recording.ts";

let built: Recording<unknown>;
beforeAll(async () => {
    built = await foundation();
});

const subnetsOf = (role: string) => built.of("aws:ec2/subnet:Subnet").filter(({ name }) => name.includes(`-${role}-`));
/** The route table of a subnet, and the way out that it knows. */
function routing(subnet: Registration) {
    const associations = built.of("aws:ec2/routeTableAssociation:RouteTableAssociation");
    const mine = associations.filter(({ inputs }) => inputs.subnetId === `${subnet.name}-id`);
    expect(mine).toHaveLength(1);
    const table = mine[0]?.inputs.routeTableId;
    return built.of("aws:ec2/route:Route").filter(({ inputs }) => inputs.routeTableId === table);
}

test("Each zone has a private, a public and an intra subnet", () => {
    for (const role of ["private", "public", "intra"])
        expect(subnetsOf(role).map(({ inputs }) => inputs.availabilityZone)).toEqual(zones);
});

test("Nothing that starts in a subnet gets a public address", () => {
    for (const { inputs } of built.of("aws:ec2/subnet:Subnet")) expect(inputs.mapPublicIpOnLaunch).toBe(false);
});

test("Only public subnets lead to the internet gateway", () => {
    for (const subnet of subnetsOf("public"))
        expect(routing(subnet).map(({ inputs }) => inputs.gatewayId)).toEqual(["shop-internet-id"]);
    for (const subnet of subnetsOf("private"))
        expect(routing(subnet).every(({ inputs }) => !inputs.gatewayId)).toBe(true);
    for (const subnet of subnetsOf("intra")) expect(routing(subnet)).toEqual([]);
});

test("A private subnet leaves by the NAT gateway of its own zone", () => {
    for (const subnet of subnetsOf("private")) {
        const [way] = routing(subnet);
        const gateway = built
            .of("aws:ec2/natGateway:NatGateway")
            .find(({ name }) => way?.inputs.natGatewayId === `${name}-id`);
        const place = built.of("aws:ec2/subnet:Subnet").find(({ name }) => gateway?.inputs.subnetId === `${name}-id`);
        expect(place?.inputs.availabilityZone).toBe(subnet.inputs.availabilityZone);
        expect(place?.name).toContain("-public-");
    }
});

test("Load balancers and Karpenter find their subnets by tags", () => {
    for (const { inputs } of subnetsOf("public")) expect(inputs.tags).toHaveProperty(["kubernetes.io/role/elb"], "1");
    for (const { inputs } of subnetsOf("private"))
        expect(inputs.tags).toMatchObject({ "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "shop" });
    for (const { inputs } of subnetsOf("intra")) expect(Object.keys(inputs.tags)).toEqual(["Name"]);
});

const endpoint = (service: string) =>
    built.one("aws:ec2/vpcEndpoint:VpcEndpoint", `endpoint-${service.replace(".", "-")}`);

test.each([
    ["arc-zonal-shift", "Karpenter"],
    ["ec2", "the VPC CNI, the EBS CSI driver and Karpenter"],
    ["ecr.api", "image pulls"],
    ["ecr.dkr", "image pulls"],
    ["eks", "nodes that join"],
    ["eks-auth", "EKS Pod Identity"],
    ["elasticloadbalancing", "the AWS Load Balancer Controller"],
    ["s3", "Velero and Loki"],
    ["secretsmanager", "external-secrets"],
    ["sns", "Alertmanager"],
    ["sqs", "Karpenter"],
    ["ssm", "Session Manager"],
    ["sts", "every role"],
])("The API of %s answers inside the VPC, by its usual name, for %s", (service) => {
    expect(endpoint(service).inputs).toMatchObject({
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: subnetsOf("private").map(({ name }) => `${name}-id`),
    });
});

test("S3 resolves to addresses of the VPC for pods too, not for outside resolvers only", () => {
    expect(endpoint("s3").inputs.dnsOptions).toEqual({ privateDnsOnlyForInboundResolverEndpoint: false });
});

test("The endpoints answer HTTPS from the VPC and nothing else", () => {
    const group = built.one("aws:ec2/securityGroup:SecurityGroup");
    expect(group.inputs).not.toHaveProperty("ingress");
    const rules = built
        .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        .filter(({ inputs }) => inputs.securityGroupId === `${group.name}-id`);
    expect(
        rules.map(({ inputs: { cidrIpv4, ipProtocol, fromPort, toPort } }) => ({
            cidrIpv4,
            ipProtocol,
            fromPort,
            toPort,
        })),
    ).toEqual([{ cidrIpv4: "10.0.0.0/16", ipProtocol: "tcp", fromPort: 443, toPort: 443 }]);
});

test("The default security group lets nothing in or out", () => {
    expect(built.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).toMatchObject({
        ingress: [],
        egress: [],
    });
});

test("All connections are recorded, encrypted and kept", () => {
    expect(built.one("aws:ec2/flowLog:FlowLog").inputs).toMatchObject({ vpcId: "shop-vpc-id", trafficType: "ALL" });
    expect(built.one("aws:cloudwatch/logGroup:LogGroup", "flow-logs").inputs).toMatchObject({
        retentionInDays: 365,
        kmsKeyId: "arn:shop-control-plane",
    });
});

test("Nodes come after the routes and endpoints of their subnets, and go before them", () => {
    const { dependencies } = built.one("aws:eks/nodeGroup:NodeGroup");
    expect(dependencies).toEqual(expect.arrayContaining(zones.map((zone) => `shop-private-${zone}`)));
    expect(dependencies).toEqual(
        expect.arrayContaining(["shop-endpoint-sts", "shop-endpoint-ecr-dkr", "shop-endpoints-https"]),
    );
});

test("A given VPC is used as it is, and nothing is made in it", async () => {
    const existing = {
        vpcId: "vpc-1",
        privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
        publicSubnetIds: ["subnet-4"],
        intraSubnetIds: ["subnet-5", "subnet-6", "subnet-7"],
    };
    const { all, outputs } = await network({ existing });
    expect(all.map(({ type }) => type)).toEqual(["production-cluster:index:Network"]);
    expect(outputs).toEqual({ ...existing, vpcCidr: "10.0.0.0/16", controlPlaneCidrs: ["10.0.0.0/16"] });
});

test("In a given VPC without intra subnets the control plane stands in the private ones", async () => {
    const { outputs } = await network({ existing: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] } });
    expect(outputs).toMatchObject({ intraSubnetIds: ["subnet-1", "subnet-2"], publicSubnetIds: [] });
});

const network = (args: { existing: { vpcId: string; privateSubnetIds: string[] } }) =>
    record(async () => {
        const { Network } = await import("../../components/foundation/network.ts");
        const { vpcId, vpcCidr, privateSubnetIds, publicSubnetIds, intraSubnetIds, controlPlaneCidrs } = new Network(
            "shop",
            {
                clusterName: "shop",
                region: "eu-west-1",
                zones,
                cidr: "10.0.0.0/16",
                logKeyArn: "arn:key",
                logRetentionDays: 365,
                awsApis: [],
                ...args,
            },
        );
        const outputs = pulumi.output({
            vpcId,
            vpcCidr,
            privateSubnetIds,
            publicSubnetIds,
            intraSubnetIds,
            controlPlaneCidrs,
        });
        return new Promise((resolve) => outputs.apply(resolve));
    });
