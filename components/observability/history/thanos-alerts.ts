import type { RuleGroup } from "../../platform/rules.ts";

/** Beside the chart's rules, which watch each program: when blocks of each Prometheus last reached the bucket. */
const uploaded = 'thanos_objstore_bucket_last_successful_upload_time{container="thanos-sidecar"}';

/** A sidecar that starts anew knows of no upload until the next one. */
const lastUpload = `max by (pod) (max_over_time(${uploaded}[14d]))`;

/** Prometheus cuts a block every two hours, and keeps it for 15 days. */
export const thanosAlerts: RuleGroup = {
    name: "metrics-history",
    rules: [
        {
            alert: "MetricsHistoryBehind",
            expr: `time() - (${lastUpload} > 0) > 6 * 3600`,
            for: "30m",
            severity: "warning",
            summary:
                "{{ $labels.pod }} has uploaded no metrics for {{ $value | humanizeDuration }}; they are on its own volume only.",
        },
        {
            alert: "MetricsHistoryBeingLost",
            expr: `time() - (${lastUpload} > 0) > 12 * 86400`,
            severity: "critical",
            summary:
                "{{ $labels.pod }} has uploaded no metrics for {{ $value | humanizeDuration }}, and removes them after 15 days.",
        },
        {
            alert: "MetricsHistoryNeverUploaded",
            expr: `max by (pod) (${uploaded}) == 0`,
            for: "6h",
            severity: "warning",
            summary: "{{ $labels.pod }} has uploaded no metrics since it started.",
        },
    ],
};
