import * as pulumi from "@pulumi/pulumi";
import { type EksAddon, eksAddon } from "./eks-addon.ts";
import type { PolicyEngine } from "./network-args.ts";

/** The cluster whose nodes are made ready. */
export interface NodeAddonsArgs {
    clusterName: pulumi.Input<string>;
    clusterArn: pulumi.Input<string>;
    region: string;
    kubernetesVersion: string;
    policyEngine: PolicyEngine;
}

const addons = ({ policyEngine }: NodeAddonsArgs): EksAddon[] => [
    { name: "eks-pod-identity-agent" },
    { name: "kube-proxy" },
    {
        name: "vpc-cni",
        configuration: {
            enableNetworkPolicy: `${policyEngine === "vpc-cni"}`,
            // 16 addresses at a time: 110 pods fit on a node of the default type, instead of 58.
            env: {
                ENABLE_PREFIX_DELEGATION: "true",
                WARM_PREFIX_TARGET: "1",
                // Calico hears of a pod's address when the pod has it, and not when its kubelet says so.
                ...(policyEngine === "calico" && { ANNOTATE_POD_IP: "true" }),
            },
        },
        identity: { serviceAccount: "aws-node", managedPolicy: "AmazonEKS_CNI_Policy" },
    },
];

/** What a node needs to become ready. It comes before the first node, and goes after the last. */
export class NodeAddons extends pulumi.ComponentResource {
    constructor(name: string, args: NodeAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:NodeAddons", name, {}, opts);
        for (const addon of addons(args)) eksAddon(name, addon, args, { parent: this });
        this.registerOutputs({});
    }
}
