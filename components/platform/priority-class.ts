import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";

/** Name of the priority class of the platform's own pods. */
export const platformPriority = "platform-critical";

/**
 * Below `system-cluster-critical` (2,000,000,000), above every workload: when nodes run short, applications wait for
 * the platform and not the other way round. User-defined classes go up to 1,000,000,000.
 */
export const platformPriorityClass = (
    name: string,
    opts: CustomResourceOptions,
    annotations?: Record<string, Input<string>>,
): k8s.scheduling.v1.PriorityClass =>
    new k8s.scheduling.v1.PriorityClass(
        `${name}-priority`,
        {
            metadata: { name: platformPriority, ...(annotations && { annotations }) },
            value: 900_000_000,
            description: "The platform's own pods.",
        },
        opts,
    );
