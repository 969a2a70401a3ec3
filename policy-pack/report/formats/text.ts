import { stripVTControlCharacters } from "node:util";
import type { Mark } from "../mark.ts";
import { longDate, sentence } from "../phrases.ts";
import { urnParts } from "../urn.ts";
import { type CheckView, reasons } from "../view.ts";

/** A sign beside each word, so that colour never carries the meaning alone. */
export const signs: Record<Mark, string> = {
    pass: "✓",
    fail: "✗",
    unknown: "?",
    debt: "◷",
    advice: "○",
    "not-applicable": "–",
};

/** Text of resources may hold anything: what would move the cursor, colour or reorder a line is taken out. */
export function printable(text: string): string {
    return stripVTControlCharacters(text)
        .replace(/\s+/g, " ")
        .replace(/[\p{Cc}\p{Cf}]/gu, "");
}

/** One sentence or two: what was seen first, or, for a debt, who owes it and until when. */
export function advice(check: CheckView): string {
    if (check.debt) return `${check.debt.reason} (${owed(check)})`;
    const [first, ...more] = reasons(check);
    const others = more.length > 0 ? ` And ${more.length} more like it.` : "";
    const subject = first?.urn ? `${urnParts(first.urn).name || first.urn}: ` : "";
    return `${sentence(`${subject}${first?.message || check.title}`)}${others}`;
}

/** `owed by platform until 31 March 2027`, or nothing. */
export function owed({ debt }: CheckView): string {
    return debt ? `owed by ${debt.owner} until ${longDate(debt.until)}` : "";
}
