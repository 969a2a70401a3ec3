import { type Input, interpolate } from "@pulumi/pulumi";
import type { BackupStore } from "./backup/backup-store.ts";
import { velero } from "./backup/velero.ts";
import type { InterruptionQueue } from "./capacity/interruption-queue.ts";
import { karpenter } from "./capacity/karpenter.ts";
import type { Settings } from "./configuration/schema.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { defaultStorageClass } from "./foundation/default-storage-class.ts";
import type { SystemNodes } from "./foundation/system-nodes.ts";
import { logForwarder } from "./observability/log-forwarder.ts";
import type { LogStore } from "./observability/log-store.ts";
import { logGateway, logs } from "./observability/logs.ts";
import { metrics } from "./observability/metrics.ts";
import { nodeExporter } from "./observability/node-exporter.ts";
import { scrapeTargets } from "./observability/scrape-targets.ts";
import type { Addon, Profile } from "./platform/addon.ts";
import { customAddon } from "./platform/custom-addon.ts";
import { partition } from "./platform/partition.ts";
import { externalSecrets, secretStore } from "./security/external-secrets.ts";
import { kyverno } from "./security/kyverno.ts";
import { loadBalancerController } from "./traffic/load-balancer-controller.ts";

/** What add-ons need of AWS; the composition root makes it. */
export interface AddonFacts {
    tags: Record<string, string>;
    vpcId: Input<string>;
    clusterArn: Input<string>;
    securityGroupIds: Input<string>[];
    dataKeyArn: Input<string>;
    alertTopicArn: Input<string>;
    logStore: LogStore;
    backupStore: BackupStore;
    interruptions: InterruptionQueue;
    nodes: SystemNodes;
}

/** Days that the logs of applications are kept: a quarter of a year to look back on an incident. */
export const applicationLogDays = 90;

/** Every add-on of the platform, and the user's own. The order is made of what each of them needs. */
export function addons(settings: Settings, profile: Profile, facts: AddonFacts): Addon[] {
    const { alerts, gitops, backup, standby } = settings;
    const { logStore, backupStore, interruptions, nodes, tags, dataKeyArn: keyArn } = facts;
    const scraped = [
        kyverno(profile),
        externalSecrets(profile, {
            secretNames: [alerts.heartbeatUrlSecret, ...(gitops.sso ? [gitops.sso.clientSecretName] : [])],
            namespaces: ["monitoring", "argocd"],
        }),
        nodeExporter(profile),
        logs(profile, {
            bucket: logStore.bucketName,
            bucketArn: logStore.bucketArn,
            keyArn,
            retentionDays: applicationLogDays,
            storageClass: defaultStorageClass,
            clients: ["monitoring", "fluent-bit"],
        }),
        logForwarder(profile, logGateway),
        velero(profile, {
            bucket: backupStore.bucketName,
            bucketArn: backupStore.bucketArn,
            keyArn,
            monthlyRetentionYears: backup.monthlyRetentionYears,
            primary: standby && {
                bucket: standby.backupBucket,
                bucketArn: interpolate`arn:${partition(profile.region)}:s3:::${standby.backupBucket}`,
                keyArn: standby.backupKeyArn,
            },
        }),
        argoCd(profile, { ...gitops, path: gitops.path ?? `clusters/${profile.clusterName}`, secretStore }),
        loadBalancerController(profile, { vpcId: facts.vpcId, tags }),
        karpenter(profile, {
            clusterArn: facts.clusterArn,
            nodeRoleArn: nodes.roleArn,
            instanceProfile: nodes.instanceProfileName,
            securityGroupIds: facts.securityGroupIds,
            subnetIds: settings.network.existing?.privateSubnetIds,
            volumeKeyArn: keyArn,
            queueName: interruptions.queueName,
            queueArn: interruptions.queueArn,
            general: settings.nodes.general,
            tags,
        }),
        ...settings.addons.map(customAddon),
    ];
    const monitoring = metrics(profile, {
        alertTopicArn: facts.alertTopicArn,
        alertKeyArn: keyArn,
        heartbeatUrlSecret: alerts.heartbeatUrlSecret,
        secretStore,
        storageClass: defaultStorageClass,
        logs: logGateway,
        scrapeTargets: scrapeTargets(scraped),
    });
    return [...scraped, monitoring];
}
