import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { AddonNamespace } from "./addon.ts";
import type { Host } from "./host.ts";
import { reasonAnnotation } from "./network-policies.ts";

/**
 * Quota of a platform namespace. Counts only: no platform part needs a node port, and a load balancer only who says so;
 * 200 pods are far above what any part runs that is not on every node.
 */
export const quota = ({
    loadBalancers = 0,
    maxPods = 200,
    onEveryNode,
}: Pick<AddonNamespace, "loadBalancers" | "maxPods" | "onEveryNode"> = {}) => ({
    ...(!onEveryNode && { pods: String(maxPods) }),
    "services.nodeports": "0",
    "services.loadbalancers": String(loadBalancers),
});

/** What a container without requests and limits of its own gets; every container of the platform sets its own. */
export const containerDefaults = {
    defaultRequest: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "128Mi" },
    default: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "1Gi" },
};

/** A namespace with its Pod Security level, quota and container defaults. Returns the namespace. */
export function namespace(
    name: string,
    { name: namespaceName, podSecurity, reason, labels: own, annotations, ...counts }: AddonNamespace,
    { kubernetesVersion, labels }: Pick<Host, "kubernetesVersion" | "labels">,
    opts: CustomResourceOptions,
): k8s.core.v1.Namespace {
    const namespace = new k8s.core.v1.Namespace(
        `${name}-namespace`,
        {
            metadata: {
                name: namespaceName,
                labels: { ...labels, ...podSecurityLabels(podSecurity, `v${kubernetesVersion}`), ...own },
                ...((reason ?? annotations) && {
                    annotations: { ...annotations, ...(reason && { [reasonAnnotation]: reason }) },
                }),
            },
        },
        opts,
    );
    const inside = { ...opts, dependsOn: namespace };
    const metadata = { namespace: namespaceName };
    new k8s.core.v1.ResourceQuota(
        `${name}-quota`,
        { metadata: { ...metadata, name: "quota" }, spec: { hard: quota(counts) } },
        inside,
    );
    new k8s.core.v1.LimitRange(
        `${name}-limits`,
        { metadata: { ...metadata, name: "limits" }, spec: { limits: [{ type: "Container", ...containerDefaults }] } },
        inside,
    );
    return namespace;
}

/** Enforced at the level; whoever comes closer to `restricted` than that is warned and audited. */
export const podSecurityLabels = (level: string, version: string): Record<string, string> => ({
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": version,
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": version,
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/audit-version": version,
});
