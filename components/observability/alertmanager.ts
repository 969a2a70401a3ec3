import type { Input } from "@pulumi/pulumi";
import type { Profile } from "../platform/addon.ts";
import { caConfigMap, type TrustedServer } from "../platform/ca-certificates.ts";
import { placement, resources, spread } from "../platform/workload.ts";
import type { Settings } from "../settings.ts";
import { inhibitRules } from "./inhibition.ts";
import { authority, type Receiver, receiverConfig, receiversSecret, subject, trustOverHttp } from "./receivers.ts";
import { volumeClaim } from "./volume-claim.ts";

type Alerts = NonNullable<Settings["alerts"]>;

/** Name of the Kubernetes Secret whose key `url` is the address of the dead-man switch. */
export const heartbeatSecret = "alertmanager-heartbeat";

export interface AlertmanagerFacts {
    region: string;
    topicArn: Input<string>;
    heartbeat: Alerts["heartbeat"];
    receivers: readonly Receiver[];
    routes: Alerts["routes"];
}

const deadMansSwitch = (heartbeat: Alerts["heartbeat"]): TrustedServer => ({ name: "heartbeat", ...heartbeat });

/** All whose certificates may be of a CA of their own. */
export const trusting = ({
    heartbeat,
    receivers,
}: Pick<AlertmanagerFacts, "heartbeat" | "receivers">): TrustedServer[] => [deadMansSwitch(heartbeat), ...receivers];

/** What is mounted for it. Nothing is said where there is nothing: it would be another value for everybody. */
function authoritiesOf(facts: AlertmanagerFacts): { configMaps?: string[] } {
    const own = trusting(facts).filter(({ caCertificate }) => caCertificate);
    return own.length > 0 ? { configMaps: own.map((server) => caConfigMap(authority, server)) } : {};
}

/**
 * Three Alertmanagers, a majority of which survives a zone. People are told over SNS, without a stored credential, and
 * by the receivers that the user gives. Without facts of EKS there is nobody to tell: alerts are seen in Alertmanager
 * itself.
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
        secrets: facts && [heartbeatSecret, ...(facts.receivers.length > 0 ? [receiversSecret] : [])],
        ...(facts && authoritiesOf(facts)),
    },
    // Given whole: Helm would leave what the chart has beside it.
    config: {
        inhibit_rules: inhibitRules,
        ...(facts ? reachPeople(facts) : { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] }),
    },
});

const reachPeople = ({ region, topicArn, heartbeat, receivers, routes }: AlertmanagerFacts) => ({
    route: {
        receiver: "topic",
        // One notification for all objects of a namespace that have the same fault.
        group_by: ["alertname", "cluster", "namespace", "severity"],
        // What follows from a fault may be evaluated up to 30 s before it: only then is it known what to hold back.
        group_wait: "1m",
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
            // Not to the receiver that it says cannot be reached.
            { matchers: ['alertname =~ "Alertmanager.*FailedToSendAlerts"'], receiver: "topic" },
            ...routes.map(({ receiver, severities, teams, namespaces }) => ({
                matchers: [
                    oneOf("severity", severities),
                    ...(teams ? [oneOf("team", teams)] : []),
                    ...(namespaces ? [oneOf("namespace", namespaces)] : []),
                ],
                receiver,
            })),
            { matchers: ['severity = "info"'], receiver: "nobody" },
        ],
    },
    receivers: [
        { name: "nobody" },
        {
            name: "topic",
            sns_configs: [{ topic_arn: topicArn, sigv4: { region }, subject, send_resolved: true }],
        },
        {
            name: "heartbeat",
            webhook_configs: [
                {
                    url_file: `/etc/alertmanager/secrets/${heartbeatSecret}/url`,
                    send_resolved: false,
                    ...trustOverHttp(deadMansSwitch(heartbeat)),
                },
            ],
        },
        ...receivers.map(receiverConfig),
    ],
});

/** Values are labels of Kubernetes, of whose characters only the dot means something to a regular expression. */
const oneOf = (label: string, values: readonly string[]): string =>
    `${label} =~ "${values.map((value) => value.replaceAll(".", "[.]")).join("|")}"`;
