import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { addons, applicationLogDays } from "./addons.ts";
import type { ProductionClusterArgs } from "./arguments.ts";
import { BackupStore } from "./backup/backup-store.ts";
import { InterruptionQueue } from "./capacity/interruption-queue.ts";
import { settingsOf } from "./configuration/settings.ts";
import { controlPlaneCidrs } from "./foundation/cidr-plan.ts";
import { ClusterAddons } from "./foundation/cluster-addons.ts";
import { ControlPlane } from "./foundation/control-plane.ts";
import { DefaultStorageClass } from "./foundation/default-storage-class.ts";
import { Keys } from "./foundation/keys.ts";
import { Network } from "./foundation/network.ts";
import { NodeAddons } from "./foundation/node-addons.ts";
import { systemNodeSelector, systemTolerations } from "./foundation/system-node-class.ts";
import { SystemNodes } from "./foundation/system-nodes.ts";
import { AlertTopic } from "./observability/alert-topic.ts";
import { LogStore } from "./observability/log-store.ts";
import { install } from "./platform/install.ts";
import { platformPriorityClass } from "./platform/priority-class.ts";

/**
 * A production-ready EKS cluster: network, control plane, nodes, and the platform on it. The constructor is the table of
 * contents; each part explains itself in the file that it is imported from.
 */
export class ProductionCluster extends pulumi.ComponentResource {
    /** Name of the cluster in AWS. */
    readonly clusterName: pulumi.Output<string>;
    readonly clusterArn: pulumi.Output<string>;
    /** URL of the Kubernetes API; private unless `controlPlane.publicAccessCidrs` says otherwise. */
    readonly endpoint: pulumi.Output<string>;
    /** Holds no credential: whoever uses it signs in with their own IAM role. */
    readonly kubeconfig: pulumi.Output<string>;
    readonly vpcId: pulumi.Output<string>;
    readonly backupBucket: pulumi.Output<string>;
    /** What a standby reads, in `backup.replicaRegion`; undefined without one. */
    readonly backupReplicaBucket?: pulumi.Output<string>;
    readonly backupReplicaKeyArn?: pulumi.Output<string>;

    constructor(name: string, args: ProductionClusterArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ProductionCluster", name, args, opts);
        const settings = settingsOf(name, args);
        const { region, zones, kubernetesVersion, allowDeletion } = settings;
        const { logRetentionDays, serviceCidr } = settings.controlPlane;
        const tags = { cluster: name, ...settings.ownership };
        const awsIn = (where: string) =>
            new aws.Provider(`${name}-${where}`, { region: where, defaultTags: { tags } }, { parent: this });
        const own = { parent: this, provider: awsIn(region) };
        const accountId = aws.getCallerIdentityOutput({}, own).accountId;
        const cluster = { clusterName: name, region, zones, accountId, allowDeletion };

        const keys = new Keys(name, cluster, own);
        const network = new Network(
            name,
            { ...cluster, ...settings.network, logKeyArn: keys.controlPlaneKeyArn, logRetentionDays },
            own,
        );
        const controlPlane = new ControlPlane(
            name,
            {
                ...cluster,
                ...settings.controlPlane,
                kubernetesVersion,
                access: settings.access,
                keyArn: keys.controlPlaneKeyArn,
                vpcId: network.vpcId,
                vpcCidr: network.vpcCidr,
                subnetIds: network.intraSubnetIds,
            },
            own,
        );
        const running = { clusterName: controlPlane.name, clusterArn: controlPlane.arn, region, kubernetesVersion };
        const nodeAddons = new NodeAddons(name, running, own);
        const nodes = new SystemNodes(
            name,
            {
                ...running,
                ...settings.nodes.system,
                subnetIds: network.privateSubnetIds,
                volumeKeyArn: keys.dataKeyArn,
                tags,
            },
            { ...own, dependsOn: nodeAddons },
        );
        const clusterAddons = new ClusterAddons(name, { ...running, tags }, { ...own, dependsOn: nodes });

        const inCluster = { parent: this, provider: controlPlane.kubernetes, deletedWith: controlPlane };
        const storage = new DefaultStorageClass(name, { keyArn: keys.dataKeyArn }, inCluster);
        const priority = platformPriorityClass(name, inCluster);

        const data = { ...cluster, keyArn: keys.dataKeyArn };
        const alertTopic = new AlertTopic(name, { ...data, emails: settings.alerts.emails }, own);
        const logStore = new LogStore(name, { ...data, retentionDays: applicationLogDays }, own);
        const { replicaRegion } = settings.backup;
        const replica = replicaRegion ? { region: replicaRegion, provider: awsIn(replicaRegion) } : undefined;
        const backupStore = new BackupStore(name, { ...data, replica }, own);
        const interruptions = new InterruptionQueue(name, data, own);

        install(
            name,
            addons(
                settings,
                { clusterName: name, region, zones, systemNodeSelector, systemTolerations },
                {
                    tags,
                    vpcId: network.vpcId,
                    dataKeyArn: keys.dataKeyArn,
                    alertTopicArn: alertTopic.topicArn,
                    logStore,
                    backupStore,
                    interruptions,
                    nodes,
                    clusterArn: controlPlane.arn,
                    securityGroupIds: [controlPlane.clusterSecurityGroupId],
                },
            ),
            {
                ...running,
                aws: own.provider,
                kubernetes: controlPlane.kubernetes,
                cluster: controlPlane,
                ready: [nodes, clusterAddons, storage, priority],
                vpcCidr: settings.network.cidr,
                controlPlaneCidrs: controlPlaneCidrs(settings.network.cidr, zones, settings.network.existing),
                serviceCidr,
                chartSource: settings.charts.source,
                labels: settings.ownership,
            },
            this,
        );

        this.clusterName = controlPlane.name;
        this.clusterArn = controlPlane.arn;
        this.endpoint = controlPlane.endpoint;
        this.kubeconfig = controlPlane.kubeconfig;
        this.vpcId = network.vpcId;
        this.backupBucket = backupStore.bucketName;
        this.backupReplicaBucket = backupStore.replicaBucketName;
        this.backupReplicaKeyArn = backupStore.replicaKeyArn;
        this.registerOutputs({
            clusterName: this.clusterName,
            clusterArn: this.clusterArn,
            endpoint: this.endpoint,
            kubeconfig: this.kubeconfig,
            vpcId: this.vpcId,
            backupBucket: this.backupBucket,
            backupReplicaBucket: this.backupReplicaBucket,
            backupReplicaKeyArn: this.backupReplicaKeyArn,
        });
    }
}
