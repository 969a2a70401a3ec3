import * as pulumi from "@pulumi/pulumi";
import type { Taint, Toleration } from "../platform/addon.ts";
import { type EksAddon, eksAddon } from "./eks-addon.ts";
import { systemNodeSelector, systemTolerations } from "./system-node-class.ts";

/** The cluster that gets the add-ons, and what their AWS resources are tagged with. */
export interface ClusterAddonsArgs {
    clusterName: pulumi.Input<string>;
    clusterArn: pulumi.Input<string>;
    region: string;
    kubernetesVersion: string;
    /** Where they run, and what goes after them. */
    nodes: pulumi.Resource;
    /** What the nodes begin with; it goes only when pods of the platform run, which need these. Default: nothing. */
    startupTaint?: Taint;
    /** Tags of every EBS volume and snapshot that pods ask for. */
    tags: Record<string, string>;
    /** CloudWatch is told of nodes, pods and containers, too. */
    cloudWatch: boolean;
}

/** Also on nodes that are not ready for anything else. */
const tolerationsOf = ({ startupTaint }: ClusterAddonsArgs): Toleration[] => [
    ...systemTolerations,
    ...(startupTaint ? [{ key: startupTaint.key, operator: "Exists" as const, effect: startupTaint.effect }] : []),
];

/** Each pod of a Deployment in a zone of its own, as far as there are nodes. */
const spread = (label: Record<string, string>) => [
    {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: label },
    },
];

function addons(args: ClusterAddonsArgs): EksAddon[] {
    const { tags, cloudWatch } = args;
    const tolerations = tolerationsOf(args);
    const onSystemNodes = { nodeSelector: systemNodeSelector, tolerations };
    return [
        {
            name: "coredns",
            configuration: {
                ...onSystemNodes,
                replicaCount: 3,
                podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
                topologySpreadConstraints: spread({ "k8s-app": "kube-dns" }),
            },
        },
        { name: "snapshot-controller", configuration: { tolerations } },
        {
            name: "aws-ebs-csi-driver",
            // Snapshots are served by then, which the driver asks when it is installed.
            needs: ["snapshot-controller"],
            configuration: {
                // Its pods do not reach the node's metadata, and count one volume and one network interface without.
                // Bottlerocket has two volumes; from `large` on, the prefixes of 110 pods fit on one interface.
                node: { reservedVolumeAttachments: 2, enableMetrics: true },
                // Also where the driver was there first.
                sidecars: { snapshotter: { forceEnable: true } },
                controller: {
                    ...onSystemNodes,
                    enableMetrics: true,
                    extraVolumeTags: tags,
                    replicaCount: 2,
                    topologySpreadConstraints: spread({ app: "ebs-csi-controller" }),
                },
            },
            identity: { serviceAccount: "ebs-csi-controller-sa", managedPolicy: "AmazonEBSCSIDriverPolicyV2" },
        },
        { name: "metrics-server", configuration: { replicas: 2, tolerations } },
        { name: "eks-node-monitoring-agent" },
        ...(cloudWatch ? [cloudWatchAgent] : []),
    ];
}

/**
 * Container Insights alone: logs are Fluent Bit's business, traces the collector's. Its operator makes the agents, on
 * every node whatever its taints (https://github.com/aws-observability/helm-charts).
 */
const cloudWatchAgent: EksAddon = {
    name: "amazon-cloudwatch-observability",
    configuration: {
        containerInsights: { enabled: true },
        containerLogs: { enabled: false },
        applicationSignals: { enabled: false },
        tolerations: [{ operator: "Exists" }],
    },
    identity: {
        namespace: "amazon-cloudwatch",
        serviceAccount: "cloudwatch-agent",
        managedPolicy: "CloudWatchAgentServerPolicy",
    },
};

/** What pods need: names, volumes, snapshots, metrics, and repair of sick nodes. They come after the system nodes. */
export class ClusterAddons extends pulumi.ComponentResource {
    constructor(name: string, args: ClusterAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ClusterAddons", name, {}, opts);
        const made = new Map<string, pulumi.Resource>();
        for (const addon of addons(args)) {
            const needs = (addon.needs ?? []).flatMap((other) => made.get(other) ?? []);
            const dependsOn = [args.nodes, ...needs];
            made.set(addon.name, eksAddon(name, addon, args, { parent: this, dependsOn }));
        }
        this.registerOutputs({});
    }
}
