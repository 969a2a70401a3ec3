import type { RuleGroup } from "../../platform/rules.ts";

/** Seconds without a round that ended well; a round is begun every minute. */
const late = 15 * 60;

/** On one external-dns, by the name of its release, which is its namespace's too. */
export const alerts = (name: string): RuleGroup[] => [
    {
        name: "names",
        rules: [
            {
                alert: "NamesNotInSync",
                expr: `time() - max by (namespace) (external_dns_controller_last_sync_timestamp_seconds{namespace="${name}"}) > ${late}`,
                for: "5m",
                severity: "warning",
                summary:
                    "{{ $labels.namespace }} has not brought names up to date for {{ $value | humanizeDuration }}.",
            },
            {
                alert: "ExternalDnsAbsent",
                expr: `absent(up{namespace="${name}", job="${name}"} == 1)`,
                for: "15m",
                severity: "warning",
                summary: `No ${name} answers: new names are not written, old ones not taken away.`,
            },
        ],
    },
];
