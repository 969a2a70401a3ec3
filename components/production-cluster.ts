import "./sdk-diagnostics.ts";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ProductionClusterArgs } from "./arguments.ts";
import { assemble } from "./assembly.ts";
import { settingsOf } from "./configuration/checked-settings.ts";
import { existingCluster } from "./foundation/existing-cluster.ts";
import { lessElsewhere } from "./foundation/foundation.ts";
import { ownCluster } from "./foundation/own-cluster.ts";
import { imageSource } from "./images/image-source.ts";
import { install } from "./platform/install.ts";
import { AdmissionPolicies } from "./security/admission/admission-policies.ts";
import { selectionOf } from "./selection.ts";
import { publicHosts } from "./traffic/edge/edge.ts";

/**
 * A production-ready Kubernetes cluster and the platform on it: on EKS from the ground up, or on a cluster that exists.
 * The constructor is the table of contents; each part explains itself in the file that it is imported from.
 */
export class ProductionCluster extends pulumi.ComponentResource {
    /** Name of the cluster; on EKS its name in AWS. */
    readonly clusterName: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly clusterArn?: pulumi.Output<string>;
    /**
     * URL of the Kubernetes API; private unless `controlPlane.publicAccessCidrs` says otherwise. Undefined where given.
     */
    readonly endpoint?: pulumi.Output<string>;
    /**
     * Holds no credential: whoever uses it signs in with their own IAM role. For `cluster.existing` it is the given
     * one.
     */
    readonly kubeconfig: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly vpcId?: pulumi.Output<string>;
    /** Undefined where the cluster is not on EKS. */
    readonly backupBucket?: pulumi.Output<string>;
    /** What a standby reads, in `backup.replicaRegion`; undefined without one. */
    readonly backupReplicaBucket?: pulumi.Output<string>;
    readonly backupReplicaKeyArn?: pulumi.Output<string>;
    /**
     * Name of the secret with the password of the backups, here and in `backup.replicaRegion`. Undefined without EKS.
     */
    readonly backupPasswordSecret?: pulumi.Output<string>;
    /** Whose the records in DNS are, which a standby reads; undefined without `dns`. */
    readonly dnsOwner?: pulumi.Output<string>;
    /** ARNs of the roles of `registry.ecr.pushRoles`, by their names there; undefined where there are none. */
    readonly pushRoleArns?: pulumi.Output<Record<string, string>>;
    /** Names that the Internet reaches; none unless `edge` says so. */
    readonly publicHosts: pulumi.Output<string[]>;
    /** What another cluster names in `edge.failover`; undefined without CloudFront. */
    readonly edgeOriginId?: pulumi.Output<string>;
    readonly edgeOriginHost?: pulumi.Output<string>;
    /** What of the platform is not there because the cluster is not on EKS, each with its reason; empty on EKS. */
    readonly notApplicable: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: ProductionClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        // The arguments would be recorded as they are, and may hold the content of a kubeconfig.
        super("production-cluster:index:ProductionCluster", name, {}, opts);
        const settings = settingsOf(name, args);
        const tags = { cluster: name, ...settings.ownership };
        const allowedAccountIds = settings.accountId === undefined ? undefined : [settings.accountId];
        const providers = new Map<string, aws.Provider>();
        const awsIn = (region: string) => {
            const known = providers.get(region);
            if (known) return known;
            const made = new aws.Provider(
                `${name}-${region}`,
                { region, allowedAccountIds, defaultTags: { tags } },
                { parent: this },
            );
            providers.set(region, made);
            return made;
        };

        const selection = selectionOf(settings);
        const { missing, exemptions, awsApis, offers } = selection;

        const { existing } = settings.cluster;
        const foundationArgs = {
            settings,
            awsApis,
            startupTaint: offers.policyEngine?.startupTaint,
            tags,
            awsIn,
            parent: this,
        };
        const { host, profile, eks, endpoint, kubeconfig } = existing
            ? existingCluster(name, existing, foundationArgs)
            : ownCluster(name, foundationArgs);
        const inCluster = { parent: this, provider: host.kubernetes, deletedWith: host.cluster };
        const account = eks && { ...eks, name, own: { parent: this, provider: eks.provider }, awsIn };
        const images = imageSource(settings, account);
        const admission = new AdmissionPolicies(name, { settings, exemptions }, inCluster);
        const { addons, outputs } = assemble(selection, settings, { profile, eks: account, ...images });
        install(name, addons, { ...host, ready: [...host.ready, ...images.ready, admission] }, this);
        const notApplicable = eks ? missing : { ...missing, ...lessElsewhere };
        if (!eks)
            void pulumi.log.info(`Not applicable, because the cluster is not on EKS:\n${lines(notApplicable)}`, this);

        this.clusterName = pulumi.output(host.eks?.clusterName ?? name);
        this.clusterArn = eks && pulumi.output(eks.clusterArn);
        this.endpoint = endpoint;
        this.kubeconfig = pulumi.output(kubeconfig);
        this.vpcId = eks && pulumi.output(eks.vpcId);
        this.backupBucket = outputs.backupBucket;
        this.backupReplicaBucket = outputs.backupReplicaBucket;
        this.backupReplicaKeyArn = outputs.backupReplicaKeyArn;
        this.backupPasswordSecret = outputs.backupPasswordSecret;
        this.dnsOwner = outputs.dnsOwner;
        this.pushRoleArns = images.pushRoleArns;
        this.publicHosts = pulumi.output(publicHosts(settings));
        this.edgeOriginId = outputs.edgeOriginId;
        this.edgeOriginHost = outputs.edgeOriginHost;
        this.notApplicable = pulumi.output(notApplicable);
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
            dnsOwner: this.dnsOwner,
            pushRoleArns: this.pushRoleArns,
            publicHosts: this.publicHosts,
            edgeOriginId: this.edgeOriginId,
            edgeOriginHost: this.edgeOriginHost,
            notApplicable: this.notApplicable,
        });
    }
}

const lines = (reasons: Readonly<Record<string, string>>): string =>
    Object.entries(reasons)
        .map(([what, why]) => `  ${what}: ${why}`)
        .join("\n");
