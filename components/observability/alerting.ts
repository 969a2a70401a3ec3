import type { Input } from "@pulumi/pulumi";
import { MadeBy } from "../configuration/made-by.ts";
import { required } from "../configuration/required.ts";
import { ImageFindings } from "../images/image-findings.ts";
import { isByEcr } from "../images/relayed.ts";
import { type Offers, offered } from "../offers.ts";
import type { EksPlatform } from "../part.ts";
import type { Egress, Statement } from "../platform/addon.ts";
import { backupVaultArn } from "../platform/backup-vault.ts";
import { caCertificates } from "../platform/ca-certificates.ts";
import { dataFacts } from "../platform/eks-cluster.ts";
import { externalSecret, gatheredSecrets } from "../platform/external-secret.ts";
import { tellOf } from "../platform/finding-rule.ts";
import type { ConfigMap, ExternalSecret } from "../platform/kubernetes-object.ts";
import { toHost } from "../platform/server-flow.ts";
import type { Settings } from "../settings.ts";
import { AlertTopic } from "./alert-topic.ts";
import { type AlertmanagerFacts, heartbeatSecret, trusting } from "./alertmanager.ts";
import { CloudAlarms } from "./cloud-alarms.ts";
import { authority, receiverFlows, receiversSecret } from "./receivers.ts";

/** How alerts reach people: a topic, a dead-man switch, and the receivers of the user. */
export interface Alerting extends AlertmanagerFacts {
    /** KMS key that encrypts the topic. */
    keyArn: Input<string>;
    /** Name of the Secrets Manager secret that holds the URL of the dead-man switch. */
    heartbeatUrlSecret: string;
    /** Name of the ClusterSecretStore. */
    secretStore: string;
}

/** Makes the topic, and the alarms of CloudWatch that tell it what is wrong outside of the cluster. */
export function alertingOf(settings: Settings, eks: EksPlatform["eks"], offers: Offers): Alerting {
    const { emails, heartbeat, heartbeatUrlSecret, receivers, routes } = required(settings, "alerts").alerts;
    const { topicArn } = new AlertTopic(eks.name, { ...dataFacts(eks), emails }, eks.own);
    const { clusterArn, natGateways, profile } = eks;
    const { registry, detection } = settings;
    if (isByEcr(registry) && registry.ecr.shared === MadeBy.stack)
        new ImageFindings(eks.name, { clusterName: profile.clusterName, topicArn }, eks.own);
    for (const rule of offers.findings?.(detection, profile.clusterName) ?? [])
        tellOf(rule, { resource: eks.name, clusterName: profile.clusterName, topicArn }, eks.own);
    new CloudAlarms(
        eks.name,
        {
            ...{ clusterName: profile.clusterName, clusterArn, natGateways, topicArn },
            backupVaultArn: settings.backup.awsBackup ? backupVaultArn(dataFacts(eks)) : undefined,
        },
        eks.own,
    );
    return {
        region: profile.region,
        topicArn,
        heartbeat,
        receivers,
        routes,
        keyArn: eks.dataKeyArn,
        heartbeatUrlSecret,
        secretStore: offered(offers, "secretStore"),
    };
}

/** What Alertmanager mounts. One Secret for all receivers: it is not restarted for another one. */
export const alertingObjects = (alerting: Alerting, namespace: string): (ExternalSecret | ConfigMap)[] => {
    const { secretStore: store, heartbeatUrlSecret, receivers } = alerting;
    return [
        externalSecret({
            name: heartbeatSecret,
            namespace,
            store,
            key: heartbeatUrlSecret,
            data: { url: undefined },
        }),
        ...(receivers.length > 0
            ? [
                  gatheredSecrets(
                      { name: receiversSecret, namespace, store },
                      Object.fromEntries(receivers.map(({ name, secretName }) => [name, secretName])),
                  ),
              ]
            : []),
        ...caCertificates(authority, namespace, trusting(alerting)),
    ];
};

/** The ways out to who is told. */
export const alertingFlows = ({ heartbeat, receivers }: Alerting): Egress[] => [
    toHost(heartbeat.cidrs, "Alertmanager reports to the dead-man switch.", [443]),
    ...receiverFlows(receivers),
];

/** What AWS must allow to Alertmanager. */
export const publish = ({ topicArn, keyArn }: Alerting): Statement[] => [
    { Sid: "PublishAlerts", Effect: "Allow", Action: ["sns:Publish"], Resource: topicArn },
    { Sid: "EncryptAlerts", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn },
];
