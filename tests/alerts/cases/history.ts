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
        settled: "361m",
        notYet: "390m",
        labels: { pod: first },
        says: `${first} has uploaded no metrics for 6h 30m 59s; they are on its own volume only.`,
        fires: { [uploaded(first)]: "1" },
        silent: [
            { [uploaded(first)]: "3000" },
            { [uploaded(first)]: "0" },
            { [uploaded(first)]: null, [compactor]: "1" },
        ],
    },
    {
        alert: "MetricsHistoryBeingLost",
        severity: "critical",
        settled: "289h",
        labels: { pod: first },
        says: `${first} has uploaded no metrics for 12d 0h 59m 59s, and removes them after 15 days.`,
        fires: { [uploaded(first)]: "1" },
        silent: [{ [uploaded(first)]: "7200" }, { [uploaded(first)]: "0" }],
        otherwise: { 'container="thanos-sidecar"': 'container="compactor"' },
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
