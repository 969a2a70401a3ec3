import * as f from "../../configuration/fields.ts";

/**
 * `loki` keeps the logs on S3, and Grafana shows them; `elasticsearch` on volumes of the cluster, and Kibana shows
 * them; `cloudwatch` in CloudWatch Logs, which runs nothing in the cluster and costs most for each GiB.
 */
export const LogStore = { loki: "loki", elasticsearch: "elasticsearch", cloudwatch: "cloudwatch" } as const;
export type LogStore = (typeof LogStore)[keyof typeof LogStore];

/** Who stands between the nodes and the store. */
export const LogAggregator = { fluentd: "fluentd" } as const;
export type LogAggregator = (typeof LogAggregator)[keyof typeof LogAggregator];

/** Logs of applications and nodes, and the events of Kubernetes. */
export interface LogsArgs {
    /**
     * Where they are kept. Default `loki`. A store that is left keeps what it has: a protected one (the bucket, the log
     * group) stops the update until it is taken out of the stack (`pulumi state delete`), volumes of Elasticsearch stay
     * in the account.
     */
    store?: LogStore;
    /**
     * Days that they are kept, 1 to 3650; what is older is removed. CloudWatch Logs takes certain numbers only. A GiB is
     * paid for as long: about 0.02 USD a month on S3, 0.03 in CloudWatch Logs (and 0.50 once, when it comes), 0.16 in
     * Elasticsearch, which has it twice (list prices of us-east-1). Default 90: a quarter of a year to look back on an
     * incident.
     */
    retentionDays?: number;
    /**
     * Sends every line to Data Firehose too, which writes it to a bucket of S3 (`<name>-archive-<region>-<account>`), by
     * day, for as many days. Firehose takes about 0.03 USD a GiB. Not with an aggregator. Default false.
     */
    firehose?: boolean;
    /**
     * `fluentd`: Fluent Bit hands every line to two Fluentd, each with 10 GiB to keep what waits, and these alone write
     * to the store: for filters and routes of Fluentd (`chartValues.fluentd`), and a store that few may call. With
     * `certificates` on the way is encrypted. It needs about 0.5 vCPU and 1 GiB of the system nodes. Default: none;
     * Fluent Bit writes to the store itself.
     */
    aggregator?: LogAggregator;
    /** Size of Elasticsearch. Default: three nodes of 4 GiB with 100 GiB each. */
    elasticsearch?: ElasticsearchArgs;
}

/** Each of the three nodes of Elasticsearch. */
export interface ElasticsearchArgs {
    /** Memory in GiB, 2 to 64; half of it is Java's. Default 4. */
    memoryGiB?: number;
    /**
     * Volume in GiB, 10 to 16384. Every line lies on two nodes, and Elasticsearch takes nothing more at 95 %: of three
     * times 100 GiB some 120 are logs. It can be made larger later, not smaller. Default 100.
     */
    volumeGiB?: number;
}

export const logs = f.object(
    {
        store: f.oneOf(LogStore).default("loki"),
        retentionDays: f.integer(1, 3650).default(90),
        firehose: f.flag.default(false),
        aggregator: f.oneOf(LogAggregator).optional(),
        elasticsearch: f
            .object({ memoryGiB: f.integer(2, 64).default(4), volumeGiB: f.integer(10, 16_384).default(100) })
            .optional(),
    },
    "logs.store",
);
