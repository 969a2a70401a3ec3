import { z } from "zod";
import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { ownServer } from "../configuration/server-place.ts";
import { Severity } from "../platform/severity.ts";

/** Systems that tell people of an alert. The component's own SNS topic, to which `emails` subscribe, is there anyway. */
export const ReceiverType = {
    slack: "slack",
    pagerDuty: "pagerduty",
    microsoftTeams: "msteams",
    email: "email",
    webhook: "webhook",
} as const;
export type ReceiverType = (typeof ReceiverType)[keyof typeof ReceiverType];

/** Somebody who is told of alerts. Its credential stays in Secrets Manager, and is mounted into Alertmanager as a file. */
export interface ReceiverArgs {
    /** Name that routes call it by; not `topic`, which is the SNS topic, nor `nobody` or `heartbeat`. */
    name: string;
    /** The system that tells. */
    type: ReceiverType;
    /**
     * Name of the Secrets Manager secret whose whole text is the credential: the address of the incoming webhook
     * (`slack`, `msteams`, `webhook`), the integration key of the Events API v2 (`pagerduty`), the password (`email`).
     */
    secretName: string;
    /** The mail server and who writes to whom; for `email`, and for nothing else. Default: none. */
    email?: EmailArgs;
    /**
     * Ranges of its addresses, /8 to /32, where it is in a private network that the VPC reaches: not `pagerduty` and
     * `msteams`. A webhook is at port 443 there, too. Default: none, it is reached over the Internet.
     */
    cidrs?: string[];
    /**
     * CA that signed its certificate, PEM; several one after the other. Not for `pagerduty` and `msteams`. Default: one that
     * everybody trusts.
     */
    caCertificate?: string;
}

/** Mail over a server of your own: the topic's subscriptions need none. */
export interface EmailArgs {
    /** Addresses that are written to, at least one. */
    to: string[];
    /** Address that writes. */
    from: string;
    /** Host and port of the mail server, which must speak TLS: `smtp.example.com:587`. */
    smarthost: string;
    /** Name that the mail server knows Alertmanager by. */
    username: string;
}

/** Which alerts go to a receiver. All that is given must hold; the first route that takes an alert is the only one. */
export interface RouteArgs {
    /** Name of the receiver, or `topic`. */
    receiver: string;
    /** Severities that it takes. Default `[critical, warning]`; what is `info` goes to nobody that does not ask for it. */
    severities?: Severity[];
    /** Values of the label `team` that it takes. Default: any, and alerts without one. */
    teams?: string[];
    /** Namespaces whose alerts it takes. Default: any, and alerts of no namespace. */
    namespaces?: string[];
}

/** What ended or ends, and why it cannot be asked for. */
const ended: Readonly<Record<string, string>> = {
    opsgenie:
        "is not offered: Atlassian ends Opsgenie in April 2027, and sells none since June 2025; Jira Service Management takes its place, as a webhook",
    sns: "is there already: the topic, by the name topic",
};

const types = Object.values(ReceiverType);
const type = z.enum(types, {
    error: (issue) => ended[String(issue.input)] ?? f.expected(`one of ${types.join(", ")}`)(issue),
});

/** Systems that nobody has in a network of one's own; what speaks as Slack does, Mattermost for one, may be there. */
const atVendor: ReceiverType[] = ["pagerduty", "msteams"];

/** Receivers that are there anyway. */
const reserved = ["topic", "nobody", "heartbeat"];

const receiver = f
    .object({
        name: f.label.refine((name) => !reserved.includes(name), "is taken; give another one"),
        type,
        secretName: aws.secretName,
        email: f
            .object({
                to: f.emails.min(1, "give at least one e-mail address"),
                from: f.email,
                smarthost: f.hostAndPort,
                username: f.text,
            })
            .optional(),
        ...ownServer,
    })
    .superRefine(({ type, email, cidrs, caCertificate }, { addIssue }) => {
        if (type === "email" && email === undefined)
            addIssue({ code: "custom", path: ["email"], message: "is missing: give to, from, smarthost and username" });
        const ofOwnServer = Object.entries({ cidrs: cidrs.length > 0, caCertificate: caCertificate !== undefined });
        for (const [field, given] of ofOwnServer)
            if (given && atVendor.includes(type))
                addIssue({
                    code: "custom",
                    path: [field],
                    message: `has no effect: ${type} is on the Internet, at its vendor; leave it out`,
                });
        if (type !== "email" && email !== undefined)
            addIssue({ code: "custom", path: ["email"], message: `has no effect: the type is ${type}; leave it out` });
    });

export const receivers = f.list(receiver, { of: ({ name }) => name, because: ": routes call it by its name" });

const some = <Item extends z.ZodType>(item: Item, what: string) => f.list(item).min(1, `give at least one ${what}`);

export const routes = f.list(
    f.object({
        receiver: f.label,
        severities: some(f.oneOf(Severity), "severity").default(["critical", "warning"]),
        teams: some(f.labelValue, "team").optional(),
        namespaces: some(f.label, "namespace").optional(),
    }),
);
