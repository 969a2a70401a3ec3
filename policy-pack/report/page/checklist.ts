import { html, raw } from "hono/html";
import type { Evidence } from "../../judgement/result.ts";
import { type Mark, tally, words } from "../mark.ts";
import { longDate, plural, sentence } from "../phrases.ts";
import { urnParts } from "../urn.ts";
import type { CheckView, RowView, View } from "../view.ts";
import { type Html, icon } from "./icons.ts";

/** Resources named for one message; the JSON report holds them all. */
const shown = 40;

const chevron = html`<span class="chevron" aria-hidden="true"></span>`;

/** The rows with their checks and evidence, and a filter that works without a script. */
export function checklist({ rows, checks }: View): Html {
    const others = checks.filter((check) => check.rows.length === 0);
    const counts = tally(rows).filter(({ count }) => count > 0);
    return html`<section class="checklist" aria-labelledby="checklist"><h2 id="checklist">The checklist</h2>
<style>${raw(counts.map(({ mark }) => filterRule(mark)).join(""))}</style>
<fieldset><legend class="hidden">Show rows</legend>
${choice("all", "All", rows.length, true)}
${counts.map(({ mark, count }) => choice(mark, html`${icon(mark)}${words[mark]}`, count, false))}
</fieldset>
<div class="rows">${rows.map(row)}</div>
${others.length > 0 ? html`<h3 class="others">Checks beside the rows</h3><div class="rows">${beside(others)}</div>` : ""}
</section>`;
}

const filterRule = (mark: Mark): string =>
    `.checklist:has(#show-${mark}:checked) .row:not([data-mark="${mark}"]) { display: none }`;

function choice(name: string, label: unknown, count: number, chosen: boolean): Html {
    return html`<label><input type="radio" name="show" id="show-${name}"${chosen ? raw(" checked") : ""}>${label}<b>${count}</b></label>`;
}

function row({ name, mark, checks }: RowView, index: number): Html {
    const judged = checks.filter(({ mark }) => mark !== "not-applicable");
    const passed = judged.filter(({ mark }) => mark === "pass").length;
    const score = judged.length > 0 ? `${passed} of ${plural(judged.length, "check")} pass` : "no check applies";
    return fold(mark, name, score, checks, (check) => check.rows[0] === name, html` id="row-${index + 1}"`);
}

function beside(checks: readonly CheckView[]): Html[] {
    return byMark(checks).map(([mark, group]) => fold(mark, plural(group.length, "check"), "", group, () => true));
}

/** A check that answers several rows is the target of links in the first one only. */
type IsTarget = (check: CheckView) => boolean;

function fold(
    mark: Mark,
    name: string,
    score: string,
    checks: readonly CheckView[],
    isTarget: IsTarget,
    id: Html | string = "",
): Html {
    const sorted = byMark(checks).flatMap(([, group]) => group);
    return html`<details class="row" data-mark="${mark}"${id}><summary>${marked(mark)}<span class="name">${name}</span>
<span class="score">${score}</span>${chevron}</summary>
<div class="checks">${sorted.map((check) => checkItem(check, isTarget(check)))}</div></details>`;
}

function byMark(checks: readonly CheckView[]): [Mark, CheckView[]][] {
    const groups = tally(checks).map(({ mark }): [Mark, CheckView[]] => [
        mark,
        checks.filter((each) => each.mark === mark),
    ]);
    return groups.filter(([, group]) => group.length > 0);
}

const marked = (mark: Mark): Html =>
    html`<span class="mark">${icon(mark)}<span class="${mark}">${words[mark]}</span></span>`;

/** What is in order is one line; what is not says why at once. */
function checkItem(check: CheckView, isTarget: boolean): Html {
    const id = isTarget ? html` id="${check.id}"` : "";
    if (check.mark === "pass" || check.mark === "not-applicable") {
        return html`<details class="check settled"${id}><summary>${marked(check.mark)}<span>${check.title}</span>${chevron}</summary>
<div>${meta(check)}${proofs(check.evidence)}</div></details>`;
    }
    const open = check.evidence.filter(({ status }) => status === "fail" || status === "unknown");
    const settled = check.evidence.filter((each) => !open.includes(each));
    return html`<article class="check" data-mark="${check.mark}"${id}>${marked(check.mark)}<div>
<h3>${check.title}</h3>${meta(check)}
${check.debt ? html`<p class="owed">Owed by ${check.debt.owner} until ${longDate(check.debt.until)}: ${check.debt.reason}</p>` : ""}
<ul class="evidence">${findings(open)}</ul>
${settled.length > 0 ? html`<details class="proof"><summary>${settledSummary(settled)}</summary>${proofs(settled)}</details>` : ""}
</div></article>`;
}

function meta({ level, severity, id, url }: CheckView): Html {
    const link = url?.startsWith("https://") ? html`<a href="${url}" rel="noreferrer">Why it matters</a>` : "";
    return html`<p class="meta"><span>${level}</span><span>${severity}</span><code>${id}</code>${link}</p>`;
}

/** Each message once, with everything that it is about. */
function findings(evidence: readonly Evidence[]): Html[] {
    const groups = [...Map.groupBy(evidence, ({ status, message }) => `${status} ${message}`).values()];
    return groups.map((group) => {
        const subjects = group.filter(({ urn }) => urn !== "");
        const list = subjects.slice(0, shown).map(({ urn }) => html`<span class="urn">${subject(urn)}</span>`);
        const rest = subjects.length - list.length;
        return html`<li class="${group[0]?.status}">${sentence(group[0]?.message ?? "")}${list}
${rest > 0 ? html`<span class="urn">and ${rest} more, in the JSON report</span>` : ""}</li>`;
    });
}

function proofs(evidence: readonly Evidence[]): Html | string {
    if (evidence.length === 0) return "";
    const items = evidence
        .slice(0, shown)
        .map(({ urn, message }) => html`<li>${urn ? subject(urn) : sentence(message)}</li>`);
    const rest = evidence.length - items.length;
    return html`<ul class="proofs">${items}${rest > 0 ? html`<li>and ${rest} more, in the JSON report</li>` : ""}</ul>`;
}

function subject(urn: string): Html {
    const { name, type, stack, project } = urnParts(urn);
    const file = stack === "manifests" ? html` in ${project}` : "";
    return name ? html`${name} <code>${type}</code>${file}` : html`<code>${urn}</code>`;
}

function settledSummary(evidence: readonly Evidence[]): string {
    const passed = evidence.filter(({ status }) => status === "pass").length;
    const rest = evidence.length - passed;
    return [passed > 0 && `${passed} passed`, rest > 0 && `${rest} not applicable`].filter(Boolean).join(", ");
}
