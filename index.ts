import { ProductionCluster, stackConfiguration } from "./components/index.ts";

// The SDK takes a stack trace for each resource, and maps each line of it to TypeScript: half a second of the program's
// three, and 30 MiB. Node leaves every position where it was, so there is nothing to map.
Reflect.deleteProperty(Error, "prepareStackTrace");

const { name, args } = stackConfiguration();

const cluster = new ProductionCluster(name, args);

const outputs = {
    clusterName: cluster.clusterName,
    /** What the Internet reaches. */
    publicHosts: cluster.publicHosts,
    /** What another cluster names in `edge.failover`; without CloudFront there is none. */
    edgeOriginId: cluster.edgeOriginId,
    edgeOriginHost: cluster.edgeOriginHost,
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
    dnsOwner: cluster.dnsOwner,
    /** What pipelines assume. */
    pushRoleArns: cluster.pushRoleArns,
};

/**
 * Those that are there: Pulumi warns of each that is undefined, as most are where there is no AWS around the cluster.
 */
export default Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
