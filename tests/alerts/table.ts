import type { Severity } from "../../components/platform/severity.ts";
import { alertsOf, rules } from "./rules.ts";

const severities: readonly Severity[] = ["critical", "warning", "info"];

/** The alerts of each part by group and severity, as rows of the table in docs/observability.md. */
export const rows: readonly string[] = [...rules]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .flatMap(([part, groups]) =>
        groups.map((group) => {
            const cells = severities.map((severity) => {
                const own = alertsOf([group]).filter(({ labels }) => labels?.severity === severity);
                return [...new Set(own.map(({ alert }) => alert))].toSorted().join(", ") || "-";
            });
            return `| ${part}${group.name === part ? "" : `: ${group.name}`} | ${cells.join(" | ")} |`;
        }),
    )
    .filter((row) => !row.endsWith("| - | - | - |"));
