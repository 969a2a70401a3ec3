import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dependingOn } from "../platform/depending-on.ts";
import { partition } from "../platform/partition.ts";
import { reachable } from "../platform/reachability.ts";
import { accessEntries } from "./access.ts";
import type { AccessArgs } from "./access-args.ts";
import { waysToOwnCluster } from "./ways-in.ts";

/** The EKS control plane, with a value for everything whose default is weak. */
export interface ControlPlaneComponentArgs {
    /** Name of the cluster in AWS. */
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** Kubernetes minor version. */
    kubernetesVersion: string;
    access: AccessArgs;
    /** Weakness: ranges of the Internet that reach the API endpoint. None: the endpoint is private. */
    publicAccessCidrs: string[];
    /** Ranges beside the VPC that reach the private endpoint: peered networks, VPNs. */
    privateAccessCidrs: string[];
    /** Days that control plane logs are kept. */
    logRetentionDays: number;
    /** IPv4 range of Kubernetes Services. */
    serviceCidr: string;
    /** ARN of the KMS key that encrypts Secrets and logs. */
    keyArn: pulumi.Input<string>;
    vpcId: pulumi.Input<string>;
    /** IPv4 range of the VPC, from which the private endpoint answers. */
    vpcCidr: pulumi.Input<string>;
    /** Subnets, one a zone, for the network interfaces of the control plane. */
    subnetIds: pulumi.Input<string[]>;
    /** Weakness: lets the cluster be removed. */
    allowDeletion: boolean;
}

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** An EKS cluster whose API endpoint is private, and a Kubernetes provider that talks to it. */
export class ControlPlane extends pulumi.ComponentResource {
    readonly name: pulumi.Output<string>;
    /** Known in every plan. */
    readonly arn: pulumi.Output<string>;
    readonly endpoint: pulumi.Output<string>;
    /** Holds no credential: it asks `aws eks get-token`. Known when the administrators have access. */
    readonly kubeconfig: pulumi.Output<string>;
    readonly version: pulumi.Output<string>;
    /** The one security group of control plane and nodes; EKS makes it. */
    readonly clusterSecurityGroupId: pulumi.Output<string>;
    readonly kubernetes: k8s.Provider;

    constructor(name: string, args: ControlPlaneComponentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ControlPlane", name, {}, opts);
        const { clusterName, region, accountId, publicAccessCidrs, keyArn, allowDeletion } = args;

        // EKS would make it without retention and key.
        const logGroup = new aws.cloudwatch.LogGroup(
            `${name}-logs`,
            { name: `/aws/eks/${clusterName}/cluster`, retentionInDays: args.logRetentionDays, kmsKeyId: keyArn },
            { parent: this, transforms: [adopting({ parent: this })] },
        );
        const cluster = new eks.Cluster(
            `${name}-cluster`,
            {
                name: clusterName,
                version: args.kubernetesVersion,
                upgradePolicy: { supportType: "STANDARD" },
                deletionProtection: !allowDeletion,
                authenticationMode: eks.AuthenticationMode.Api,
                vpcId: args.vpcId,
                subnetIds: args.subnetIds,
                endpointPrivateAccess: true,
                endpointPublicAccess: publicAccessCidrs.length > 0,
                ...(publicAccessCidrs.length > 0 && { publicAccessCidrs }),
                kubernetesServiceIpAddressRange: args.serviceCidr,
                enabledClusterLogTypes: logTypes,
                encryptionConfigKeyArn: keyArn,
                createOidcProvider: false,
                skipDefaultNodeGroup: true,
                skipDefaultSecurityGroups: true,
                bootstrapSelfManagedAddons: false,
                useDefaultVpcCni: true,
                corednsAddonOptions: { enabled: false },
                kubeProxyAddonOptions: { enabled: false },
            },
            { parent: this, dependsOn: [logGroup], transforms: [hardening(allowDeletion)] },
        );
        const access = accessEntries(
            name,
            { clusterName: cluster.eksCluster.name, region, access: args.access },
            { parent: this },
        );

        this.name = cluster.eksCluster.name;
        this.arn = pulumi.interpolate`arn:${partition(region)}:eks:${region}:${accountId}:cluster/${clusterName}`;
        this.endpoint = cluster.eksCluster.endpoint;
        this.kubeconfig = dependingOn(cluster.kubeconfigJson, access);
        this.version = cluster.eksCluster.version;
        this.clusterSecurityGroupId = cluster.clusterSecurityGroupId;
        // Runners in the VPC; the API asks them for an IAM identity all the same.
        const reachableFrom = (rule: string, cidrIpv4: pulumi.Input<string>) =>
            new aws.vpc.SecurityGroupIngressRule(
                rule,
                {
                    securityGroupId: this.clusterSecurityGroupId,
                    description: "Kubernetes API from inside",
                    cidrIpv4,
                    ipProtocol: "tcp",
                    fromPort: 443,
                    toPort: 443,
                },
                { parent: this },
            );
        const ingress = [
            reachableFrom(`${name}-api`, args.vpcCidr),
            ...args.privateAccessCidrs.map((range) =>
                reachableFrom(`${name}-api-${range.replaceAll(/[./]/g, "-")}`, range),
            ),
        ];
        // The identifier keeps a changed kubeconfig from replacing everything in the cluster.
        this.kubernetes = new k8s.Provider(
            `${name}-kubernetes`,
            {
                kubeconfig: reachable(dependingOn(this.kubeconfig, ingress), { ways: waysToOwnCluster }, this),
                clusterIdentifier: this.arn,
            },
            { parent: this },
        );
        this.registerOutputs({
            name: this.name,
            arn: this.arn,
            endpoint: this.endpoint,
            kubeconfig: this.kubeconfig,
            version: this.version,
            clusterSecurityGroupId: this.clusterSecurityGroupId,
            kubernetes: this.kubernetes,
        });
    }
}

/**
 * Takes over a log group of that name that is there already: after a cluster has gone, EKS goes on delivering its logs,
 * and makes the group once more. The engine imports it and then gives it retention and key, in the same update; of a
 * group that the stack has, it takes no notice of this.
 */
const adopting =
    (opts: pulumi.InvokeOptions): pulumi.ResourceTransform =>
    async ({ type, props, opts: given }) => {
        if (type !== "aws:cloudwatch/logGroup:LogGroup") return undefined;
        const { logGroupNames } = await aws.cloudwatch.getLogGroups({ logGroupNamePrefix: props.name }, opts);
        return logGroupNames.includes(props.name) ? { props, opts: { ...given, import: props.name } } : undefined;
    };

/**
 * What `eks.Cluster` has no argument for: it makes whoever runs Pulumi an administrator for ever, and knows neither
 * zonal shift nor protection of the one child that must not go.
 */
const hardening =
    (allowDeletion: boolean): pulumi.ResourceTransform =>
    ({ type, props, opts }) =>
        type === "aws:eks/cluster:Cluster"
            ? {
                  props: {
                      ...props,
                      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
                      zonalShiftConfig: { enabled: true },
                  },
                  opts: { ...opts, protect: !allowDeletion },
              }
            : undefined;
