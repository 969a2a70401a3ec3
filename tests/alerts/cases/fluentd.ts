import { type Case, down } from "../case.ts";

const output = (id: string) => `{pod="fluentd-0",plugin_id="${id}",type="loki"}`;
const records = (id: string) => `fluentd_output_status_emit_records${output(id)}`;
const room = (id: string) => `fluentd_output_status_buffer_available_space_ratio${output(id)}`;
const errors = `fluentd_output_status_num_errors${output("containers")}`;

export const fluentd: Case[] = [
    ...down(
        { job: "fluentd", namespace: "fluentd" },
        {
            alert: "FluentdDown",
            severity: "critical",
            after: "15m",
            says: "No pod of fluentd answers: logs wait on the disks of the nodes, 1 GB each.",
        },
    ),
    {
        alert: "FluentdRefused",
        severity: "critical",
        after: "5m",
        settled: "5m",
        labels: { pod: "fluentd-0" },
        says: "Pod fluentd-0 has lost lines for 5 minutes: the store refuses them for good.",
        fires: { [records("refused")]: "0+6" },
        silent: [{ [records("refused")]: "6" }, { [records("refused")]: null, [records("containers")]: "0+6" }],
    },
    {
        alert: "FluentdBufferFilling",
        severity: "critical",
        after: "10m",
        labels: { pod: "fluentd-0", plugin_id: "containers" },
        says: "Pod fluentd-0 has room for 24.9 % more of containers: then logs wait on the nodes.",
        fires: { [room("containers")]: "24.9", [room("nodes")]: "99" },
        silent: [{ [room("containers")]: "25" }],
    },
    {
        alert: "FluentdSendFailing",
        severity: "warning",
        after: "30m",
        settled: "5m",
        labels: { pod: "fluentd-0", plugin_id: "containers" },
        says: "Pod fluentd-0 has not written containers at once for half an hour: it tries again.",
        fires: { [errors]: "0+6" },
        silent: [{ [errors]: "6" }],
    },
];
