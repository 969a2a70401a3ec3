import { StackReference } from "@pulumi/pulumi";
import { ProductionCluster, stackConfiguration } from "./components/index.ts";

const { name, primaryStack, ...args } = stackConfiguration();

/** What a standby needs of its primary; a missing output fails the plan instead of becoming undefined. */
function primary(stack: string) {
    const reference = new StackReference(stack);
    return {
        backupBucket: reference.requireOutput("backupReplicaBucket"),
        backupKeyArn: reference.requireOutput("backupReplicaKeyArn"),
        backupPasswordSecret: reference.requireOutput("backupPasswordSecret"),
    };
}

const cluster = new ProductionCluster(name, { ...args, standby: primaryStack ? primary(primaryStack) : undefined });

const outputs = {
    clusterName: cluster.clusterName,
    /** What is left out on a cluster that is not on EKS, each with its reason. */
    notApplicable: cluster.notApplicable,
    clusterArn: cluster.clusterArn,
    endpoint: cluster.endpoint,
    vpcId: cluster.vpcId,
    backupBucket: cluster.backupBucket,
    /** What the standby reads; without a second region there is none. */
    backupReplicaBucket: cluster.backupReplicaBucket,
    backupReplicaKeyArn: cluster.backupReplicaKeyArn,
    backupPasswordSecret: cluster.backupPasswordSecret,
};

/** Those that are there: Pulumi warns of each that is undefined, as most are where there is no AWS around the cluster. */
export default Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
