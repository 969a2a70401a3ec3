import * as aws from "@pulumi/aws";
import { type InvokeOptions, type Output, unsecret } from "@pulumi/pulumi";

/**
 * Bottlerocket release of the nodes (https://github.com/bottlerocket-os/bottlerocket/releases). Pinned: with `latest`,
 * machines would be replaced on the day of a release, by nobody's decision.
 */
const release = "1.64.0";

/**
 * The image as Karpenter names it. Looked up by the parameter that Karpenter reads itself, so that a release which AWS
 * does not publish, or no more, stops the plan and not the next node.
 */
export function machineImage(kubernetesVersion: string, opts: InvokeOptions): Output<string> {
    const name = `/aws/service/bottlerocket/aws-k8s-${kubernetesVersion}/x86_64/${release}/image_id`;
    return unsecret(aws.ssm.getParameterOutput({ name }, opts).apply(() => `bottlerocket@v${release}`));
}
