import { raw, html as template } from "hono/html";
import { type Mark, tally, words } from "../mark.ts";
import { checklist } from "../page/checklist.ts";
import { diagram } from "../page/diagram.ts";
import { type Html, icon, icons } from "../page/icons.ts";
import { reach } from "../page/reach.ts";
import { style } from "../page/style.ts";
import { todo } from "../page/todo.ts";
import { way } from "../page/way.ts";
import { extent, longDate } from "../phrases.ts";
import type { RowView, View } from "../view.ts";

/** Nothing is fetched and nothing runs, whatever a resource is called. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const meanings: Record<Mark, string> = {
    pass: "pass",
    fail: "fail",
    unknown: "unknown",
    debt: "dated debt",
    advice: "advice",
    "not-applicable": "not applicable",
};

/** The report as one page for people who decide: no script, no request, readable on paper, on a phone, in the dark. */
export async function html(view: View): Promise<string> {
    const page = await template`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Production readiness of ${view.title}</title>
<style>${raw(style)}</style>
</head>
<body>
${icons}
<a class="skip" href="#checklist">Skip to the checklist</a>
${heading(view)}
<main>
${todo(view)}
${picture(view)}
${reach(view)}
${way(view)}
${checklist(view)}
</main>
${footing()}
</body>
</html>
`;
    return page.toString();
}

function heading(view: View): Html {
    const { title, date, verdict, rows, source, counts, notes } = view;
    const shares = tally(rows).filter(({ count }) => count > 0);
    const bar = shares.map(({ mark, count }) => template`<span class="${mark}" style="flex:${count}"></span>`);
    const legend = shares.map(
        ({ mark, count }) => template`<li>${icon(mark)}<span><b>${count}</b> ${meanings[mark]}</span></li>`,
    );
    return template`<header>
<p class="eyebrow"><span>Production readiness · <strong>${title}</strong></span><time datetime="${date}">${longDate(date)}</time></p>
<h1>${icon(verdict.mark)}<span>${verdict.sentence}</span></h1>
<div class="bar" aria-hidden="true">${bar}</div>
<ul class="legend" aria-label="Rows by status">${legend}</ul>
<ul class="tiles" aria-label="Rows">${rows.map(tile)}</ul>
<p class="facts">Read from ${source}: ${extent(counts)}. ${notes.join(" ")}</p>
</header>`;
}

function tile({ mark, name }: RowView, index: number): Html {
    return template`<li><a href="#row-${index + 1}">${icon(mark)}<span class="hidden">${words[mark]}: </span>${name}</a></li>`;
}

function picture(view: View): Html | string {
    if (!view.picture) return "";
    const marks: Mark[] = ["pass", "fail", "unknown", "debt"];
    const key = marks.map((mark) => template`<span>${icon(mark)}${meanings[mark]}</span>`);
    return template`<section aria-labelledby="cluster"><h2 id="cluster">The cluster</h2>
<figure>${diagram(view.picture)}
<figcaption>${key}<span><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="3" class="unlooked"/></svg>no mandatory check looked at it</span></figcaption>
</figure></section>`;
}

function footing(): Html {
    return template`<footer><div>
<p>A row fails if one of its mandatory checks fails, is unknown if one could not be judged, and passes otherwise; suggestions never turn a row red. Unknown never counts as passed.</p>
<p>A dated debt is a failure that has an owner and a last day; until then it blocks nothing.</p>
</div></footer>`;
}
