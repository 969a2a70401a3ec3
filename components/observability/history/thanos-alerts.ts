import type { RuleGroup } from "../../platform/rules.ts";

/**
 * Beside the chart's own rules, which watch each program: whether metrics reach the bucket in time. Prometheus cuts a
 * block every two hours, and keeps it for 15 days itself.
 */
const lastUpload = 'thanos_objstore_bucket_last_successful_upload_time{container="thanos-sidecar"}';

export const thanosRules: RuleGroup[] = [
    {
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
                    "{{ $labels.pod }} has uploaded no metrics for {{ $value | humanizeDuration }}, and deletes them after 15 days.",
            },
            {
                alert: "MetricsHistoryNeverUploaded",
                expr: `${lastUpload} == 0`,
                for: "6h",
                severity: "warning",
                summary: "{{ $labels.pod }} has uploaded no metrics since it started.",
            },
        ],
    },
];
