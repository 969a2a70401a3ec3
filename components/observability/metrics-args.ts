import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { ownServer } from "../configuration/server-place.ts";
import * as urls from "../configuration/urls.ts";

/**
 * Where metrics are kept beyond the 15 days of Prometheus. `thanos` keeps them on S3, and Grafana reads old and new in
 * one place; `amp` is Amazon Managed Prometheus, which runs nothing in the cluster and is paid by the sample.
 */
export const MetricsHistory = { local: "local", thanos: "thanos", amp: "amp" } as const;
export type MetricsHistory = (typeof MetricsHistory)[keyof typeof MetricsHistory];

/** Metrics of the platform and of the workloads: how long they are kept, and where else they go. */
export interface MetricsArgs {
    /**
     * Where metrics are kept beyond the 15 days of Prometheus. `thanos` needs about 1.5 vCPU and 7 GiB more of the
     * system nodes, and S3; `amp` is paid by the sample that is taken and by the sample that is read, and 100,000
     * series at one sample every 30 s are 8,600 million a month. A history that is left is protected like all that
     * keeps data. Default `local`: nowhere.
     */
    history?: MetricsHistory;
    /**
     * Days that the history keeps, from 90 to 1095 (the most that Amazon Managed Prometheus takes). Thanos keeps every
     * sample for 90 days, then one of 5 minutes and one of an hour. Without effect with `local`. Default 395: last
     * year's month beside this one.
     */
    retentionDays?: number;
    /** Where else Prometheus sends every sample: Grafana Cloud, New Relic and the like. Default: nowhere. */
    remoteWrite?: RemoteWriteArgs[];
    /**
     * CloudWatch is told of nodes, pods and containers too (Container Insights), by the EKS add-on
     * `amazon-cloudwatch-observability`; it is paid by the observation, and needs about 250m CPU and 128 MiB of every
     * node. Only on a cluster of its own. Default false.
     */
    cloudWatch?: boolean;
    /** Datadog's agent on every node, beside Prometheus; it is paid by the machine. Default: none. */
    datadog?: DatadogArgs;
    /** New Relic's agent on every node, beside Prometheus; it is paid by what it sends. Default: none. */
    newRelic?: NewRelicArgs;
}

/** With which key New Relic's agents send; the key says to which region. */
export interface NewRelicArgs {
    /** Name of the Secrets Manager secret whose whole text is the licence key. */
    licenseKeySecretName: string;
}

/** Where Datadog's agents send to, and with which key. */
export interface DatadogArgs {
    /** Name of the Secrets Manager secret whose whole text is the API key. */
    apiKeySecretName: string;
    /** Site of the organization, such as `datadoghq.com`. Default `datadoghq.eu`. */
    site?: string;
}

/** A receiver of the Prometheus remote-write protocol outside of the cluster. */
export interface RemoteWriteArgs {
    /** What it is called in metrics and logs of Prometheus, and in the cluster; an RFC 1123 label of 40 characters. */
    name: string;
    /** Address of the receiver, `https://...`. */
    url: string;
    /**
     * How Prometheus shows who it is: `basic` by the keys `username` and `password` of the secret, `bearer` by its key
     * `token`.
     */
    authentication: RemoteWriteAuthentication;
    /** Name of the Secrets Manager secret with these keys. */
    secretName: string;
    /**
     * Ranges of its addresses, /8 to /32, where it is in a private network that the VPC reaches. Default: none, it is
     * reached over the Internet.
     */
    cidrs?: string[];
    /** CA that signed its certificate, PEM; several one after the other. Default: one that everybody trusts. */
    caCertificate?: string;
}

export const RemoteWriteAuthentication = { basic: "basic", bearer: "bearer" } as const;
export type RemoteWriteAuthentication = (typeof RemoteWriteAuthentication)[keyof typeof RemoteWriteAuthentication];

const remoteWrite = f.object({
    name: f.shortLabel,
    url: urls.httpsUrl,
    authentication: f.oneOf(RemoteWriteAuthentication),
    secretName: aws.secretName,
    ...ownServer,
});

/** https://docs.datadoghq.com/getting_started/site/ */
const datadogSites = [
    "datadoghq.com",
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "datadoghq.eu",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "ddog-gov.com",
] as const;

export const metrics = f.object({
    history: f.oneOf(MetricsHistory).default("local"),
    retentionDays: f.integer(90, 1095).default(395),
    remoteWrite: f
        .list(remoteWrite, { of: ({ name }) => name, because: ": a receiver has its name to itself" })
        .default([]),
    cloudWatch: f.flag.default(false),
    newRelic: f.object({ licenseKeySecretName: aws.secretName }).optional(),
    datadog: f
        .object({ apiKeySecretName: aws.secretName, site: f.oneOf(datadogSites).default("datadoghq.eu") })
        .optional(),
});
