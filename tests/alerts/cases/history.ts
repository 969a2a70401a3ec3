import type { Case } from "../case.ts";

const uploaded = (pod: string) =>
    `thanos_objstore_bucket_last_successful_upload_time{container="thanos-sidecar",pod="${pod}"}`;
const first = "prometheus-monitoring-prometheus-0";
const compactor = 'thanos_objstore_bucket_last_successful_upload_time{container="compactor",pod="thanos-compactor-0"}';

export const history: Case[] = [
    {
        alert: "MetricsHistoryBehind",
        severity: "warning",
        after: "30m",
        settled: "370m",
        labels: { pod: first },
        says: `${first} has uploaded no metrics for 6h 39m 30s; they are on its own volume only.`,
        fires: { [uploaded(first)]: "30" },
        silent: [
            // As long ago as Prometheus takes for two blocks.
            { [uploaded(first)]: "9060" },
            { [uploaded(first)]: "0" },
            { [uploaded(first)]: null, [compactor]: "30" },
        ],
    },
    {
        alert: "MetricsHistoryBeingLost",
        severity: "critical",
        settled: "289h",
        labels: { pod: first },
        says: `${first} has uploaded no metrics for 12d 0h 30m 0s, and removes them after 15 days.`,
        fires: { [uploaded(first)]: "1800" },
        silent: [{ [uploaded(first)]: "7200" }],
    },
    {
        alert: "MetricsHistoryNeverUploaded",
        severity: "warning",
        after: "6h",
        labels: { pod: first },
        says: `${first} has uploaded no metrics since it started.`,
        fires: { [uploaded(first)]: "0" },
        silent: [{ [uploaded(first)]: "1" }, { [uploaded(first)]: null, [compactor]: "0" }],
    },
];
