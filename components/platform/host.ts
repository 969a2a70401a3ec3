import type * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type { Input, Resource, ResourceHookBinding } from "@pulumi/pulumi";

/** The cluster that add-ons are installed on, as far as the installation has to know it. */
export interface Host {
    /** Minor version that Pod Security levels are pinned to, such as `1.35`. */
    kubernetesVersion: string;
    kubernetes: k8s.Provider;
    /** Where pods get their AWS permissions. Undefined where the cluster is not on EKS. */
    eks?: {
        clusterName: Input<string>;
        clusterArn: Input<string>;
        aws: aws.Provider;
        /** What a Pod Identity association is made with, so that no pod comes before it counts. */
        associations: ResourceHookBinding;
    };
    /** What in-cluster objects vanish with. Undefined where the cluster outlives them. */
    cluster?: Resource;
    /** What must be ready before the first pod of an add-on: nodes, DNS, storage. */
    ready: Resource[];
    /** Ranges of the nodes; on EKS those of the VPC: nodes, pods and the private endpoints of AWS APIs. */
    nodeCidrs: string[];
    /** Ranges of the control plane's network interfaces: where webhook calls come from and API calls go to. */
    controlPlaneCidrs: string[];
    /** Ports of the API server, behind its Service and on its own addresses. */
    apiServerPorts: number[];
    /** Range of Services; its first address is the API server's. */
    serviceCidr: string;
    /** `upstream`, an OCI prefix, or a folder of chart archives. */
    chartSource: string;
    /** Labels of every namespace. */
    labels: Record<string, string>;
}
