import { words } from "../mark.ts";
import { extent, plural, sentence } from "../phrases.ts";
import { type Task, tasksOf } from "../tasks.ts";
import { label } from "../urn.ts";
import { type CheckView, reasons, type View } from "../view.ts";
import { advice, owed, printable, signs } from "./text.ts";

/** Evidence lines shown for one check; the other formats hold them all. */
const shown = 5;

/** The checklist as a comment on a pull request: verdict, rows, and what to mend, folded. */
export function markdown(view: View): string {
    const { counts, todo } = view;
    const parts = [
        `## ${signs[view.verdict.mark]} ${plain(view.verdict.sentence)}`,
        `${plain(`Production readiness of ${view.title}, read from ${view.source} on ${view.date}.`)} ` +
            `Looked at ${extent(counts)}.`,
        ...view.notes.map(plain),
        rowsTable(view),
        section("What to mend", todo.fail),
        section("What could not be judged", todo.unknown),
        section("What is owed", todo.debt),
    ];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function rowsTable({ rows }: View): string {
    const lines = rows.map(
        ({ mark, name, first }) =>
            `| ${signs[mark]} ${words[mark]} | ${plain(name)} | ${first ? plain(advice(first)) : ""} |`,
    );
    return ["| Status | Row | First |", "| --- | --- | --- |", ...lines].join("\n");
}

function section(title: string, checks: readonly CheckView[]): string {
    if (checks.length === 0) return "";
    const items = tasksOf(checks).map(task);
    return `<details>\n<summary>${title}: ${plural(checks.length, "check")}</summary>\n\n${items.join("\n")}\n\n</details>`;
}

function task({ reason, checks }: Task): string {
    const [check] = checks;
    if (check && checks.length === 1) return `- ${heading(check)}\n${evidence(check)}`;
    const waiting = checks.map(({ id, title }) => `  - ${plain(title)} \`${id}\``);
    return `- **${plain(sentence(reason))}** ${plural(checks.length, "check")} wait for it:\n${waiting.join("\n")}`;
}

function heading(check: CheckView): string {
    const facts = [check.severity, owed(check)].filter(Boolean).join(", ");
    return `**${plain(check.title)}** (${plain(facts)}) \`${check.id}\``;
}

function evidence(check: CheckView): string {
    const all = reasons(check);
    const lines = all.slice(0, shown).map(({ urn, message }) => {
        const subject = urn ? `${plain(label(urn))}: ` : "";
        return `  - ${subject}${plain(sentence(message))}`;
    });
    const rest = all.length - lines.length;
    return [...lines, ...(rest > 0 ? [`  - and ${rest} more`] : [])].join("\n");
}

/** Text of resources may hold anything: mark-up, mentions and line breaks are made plain. */
function plain(text: string): string {
    return printable(text)
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;")
        .replace(/>/g, "&gt;")
        .replace(/[\\`*_{}[\]|~#!]/g, "\\$&")
        .replace(/@/g, "&#64;");
}
