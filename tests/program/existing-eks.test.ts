import { join } from "node:path";
import { expect, test } from "vitest";
import { partsOf, undecided } from "../../components/parts.ts";
import { TestStack } from "../engine/stack.ts";
import { releases } from "./program.ts";

const minutes = (count: number) => count * 60_000;

/** An EKS cluster that another program could have made, and the platform on it. */
const onEks = (index: string) => `
    import * as aws from "@pulumi/aws";
    import * as eks from "@pulumi/eks";
    import { ProductionCluster } from "${index}";

    const provider = new aws.Provider("theirs", { region: "eu-west-1" });
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const nodes = new aws.iam.Role("nodes", { name: "nodes", assumeRolePolicy }, { provider });
    const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
    const vpc = new aws.ec2.Vpc("theirs", { cidrBlock: "10.0.0.0/16" }, { provider });
    const subnets = zones.map(
        (availabilityZone, index) =>
            new aws.ec2.Subnet(
                availabilityZone,
                { vpcId: vpc.id, availabilityZone, cidrBlock: "10.0." + index + ".0/24" },
                { provider },
            ).id,
    );
    const theirs = new eks.Cluster(
        "theirs",
        {
            name: "theirs",
            version: "1.35",
            vpcId: vpc.id,
            subnetIds: subnets,
            authenticationMode: "API",
            createOidcProvider: false,
            skipDefaultNodeGroup: true,
            skipDefaultSecurityGroups: true,
            useDefaultVpcCni: true,
            corednsAddonOptions: { enabled: false },
            kubeProxyAddonOptions: { enabled: false },
        },
        { provider },
    );
    const addon = new aws.eks.Addon(
        "theirs",
        { clusterName: theirs.eksCluster.name, addonName: "snapshot-controller", addonVersion: "v8.6.0-eksbuild.4" },
        { provider },
    );
    const cluster = new ProductionCluster(
        "team",
        {
            region: "eu-west-1",
            zones,
            alerts: { emails: ["platform@example.com"], heartbeatUrlSecret: "team/heartbeat-url" },
            gitops: { repository: "https://github.com/example/clusters" },
            ownership: { owner: "team", environment: "production", costCenter: "4711" },
            cluster: {
                existing: {
                    kubeconfig: theirs.kubeconfigJson,
                    nodeCidrs: ["10.0.0.0/16"],
                    serviceCidr: "172.20.0.0/16",
                    eks: {
                        clusterName: "theirs",
                        vpcId: vpc.id,
                        privateSubnetIds: subnets,
                        securityGroupIds: [theirs.clusterSecurityGroupId],
                        nodeRoleArn: nodes.arn,
                        instanceProfile: "nodes",
                    },
                },
            },
        },
        { dependsOn: [theirs, addon] },
    );
    export const { clusterName, clusterArn, vpcId, notApplicable } = cluster;
`;

test(
    "on an EKS cluster of somebody else the whole platform comes up, with its own key and stores, and no second network",
    async () => {
        const index = join(import.meta.dirname, "../../components/index.ts");
        const stack = new TestStack({ program: { text: onEks(index) } }, "team");
        const up = await stack.up({ skipPreview: true });
        expect(up.exitCode, up.output).toBe(0);
        const resources = await stack.resources();
        const parts = partsOf(undecided).filter(({ namespace }) => namespace);
        expect(releases(resources)).toEqual(expect.arrayContaining(parts.map(({ name }) => name)));

        const own = resources.filter(({ urn }) => urn.includes("production-cluster:index:ProductionCluster"));
        const kinds = new Set(own.map(({ type }) => type));
        for (const made of ["aws:kms/key:Key", "aws:sns/topic:Topic", "aws:s3/bucket:Bucket", "aws:sqs/queue:Queue"])
            expect(kinds).toContain(made);
        for (const given of [
            "aws:ec2/vpc:Vpc",
            "aws:eks/cluster:Cluster",
            "aws:eks/addon:Addon",
            "aws:eks/nodeGroup:NodeGroup",
        ])
            expect(kinds).not.toContain(given);
        expect(own.filter(({ deletedWith }) => deletedWith)).toEqual([]);
        const associations = own.filter(({ type }) => type.endsWith(":PodIdentityAssociation"));
        expect(new Set(associations.map(({ inputs }) => inputs?.clusterName))).toEqual(new Set(["theirs"]));
        const karpenter = own.find(({ inputs }) => inputs?.name === "karpenter" && inputs.values);
        expect(karpenter?.inputs?.values).toMatchObject({ settings: { clusterName: "theirs" } });
        const outputs = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
        expect(outputs).toMatchObject({ clusterName: "theirs" });
        expect(outputs?.notApplicable).toEqual({});
    },
    minutes(5),
);
