import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/**
 * Days that a log group can have
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html).
 */
const daysOfGroups = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Where the logs are kept. */
export const logsRelations: Relation<Settings>[] = [
    {
        fields: ["logs"],
        broken: ({ logs: { store, retentionDays } }) =>
            mistakeIf(
                store === "cloudwatch" && !daysOfGroups.includes(retentionDays),
                "logs.retentionDays",
                `CloudWatch Logs keeps logs ${daysOfGroups.slice(0, -1).join(", ")} days; give one of them`,
            ),
    },
    {
        fields: ["logs", "cluster"],
        broken: (settings) => {
            const { store, retentionDays } = settings.logs;
            if (isOnEks(settings)) return [];
            const archived = mistakeIf(
                settings.logs.firehose,
                "logs.firehose",
                "has no effect: the existing cluster is not on EKS (cluster.existing.eks is not given); leave it out",
            );
            if (store === "elasticsearch") return archived;
            const elsewhere = "the cluster is not on EKS, where elasticsearch alone can keep logs";
            return [
                ...archived,
                ...mistakeIf(store !== "loki", "logs.store", `${elsewhere}; give it or leave the setting out`),
                ...mistakeIf(retentionDays !== 90, "logs.retentionDays", `${elsewhere}; leave it out`),
            ];
        },
    },
    {
        fields: ["logs"],
        broken: ({ logs: { firehose, aggregator } }) =>
            mistakeIf(
                firehose && aggregator !== undefined,
                "logs.firehose",
                "Fluentd's image has no plugin for Data Firehose; leave out this or logs.aggregator",
            ),
    },
    {
        fields: ["logs"],
        broken: ({ logs: { store, elasticsearch } }) =>
            mistakeIf(
                store !== "elasticsearch" && elasticsearch !== undefined,
                "logs.elasticsearch",
                "has a meaning where logs.store is elasticsearch; leave it out",
            ),
    },
];
