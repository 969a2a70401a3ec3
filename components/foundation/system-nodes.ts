import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Taint } from "../platform/addon.ts";
import { architecture } from "../platform/architecture.ts";
import { dependingOn } from "../platform/depending-on.ts";
import { managedPolicyArn } from "../platform/partition.ts";
import { systemNodeSelector, systemTaint } from "./system-node-class.ts";

/** The machines that run the platform itself. */
export interface SystemNodesArgs {
    clusterName: pulumi.Input<string>;
    region: string;
    /** Kubernetes minor version, the same as the control plane's. */
    kubernetesVersion: string;
    /** EC2 instance types of one architecture. */
    instanceTypes: string[];
    minSize: number;
    maxSize: number;
    /** Size of the data volume, GiB. */
    diskSizeGiB: number;
    /** Private subnets, one a zone. */
    subnetIds: pulumi.Input<string[]>;
    /** ARN of the KMS key that encrypts the volumes. */
    volumeKeyArn: pulumi.Input<string>;
    /** What makes a node ready: the group comes after it, and goes before it. */
    addons: pulumi.Resource;
    /** What a node begins with, beside the taint of the group. Default: nothing. */
    startupTaint?: Taint;
    /** Tags of machines, volumes and network interfaces, which the AWS provider's default tags do not reach. */
    tags: Record<string, string>;
}

/** In the words of EKS. */
const effects: Record<Taint["effect"], string> = { NoSchedule: "NO_SCHEDULE", NoExecute: "NO_EXECUTE" };

const amiTypes = { arm64: "BOTTLEROCKET_ARM_64", x86_64: "BOTTLEROCKET_x86_64" };

/**
 * What a node needs: pod networking and volumes have roles of their own. Session Manager is the way in. The minimal
 * worker policy is for EKS Auto Mode: Bottlerocket asks for its own name by `ec2:DescribeInstances` when it boots.
 */
const nodePolicies = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonSSMManagedInstanceCore",
];

/** A managed node group over all zones, kept for the platform by its taint. */
export class SystemNodes extends pulumi.ComponentResource {
    /** Role of the nodes, which EKS lets into the cluster. */
    readonly roleArn: pulumi.Output<string>;
    /**
     * Instance profile of the role, for nodes that are not in the group: Karpenter cannot make one from inside the VPC.
     */
    readonly instanceProfileName: pulumi.Output<string>;

    constructor(name: string, args: SystemNodesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:SystemNodes", name, {}, opts);
        const [family, ...others] = new Set(args.instanceTypes.map(architecture));
        if (family === undefined || others.length > 0) {
            throw new pulumi.InputPropertyError({
                propertyPath: "instanceTypes",
                reason: "give one or more instance types of one architecture: a node group boots one machine image",
            });
        }

        const role = new aws.iam.Role(
            `${name}-node`,
            { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }) },
            { parent: this },
        );
        const policies = nodePolicies.map(
            (policy) =>
                new aws.iam.RolePolicyAttachment(
                    `${name}-${policy}`,
                    { role: role.name, policyArn: managedPolicyArn(policy, args.region) },
                    { parent: this },
                ),
        );
        const profile = new aws.iam.InstanceProfile(`${name}-node`, { role: role.name }, { parent: this });
        const template = new aws.ec2.LaunchTemplate(`${name}-template`, machine(args), { parent: this });
        new aws.eks.NodeGroup(
            `${name}-group`,
            {
                clusterName: args.clusterName,
                version: args.kubernetesVersion,
                nodeRoleArn: role.arn,
                subnetIds: args.subnetIds,
                amiType: amiTypes[family],
                capacityType: "ON_DEMAND",
                instanceTypes: args.instanceTypes,
                launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
                scalingConfig: { minSize: args.minSize, maxSize: args.maxSize, desiredSize: args.minSize },
                updateConfig: { maxUnavailable: 1 },
                nodeRepairConfig: { enabled: true },
                labels: systemNodeSelector,
                taints: [systemTaint, ...(args.startupTaint ? [args.startupTaint] : [])].map(
                    ({ effect, ...taint }) => ({ ...taint, effect: effects[effect] }),
                ),
            },
            { parent: this, dependsOn: [args.addons, ...policies], ignoreChanges: ["scalingConfig.desiredSize"] },
        );

        this.roleArn = role.arn;
        this.instanceProfileName = dependingOn(profile.name, policies);
        this.registerOutputs({ roleArn: this.roleArn, instanceProfileName: this.instanceProfileName });
    }
}

/** Bottlerocket keeps its system on the first volume, and images, logs and pods on the second. */
function machine({ diskSizeGiB, volumeKeyArn, tags }: SystemNodesArgs): aws.ec2.LaunchTemplateArgs {
    const ebs = { volumeType: "gp3", encrypted: "true", kmsKeyId: volumeKeyArn, deleteOnTermination: "true" };
    return {
        updateDefaultVersion: true,
        // One hop: pods do not reach the node's credentials.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
            { deviceName: "/dev/xvda", ebs },
            { deviceName: "/dev/xvdb", ebs: { ...ebs, volumeSize: diskSizeGiB } },
        ],
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
    };
}
