import { noneUp, type RuleGroup } from "../../platform/rules.ts";
import { refused } from "./fluentd-config.ts";

const output = "pod, plugin_id";

export const fluentdAlerts: RuleGroup = {
    name: "fluentd",
    rules: [
        {
            alert: "FluentdDown",
            expr: noneUp("fluentd", "fluentd"),
            for: "15m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: logs wait on the disks of the nodes, 1 GB each.",
        },
        {
            alert: "FluentdRefused",
            expr: `sum by (pod) (rate(fluentd_output_status_emit_records{plugin_id="${refused}"}[5m])) > 0`,
            for: "5m",
            severity: "critical",
            summary: "Pod {{ $labels.pod }} has lost lines for 5 minutes: the store refuses them for good.",
        },
        {
            alert: "FluentdBufferFilling",
            expr: `min by (${output}) (fluentd_output_status_buffer_available_space_ratio) < 25`,
            for: "10m",
            severity: "critical",
            summary:
                "Pod {{ $labels.pod }} has room for {{ $value }} % more of {{ $labels.plugin_id }}: then logs wait on the nodes.",
        },
        {
            alert: "FluentdSendFailing",
            expr: `sum by (${output}) (rate(fluentd_output_status_num_errors[5m])) > 0`,
            for: "30m",
            severity: "warning",
            summary:
                "Pod {{ $labels.pod }} has not written {{ $labels.plugin_id }} at once for half an hour: it tries again.",
        },
    ],
};
