import { html } from "hono/html";
import { urnParts } from "../urn.ts";
import { type CheckView, longDate, plural, reasons, sentence, type View } from "../view.ts";
import { type Html, icon } from "./icons.ts";

/** Items of a list that are shown unfolded. */
const unfolded = { fail: 5, unknown: 3, debt: 3 };

/** What to do first: failures by severity, then what could not be judged, then debts by date. */
export function todo({ todo, date }: View): Html | string {
    if (todo.fail.length + todo.unknown.length + todo.debt.length === 0) return "";
    return html`<section class="todo" aria-labelledby="first"><h2 id="first">What to do first</h2>
${group("fail", "Mend", todo.fail, date)}
${group("unknown", "Find out", todo.unknown, date)}
${group("debt", "Pay off", todo.debt, date)}
</section>`;
}

function group(mark: keyof typeof unfolded, title: string, checks: readonly CheckView[], today: string): Html | string {
    if (checks.length === 0) return "";
    const items = checks.map((check, index) => item(check, index + 1, today));
    const rest = items.slice(unfolded[mark]);
    const more = html`<details class="more"><summary>${plural(rest.length, "more check")}</summary>
<ol>${rest}</ol></details>`;
    return html`<h3>${icon(mark)}${title} <span class="quiet">${checks.length}</span></h3>
<ol>${items.slice(0, unfolded[mark])}</ol>${rest.length > 0 ? more : ""}`;
}

function item(check: CheckView, number: number, today: string): Html {
    const found = reasons(check);
    const names = found.flatMap(({ urn }) => (urn ? [urnParts(urn).name || urn] : []));
    const where = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : names[0];
    return html`<li><span class="number">${number}</span><div>
<p class="what"><a href="#${check.id}">${check.title}</a></p>
<p>${sentence(check.debt ? check.debt.reason : (found[0]?.message ?? ""))}</p>
<p class="meta">${check.debt ? dueDate(check, today) : html`<span class="severity">${check.severity}</span>`}
${where && html`<span>${where}</span>`}${check.rows[0] && html`<span>${check.rows.join(", ")}</span>`}<code>${check.id}</code></p>
</div></li>`;
}

function dueDate({ debt }: CheckView, today: string): Html | string {
    if (!debt) return "";
    const days = Math.round((Date.parse(debt.until) - Date.parse(today)) / 86_400_000);
    return html`<span class="severity">due ${longDate(debt.until)}, in ${plural(days, "day")}</span><span>${debt.owner}</span>`;
}
