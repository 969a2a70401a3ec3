import { noneUp, type RuleGroup } from "../../platform/rules.ts";

/**
 * Matches of rules in the last quarter of an hour. A rule has no series before its first match, and that one counts too;
 * a match of a pod that was replaced since stays in its log.
 *
 * @param priorities those of rules, 0 (emergency) to 7 (debug)
 */
function matches(priorities: string): string {
    const all = (offset = "") =>
        `sum by (rule_name, pod) (falcosecurity_falco_rules_matches_total{priority=~"${priorities}"}${offset})`;
    return `${all()} - (${all(" offset 15m")} or 0 * ${all()}) > 0`;
}

const dropped = "falcosecurity_scap_n_drops_total";
const seen = "falcosecurity_scap_n_evts_total";

export const falcoAlerts: RuleGroup = {
    name: "falco",
    rules: [
        {
            alert: "FalcoDown",
            expr: noneUp("falco", "falco-metrics"),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: Falco sees nothing of what runs.",
        },
        {
            alert: "FalcoAttackSuspected",
            expr: matches("[0-3]"),
            severity: "critical",
            summary: "Falco on {{ $labels.pod }} suspects an attack: {{ $labels.rule_name }}.",
        },
        {
            alert: "FalcoSuspiciousActivity",
            expr: matches("4"),
            severity: "warning",
            summary: "Falco on {{ $labels.pod }} finds suspicious: {{ $labels.rule_name }}.",
        },
        {
            alert: "FalcoMissesEvents",
            expr: `sum by (pod) (rate(${dropped}[5m])) / sum by (pod) (rate(${seen}[5m])) > 0.1`,
            for: "15m",
            severity: "warning",
            summary: "Falco on {{ $labels.pod }} misses {{ $value | humanizePercentage }} of what happens on its node.",
        },
    ],
};
