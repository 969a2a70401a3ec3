import { noneUp, type RuleGroup } from "../../platform/rules.ts";
import type { ZoneKind } from "./zones.ts";

/** Seconds without a round that ended well; a round begins every minute. */
const late = 15 * 60;

/** @param name of the release, which is its namespace's too */
export const externalDnsAlerts = (name: string, zones: ZoneKind): RuleGroup => ({
    name,
    rules: [
        {
            alert: "NamesNotInSync",
            expr: `time() - max by (namespace) (external_dns_controller_last_sync_timestamp_seconds{namespace="${name}"}) > ${late}`,
            for: "5m",
            severity: "warning",
            labels: { zones },
            summary: "{{ $labels.namespace }} has not brought names up to date for 20 minutes.",
        },
        {
            alert: "ExternalDnsDown",
            expr: noneUp(name, name),
            for: "15m",
            severity: "warning",
            labels: { zones },
            summary: "No pod of {{ $labels.job }} answers: names are neither written nor taken back.",
        },
    ],
});
