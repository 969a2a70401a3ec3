import type { Input } from "@pulumi/pulumi";
import type { Profile } from "../platform/addon.ts";
import { placement, resources, spread } from "../platform/workload.ts";
import { volumeClaim } from "./volume-claim.ts";

/** Name of the Kubernetes Secret whose key `url` is the address of the dead-man switch. */
export const heartbeatSecret = "alertmanager-heartbeat";

export interface AlertmanagerFacts {
    region: string;
    topicArn: Input<string>;
}

/**
 * Three Alertmanagers, a majority of which survives a zone. People are told over SNS, without a stored credential.
 * Without facts of EKS there is nobody to tell: alerts are seen in Alertmanager itself.
 */
export const alertmanager = (profile: Profile, facts?: AlertmanagerFacts) => ({
    podDisruptionBudget: { enabled: true, minAvailable: 2 },
    alertmanagerSpec: {
        ...placement(profile),
        replicas: 3,
        storage: volumeClaim(profile.storageClass, 2),
        resources: resources(25, 128),
        topologySpreadConstraints: spread(profile, {
            "app.kubernetes.io/name": "alertmanager",
            alertmanager: "monitoring-alertmanager",
        }),
        secrets: facts && [heartbeatSecret],
    },
    config: facts ? reachPeople(facts) : { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] },
});

/**
 * SNS refuses a message whose subject has 100 characters or more, and Alertmanager (0.34) neither shortens its own,
 * which lists every label that the alerts share, nor tries again.
 */
const subject = `{{ printf "%.99s" (printf "[%s] %s" (.Status | toUpper) (.GroupLabels.SortedPairs.Values | join " ")) }}`;

const reachPeople = ({ region, topicArn }: AlertmanagerFacts) => ({
    route: {
        receiver: "people",
        group_by: ["alertname", "namespace"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "4h",
        routes: [
            // Fires always. Where the switch does not hear of it every few minutes, it raises the alarm itself.
            {
                matchers: ['alertname = "Watchdog"'],
                receiver: "heartbeat",
                group_wait: "0s",
                group_interval: "1m",
                repeat_interval: "2m",
            },
            // Says only that others are not worth a message.
            { matchers: ['alertname = "InfoInhibitor"'], receiver: "nobody" },
        ],
    },
    receivers: [
        { name: "nobody" },
        {
            name: "people",
            sns_configs: [{ topic_arn: topicArn, sigv4: { region }, subject, send_resolved: true }],
        },
        {
            name: "heartbeat",
            webhook_configs: [{ url_file: `/etc/alertmanager/secrets/${heartbeatSecret}/url`, send_resolved: false }],
        },
    ],
});
