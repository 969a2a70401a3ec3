import { noneUp, type RuleGroup } from "../../platform/rules.ts";

const output = "pod, name";

export const fluentBitAlerts: RuleGroup = {
    name: "fluent-bit",
    rules: [
        {
            alert: "FluentBitDown",
            expr: noneUp("fluent-bit", "fluent-bit"),
            for: "15m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: no log leaves its node.",
        },
        {
            alert: "FluentBitDropping",
            expr: `sum by (${output}) (rate(fluentbit_output_dropped_records_total[5m])) > 0`,
            for: "5m",
            severity: "critical",
            summary: "Pod {{ $labels.pod }} has lost lines for 5 minutes: its output {{ $labels.name }} drops them.",
        },
        {
            alert: "FluentBitSendFailing",
            expr: `sum by (${output}) (rate(fluentbit_output_retries_total[5m])) > 0`,
            for: "30m",
            severity: "warning",
            summary:
                "Pod {{ $labels.pod }} has not got rid of its lines at once for half an hour: its output {{ $labels.name }} tries again.",
        },
    ],
};
