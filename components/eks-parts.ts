import type * as aws from "@pulumi/aws";
import type { Resource } from "@pulumi/pulumi";
import type { EksFacts } from "./addons.ts";
import { applicationLogDays } from "./addons.ts";
import { BackupStore } from "./backup/backup-store.ts";
import { RepositoryPassword } from "./backup/repository-password.ts";
import { InterruptionQueue } from "./capacity/interruption-queue.ts";
import { machineImage } from "./capacity/machine-image.ts";
import { present } from "./configuration/cluster-kinds.ts";
import type { Settings } from "./configuration/schema.ts";
import type { EksFoundation } from "./foundation/foundation.ts";
import { AlertTopic } from "./observability/alert-topic.ts";
import { LogStore } from "./observability/log-store.ts";

/** What the platform has in AWS beside the cluster: a topic, two stores, a password and a queue. */
export function eksParts(
    name: string,
    settings: Settings,
    eks: EksFoundation,
    { parent, awsIn }: { parent: Resource; awsIn(region: string): aws.Provider },
): EksFacts {
    const { region, alerts, backup, standby, allowDeletion } = present(settings, "region", "alerts");
    const { accountId, dataKeyArn: keyArn } = eks;
    const own = { parent, provider: eks.provider };
    const data = { clusterName: name, region, accountId, allowDeletion, keyArn };

    const alertTopic = new AlertTopic(name, { ...data, emails: alerts.emails }, own);
    const logStore = new LogStore(name, { ...data, retentionDays: applicationLogDays }, own);
    const { replicaRegion } = backup;
    const replica = replicaRegion ? { region: replicaRegion, provider: awsIn(replicaRegion) } : undefined;
    const backupStore = new BackupStore(name, { ...data, replica }, own);
    const { replicaKeyArn } = backupStore;
    // A standby opens the primary's backups, and Velero has one password for all that it opens.
    const backupPasswordSecret =
        standby?.backupPasswordSecret ??
        new RepositoryPassword(
            name,
            { ...data, replica: replica && replicaKeyArn && { region: replica.region, keyArn: replicaKeyArn } },
            own,
        ).secretName;
    const interruptions = new InterruptionQueue(name, data, own);
    return {
        ...eks,
        alerts,
        alertTopicArn: alertTopic.topicArn,
        logStore,
        backupStore,
        backupPasswordSecret,
        interruptions,
        machineImage: machineImage(settings.kubernetesVersion, own),
    };
}
