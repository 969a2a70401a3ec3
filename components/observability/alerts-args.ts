import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { ownServer } from "../configuration/server-place.ts";
import { httpsUrl } from "../configuration/urls.ts";
import { type ReceiverArgs, type RouteArgs, receivers, routes } from "./receiver-args.ts";

/**
 * Alerts leave through an SNS topic that the component makes, for which no credential is stored anywhere, and through
 * the receivers that are given beside it.
 */
export interface AlertsArgs {
    /** E-mail addresses subscribed to the topic, at least one, each in one spelling. */
    emails: string[];
    /**
     * Name of the Secrets Manager secret that holds the URL of a dead-man switch (healthchecks.io and the like); the
     * always-firing Watchdog alert is sent there, so that silence itself raises an alarm. Its whole text is the URL.
     */
    heartbeatUrlSecret: string;
    /** Where the dead-man switch is, if it is a server of your own. Default: on the Internet. */
    heartbeat?: HeartbeatArgs;
    /** Who else is told, by the routes. Default: nobody. */
    receivers?: ReceiverArgs[];
    /**
     * Which alerts go to which receiver; the first that fits counts, and what no route takes goes to the topic. Default:
     * none, all alerts but `info` go to the topic. What CloudWatch watches goes to the topic, whatever the routes say.
     */
    routes?: RouteArgs[];
    /**
     * URL below which people open the pages of `docs/runbooks/`, without a slash at its end, such as that folder in
     * your fork's web view. Default: `pkg:npm/production-cluster#docs/runbooks`, which names the pages in the package
     * and opens nothing.
     */
    runbookUrl?: string;
}

/** A dead-man switch on a server of your own, at port 443: outside of the cluster, whose silence it shall hear. */
export interface HeartbeatArgs {
    /**
     * Ranges of its addresses, /8 to /32, where it is in a private network that the VPC reaches. Default: none, it is
     * reached over the Internet.
     */
    cidrs?: string[];
    /** CA that signed its certificate, PEM; several one after the other. Default: one that everybody trusts. */
    caCertificate?: string;
}

export const alerts = f.object({
    emails: f.emails.min(1, "give at least one e-mail address"),
    heartbeatUrlSecret: aws.secretName,
    heartbeat: f.object(ownServer).prefault({}),
    receivers: receivers.default([]),
    routes: routes.default([]),
    runbookUrl: httpsUrl.refine((url) => !url.endsWith("/"), "a URL without a slash at its end").optional(),
});
