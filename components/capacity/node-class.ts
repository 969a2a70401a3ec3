import type { Input } from "@pulumi/pulumi";
import type { Profile } from "../platform/addon.ts";
import type { EC2NodeClass } from "../platform/kubernetes-object.ts";

export interface NodeClassFacts {
    /** Alias of the machine image, `bottlerocket@v<release>`. */
    machineImage: Input<string>;
    /** Name of the instance profile of the nodes. */
    instanceProfile: Input<string>;
    /** Security groups of the nodes. */
    securityGroupIds: Input<string>[];
    /** Private subnets of a given VPC. Default: those that carry the tag `karpenter.sh/discovery: <cluster name>`. */
    subnetIds?: Input<string>[];
    /** KMS key that encrypts the volumes. */
    volumeKeyArn: Input<string>;
    /** Tags of machines and volumes. */
    tags: Record<string, string>;
}

export const nodeClassName = "default";

/** How a machine looks like: Bottlerocket, private, encrypted, and out of reach of the pods that run on it. */
export const nodeClass = ({ clusterName }: Profile, facts: NodeClassFacts): EC2NodeClass => ({
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: nodeClassName },
    spec: {
        amiSelectorTerms: [{ alias: facts.machineImage }],
        instanceProfile: facts.instanceProfile,
        subnetSelectorTerms: facts.subnetIds?.map((id) => ({ id })) ?? [
            { tags: { "karpenter.sh/discovery": clusterName } },
        ],
        securityGroupSelectorTerms: facts.securityGroupIds.map((id) => ({ id })),
        associatePublicIPAddress: false,
        metadataOptions: {
            httpEndpoint: "enabled",
            httpProtocolIPv6: "disabled",
            // One hop: pods do not reach the node's credentials.
            httpPutResponseHopLimit: 1,
            httpTokens: "required",
        },
        // Bottlerocket keeps its system on the first volume, and images, logs and pods on the second.
        blockDeviceMappings: [volume("/dev/xvda", "4Gi", facts), volume("/dev/xvdb", "100Gi", facts)],
        // The VPC CNI hands out prefixes, so that the number of network interfaces is no limit.
        kubelet: { maxPods: 110 },
        tags: facts.tags,
    },
});

type Volume = NonNullable<NonNullable<EC2NodeClass["spec"]>["blockDeviceMappings"]>[number];

const volume = (deviceName: string, volumeSize: string, { volumeKeyArn }: NodeClassFacts): Volume => ({
    deviceName,
    ebs: { volumeType: "gp3", volumeSize, encrypted: true, kmsKeyID: volumeKeyArn, deleteOnTermination: true },
});
