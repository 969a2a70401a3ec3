import type { Egress } from "../platform/addon.ts";
import { caConfigMap, caFile, type TrustedServer } from "../platform/ca-certificates.ts";
import { toHost } from "../platform/server-flow.ts";
import type { Settings } from "../settings.ts";
import type { ReceiverType } from "./receiver-args.ts";

export type Receiver = NonNullable<Settings["alerts"]>["receivers"][number];

/** Name of the Kubernetes Secret with a credential for each receiver, by the receiver's name. */
export const receiversSecret = "alertmanager-receivers";

/** How the ConfigMap with the CA of somebody who is told begins; the name follows. */
export const authority = "alertmanager-ca";

/** A CA is a file: the operator refuses a configuration with one in it. It is read each time. */
const trust = (server: TrustedServer): object =>
    server.caCertificate
        ? { tls_config: { ca_file: `/etc/alertmanager/configmaps/${caConfigMap(authority, server)}/${caFile}` } }
        : {};

export const trustOverHttp = (receiver: TrustedServer): object =>
    receiver.caCertificate ? { http_config: trust(receiver) } : {};

/** What a message is called: SNS takes less than 100 characters, and the default has every label that alerts share. */
export const subject = `{{ printf "%.99s" (printf "[%s] %s" (.Status | toUpper) (.GroupLabels.SortedPairs.Values | join " ")) }}`;

/** A line an alert. */
const lines =
    "{{ range .Alerts }}{{ .Annotations.summary }}{{ with .Annotations.runbook_url }} ({{ . }}){{ end }}\n{{ end }}";

/** How Alertmanager tells each, with a credential that it reads from a file each time. */
const configs: Readonly<Record<ReceiverType, (file: string, receiver: Receiver) => object>> = {
    slack: (file, receiver) => ({
        slack_configs: [
            { api_url_file: file, title: subject, text: lines, send_resolved: true, ...trustOverHttp(receiver) },
        ],
    }),
    // PagerDuty has the same words for how bad it is.
    pagerduty: (file) => ({
        pagerduty_configs: [
            {
                routing_key_file: file,
                description: subject,
                severity: '{{ or .GroupLabels.severity "error" }}',
                send_resolved: true,
            },
        ],
    }),
    msteams: (file) => ({
        msteamsv2_configs: [{ webhook_url_file: file, title: subject, text: lines, send_resolved: true }],
    }),
    email: (file, { email, ...receiver }) => ({
        email_configs: [
            {
                to: email?.to.join(", "),
                from: email?.from,
                smarthost: email?.smarthost,
                auth_username: email?.username,
                auth_password_file: file,
                headers: { Subject: subject },
                send_resolved: true,
                ...trust(receiver),
            },
        ],
    }),
    webhook: (file, receiver) => ({
        webhook_configs: [{ url_file: file, send_resolved: true, ...trustOverHttp(receiver) }],
    }),
};

export const receiverConfig = (receiver: Receiver): { name: string } => ({
    name: receiver.name,
    ...configs[receiver.type](`/etc/alertmanager/secrets/${receiversSecret}/${receiver.name}`, receiver),
});

/** The way out that each needs. */
export const receiverFlows = (receivers: readonly Receiver[]): Egress[] =>
    receivers.map(({ name, type, email, cidrs }) =>
        toHost(cidrs, `Alertmanager tells ${name} of alerts (${type}).`, [
            Number(email?.smarthost.split(":")[1] ?? 443),
        ]),
    );
