import type { CheckView, View } from "../view.ts";

/** The report for programs; see docs/report.md for its fields. */
export function json({ rows, checks, counts, title, source, date, notes, verdict }: View): string {
    const report = {
        rows: rows.map(({ name, status, checks }) => ({ name, status, checks: checks.map(({ id }) => id) })),
        checks: checks.map(checkJson),
        counts,
        title,
        source,
        date,
        notes,
        verdict: { status: verdict.mark, sentence: verdict.sentence },
    };
    return `${JSON.stringify(report, undefined, 2)}\n`;
}

function checkJson({ id, level, status, evidence, debt, title, severity, mend, url }: CheckView) {
    return { id, level, status, evidence, debt, title, severity, remediation: mend || undefined, url };
}
