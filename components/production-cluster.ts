import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { addons } from "./addons.ts";
import type { ProductionClusterArgs } from "./arguments.ts";
import { settingsOf } from "./configuration/settings.ts";
import { eksParts } from "./eks-parts.ts";
import { foundation } from "./foundation/foundation.ts";
import { eksOnly } from "./platform/eks-only.ts";
import { install } from "./platform/install.ts";
import { AdmissionPolicies } from "./security/admission/admission-policies.ts";

/**
 * A production-ready Kubernetes cluster and the platform on it: on EKS from the ground up, or on a cluster that exists.
 * The constructor is the table of contents; each part explains itself in the file that it is imported from.
 */
export class ProductionCluster extends pulumi.ComponentResource {
    /** Name of the cluster; on EKS its name in AWS. */
    readonly clusterName: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly clusterArn?: pulumi.Output<string>;
    /** URL of the Kubernetes API; private unless `controlPlane.publicAccessCidrs` says otherwise. Undefined where given. */
    readonly endpoint?: pulumi.Output<string>;
    /** Holds no credential: whoever uses it signs in with their own IAM role. For `cluster.existing` it is the given one. */
    readonly kubeconfig: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly vpcId?: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly backupBucket?: pulumi.Output<string>;
    /** What a standby reads, in `backup.replicaRegion`; undefined without one. */
    readonly backupReplicaBucket?: pulumi.Output<string>;
    readonly backupReplicaKeyArn?: pulumi.Output<string>;
    /** Name of the secret with the password of the backups, here and in `backup.replicaRegion`. Undefined without EKS. */
    readonly backupPasswordSecret?: pulumi.Output<string>;
    /** What of the platform is not there because the cluster is not on EKS, each with its reason; empty on EKS. */
    readonly notApplicable: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: ProductionClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        // The arguments would be recorded as they are, and may hold the content of a kubeconfig.
        super("production-cluster:index:ProductionCluster", name, {}, opts);
        const settings = settingsOf(name, args);
        const tags = { cluster: name, ...settings.ownership };
        const awsIn = (region: string) =>
            new aws.Provider(`${name}-${region}`, { region, defaultTags: { tags } }, { parent: this });

        const { host, profile, eks, endpoint, kubeconfig } = foundation(name, { settings, tags, awsIn, parent: this });
        const parts = eks && eksParts(name, settings, eks, { awsIn, parent: this });
        const inCluster = { parent: this, provider: host.kubernetes, deletedWith: host.cluster };
        const admission = new AdmissionPolicies(name, settings, inCluster);
        install(name, addons(settings, profile, parts), { ...host, ready: [...host.ready, admission] }, this);
        if (!eks) void pulumi.log.info(`Not applicable, because the cluster is not on EKS:\n${lines(eksOnly)}`, this);

        this.clusterName = pulumi.output(host.eks?.clusterName ?? name);
        this.clusterArn = eks && pulumi.output(eks.clusterArn);
        this.endpoint = endpoint;
        this.kubeconfig = pulumi.output(kubeconfig);
        this.vpcId = eks && pulumi.output(eks.vpcId);
        this.backupBucket = parts?.backupStore.bucketName;
        this.backupReplicaBucket = parts?.backupStore.replicaBucketName;
        this.backupReplicaKeyArn = parts?.backupStore.replicaKeyArn;
        this.backupPasswordSecret = parts && pulumi.output(parts.backupPasswordSecret);
        this.notApplicable = pulumi.output(eks ? {} : { ...eksOnly });
        this.registerOutputs({
            clusterName: this.clusterName,
            clusterArn: this.clusterArn,
            endpoint: this.endpoint,
            kubeconfig: this.kubeconfig,
            vpcId: this.vpcId,
            backupBucket: this.backupBucket,
            backupReplicaBucket: this.backupReplicaBucket,
            backupReplicaKeyArn: this.backupReplicaKeyArn,
            backupPasswordSecret: this.backupPasswordSecret,
            notApplicable: this.notApplicable,
        });
    }
}

const lines = (reasons: Readonly<Record<string, string>>): string =>
    Object.entries(reasons)
        .map(([what, why]) => `  ${what}: ${why}`)
        .join("\n");
