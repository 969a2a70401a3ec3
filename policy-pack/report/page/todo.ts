import { html } from "hono/html";
import { longDate, plural, sentence } from "../phrases.ts";
import { type Task, tasksOf } from "../tasks.ts";
import { urnParts } from "../urn.ts";
import { type CheckView, reasons, type View } from "../view.ts";
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
    const items = tasksOf(checks).map((task, index) => item(task, index + 1, today));
    const rest = items.slice(unfolded[mark]);
    const more = html`<details class="more"><summary>${rest.length} more</summary>
<ol>${rest}</ol></details>`;
    return html`<h3>${icon(mark)}${title} <span class="quiet">${plural(checks.length, "check")}</span></h3>
<ol>${items.slice(0, unfolded[mark])}</ol>${rest.length > 0 ? more : ""}`;
}

function item({ reason, checks }: Task, number: number, today: string): Html {
    const [check] = checks;
    const content = check && checks.length === 1 ? single(check, reason, today) : several(reason, checks, today);
    return html`<li><span class="number">${number}</span><div>${content}</div></li>`;
}

function single(check: CheckView, reason: string, today: string): Html {
    const names = reasons(check).flatMap(({ urn }) => (urn ? [urnParts(urn).name || urn] : []));
    const where = names.length > 1 ? `${names[0]} and ${names.length - 1} more` : names[0];
    return html`<p class="what">${link(check)}</p><p>${sentence(reason)}</p>
<p class="meta">${urgency(check, today)}${where && html`<span>${where}</span>`}
${check.rows[0] && html`<span>${check.rows.join(", ")}</span>`}<code>${check.id}</code></p>`;
}

function several(reason: string, checks: readonly CheckView[], today: string): Html {
    const list = checks.map((check) => html`<li>${link(check)} <code>${check.id}</code></li>`);
    return html`<p class="what">${sentence(reason)}</p><p class="meta">${checks[0] && urgency(checks[0], today)}</p>
<details class="waiting"><summary>${plural(checks.length, "check")} wait for it</summary><ul>${list}</ul></details>`;
}

const link = ({ id, title }: CheckView): Html => html`<a href="#${id}">${title}</a>`;

function urgency(check: CheckView, today: string): Html | string {
    return check.debt ? dueDate(check, today) : html`<span class="severity">${check.severity}</span>`;
}

function dueDate({ debt }: CheckView, today: string): Html | string {
    if (!debt) return "";
    const days = Math.round((Date.parse(debt.until) - Date.parse(today)) / 86_400_000);
    return html`<span class="severity">due ${longDate(debt.until)}, in ${plural(days, "day")}</span><span>${debt.owner}</span>`;
}
