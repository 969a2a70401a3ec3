import { output, StackReference } from "@pulumi/pulumi";
import { ProductionCluster, stackConfiguration } from "./components/index.ts";

const { name, primaryStack, ...args } = stackConfiguration();

/** What a standby needs of its primary; a missing output fails the plan instead of becoming undefined. */
function primary(stack: string) {
    const reference = new StackReference(stack);
    return {
        backupBucket: reference.requireOutput("backupReplicaBucket"),
        backupKeyArn: reference.requireOutput("backupReplicaKeyArn"),
    };
}

const cluster = new ProductionCluster(name, { ...args, standby: primaryStack ? primary(primaryStack) : undefined });

export const { clusterName } = cluster;
/** What is left out on a cluster that is not on EKS, each with its reason. */
export const notApplicable = output(cluster.notApplicable);
/** This and what follows is undefined where there is no AWS around the cluster. */
export const clusterArn = output(cluster.clusterArn);
export const endpoint = output(cluster.endpoint);
export const vpcId = output(cluster.vpcId);
export const backupBucket = output(cluster.backupBucket);
/** What the standby reads; without a second region there is none. */
export const backupReplicaBucket = output(cluster.backupReplicaBucket);
export const backupReplicaKeyArn = output(cluster.backupReplicaKeyArn);
