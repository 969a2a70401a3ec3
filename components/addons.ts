import { type Input, interpolate } from "@pulumi/pulumi";
import type { AlertsArgs } from "./arguments.ts";
import type { BackupStore } from "./backup/backup-store.ts";
import { velero } from "./backup/velero.ts";
import type { InterruptionQueue } from "./capacity/interruption-queue.ts";
import { karpenter } from "./capacity/karpenter.ts";
import type { Settings } from "./configuration/schema.ts";
import { customAddon } from "./custom-addon.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { defaultStorageClass } from "./foundation/default-storage-class.ts";
import type { EksFoundation } from "./foundation/foundation.ts";
import { logForwarder } from "./observability/log-forwarder.ts";
import type { LogStore } from "./observability/log-store.ts";
import { logGateway, logs } from "./observability/logs.ts";
import { metrics } from "./observability/metrics.ts";
import { nodeExporter } from "./observability/node-exporter.ts";
import { scrapeTargets } from "./observability/scrape-targets.ts";
import type { Addon, Profile } from "./platform/addon.ts";
import { partition } from "./platform/partition.ts";
import { kyvernoPolicies } from "./security/admission/kyverno-policies.ts";
import { externalSecrets, secretStore } from "./security/external-secrets.ts";
import { kyverno } from "./security/kyverno.ts";
import { loadBalancerController } from "./traffic/load-balancer-controller.ts";

/** What add-ons need of AWS; the composition root makes it. */
export interface EksFacts extends EksFoundation {
    alerts: AlertsArgs;
    alertTopicArn: Input<string>;
    logStore: LogStore;
    backupStore: BackupStore;
    /** Name of the secret with the password of the backups. */
    backupPasswordSecret: Input<string>;
    interruptions: InterruptionQueue;
    /** Image of Karpenter's machines. */
    machineImage: Input<string>;
}

/** Days that the logs of applications are kept: a quarter of a year to look back on an incident. */
export const applicationLogDays = 90;

/**
 * Every add-on of the platform that the cluster can have, and the user's own. The order is made of what each of them
 * needs. What speaks to AWS is there where its facts are: on EKS.
 */
export function addons(settings: Settings, profile: Profile, eks?: EksFacts): Addon[] {
    const { gitops } = settings;
    const scraped = [
        { ...kyverno(profile), after: kyvernoPolicies(settings) },
        externalSecrets(profile, eks && secretsOf(settings, eks)),
        nodeExporter(profile),
        ...(eks ? keepers(settings, eks) : []),
        argoCd(profile, { ...gitops, path: gitops.path ?? `clusters/${profile.clusterName}`, secretStore }),
        ...(eks ? controllers(settings, eks) : []),
        ...settings.addons.map(customAddon),
    ];
    const monitoring = metrics(profile, { scrapeTargets: scrapeTargets(scraped), eks: eks && alertingOf(eks) });
    return [...scraped, monitoring];
}

/** What keeps logs and backups on S3. */
function keepers(
    { backup, standby }: Settings,
    { profile, logStore, backupStore, backupPasswordSecret, dataKeyArn: keyArn }: EksFacts,
): Addon[] {
    return [
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
            passwordSecret: backupPasswordSecret,
            secretStore,
            monthlyRetentionYears: backup.monthlyRetentionYears,
            primary: standby && {
                bucket: standby.backupBucket,
                bucketArn: interpolate`arn:${partition(profile.region)}:s3:::${standby.backupBucket}`,
                keyArn: standby.backupKeyArn,
            },
        }),
    ];
}

/** What makes load balancers and machines. */
function controllers({ nodes }: Settings, eks: EksFacts): Addon[] {
    const { profile, vpcId, tags, interruptions } = eks;
    return [
        loadBalancerController(profile, { vpcId, tags }),
        karpenter(profile, {
            ...eks,
            volumeKeyArn: eks.dataKeyArn,
            queueName: interruptions.queueName,
            queueArn: interruptions.queueArn,
            general: nodes.general,
        }),
    ];
}

const secretsOf = ({ gitops, standby }: Settings, { profile, alerts }: EksFacts) => ({
    region: profile.region,
    secretNames: [
        alerts.heartbeatUrlSecret,
        ...(gitops.sso ? [gitops.sso.clientSecretName] : []),
        ...(standby ? [standby.backupPasswordSecret] : []),
    ],
    namespaces: ["monitoring", "argocd", "velero"],
});

const alertingOf = ({ profile, alerts, alertTopicArn, dataKeyArn }: EksFacts) => ({
    region: profile.region,
    alertTopicArn,
    alertKeyArn: dataKeyArn,
    heartbeatUrlSecret: alerts.heartbeatUrlSecret,
    secretStore,
    storageClass: defaultStorageClass,
    logs: logGateway,
});
