import type * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";

/** The cluster that add-ons are installed on, as far as the installation has to know it. */
export interface Host {
    clusterName: Input<string>;
    clusterArn: Input<string>;
    /** Minor version that Pod Security levels are pinned to, such as `1.35`. */
    kubernetesVersion: string;
    aws: aws.Provider;
    kubernetes: k8s.Provider;
    /** What in-cluster objects vanish with. */
    cluster: Resource;
    /** What must be ready before the first pod of an add-on: nodes, DNS, storage. */
    ready: Resource[];
    /** Range of the VPC: nodes, pods and the private endpoints of AWS APIs. */
    vpcCidr: string;
    /** Ranges of the control plane's network interfaces: where webhook calls come from and API calls go to. */
    controlPlaneCidrs: string[];
    /** Range of Services; its first address is the API server's. */
    serviceCidr: string;
    /** `upstream`, an OCI prefix, or a folder of chart archives. */
    chartSource: string;
    /** Labels of every namespace. */
    labels: Record<string, string>;
}
