import { html, raw } from "hono/html";
import { duration, faultsOf, type Gap, type Step } from "./steps.ts";

/** What the exercise came to. */
export interface Outcome {
    readonly expected: readonly string[];
    readonly steps: readonly Step[];
    readonly gaps: readonly Gap[];
    /** What stood in for the real thing, a sentence each. */
    readonly doubles: readonly string[];
}

const style = `
:root { color-scheme: light dark; --ink: #1a1d21; --ground: #ffffff; --quiet: #585f6a; --line: #e3e4e1; --pass: #17734a; --fail: #bb2430; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eaec; --ground: #17191c; --quiet: #a2a9b4; --line: #353a41; --pass: #54c592; --fail: #ff8087; } }
body { margin: 0 auto; max-width: 66rem; padding: 2rem clamp(1rem, 4vw, 2.5rem); background: var(--ground); color: var(--ink); font: 16px/1.55 ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { line-height: 1.15; } .pass { color: var(--pass); } .fail { color: var(--fail); } .quiet, caption { color: var(--quiet); }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; } caption { text-align: left; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-top: 1px solid var(--line); }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; } ul { margin: 0; padding-left: 1.1rem; }
`;

/** The exercise as one page: no script, no request. */
export async function page(outcome: Outcome): Promise<string> {
    const { expected, steps, gaps, doubles } = outcome;
    const faults = faultsOf(expected, steps);
    const began = steps[0]?.began ?? 0;
    const content = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Exercise of a disaster</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1 class="${faults.length === 0 ? "pass" : "fail"}">${faults.length === 0 ? "The standby took over, and back" : "The exercise did not pass"}</h1>
${faults.length === 0 ? "" : html`<ul>${faults.map((fault) => html`<li class="fail">${fault}</li>`)}</ul>`}
<table><caption>What people ask for</caption><tbody>
${gaps.map(({ what, milliseconds }) => html`<tr><td>${what}</td><td class="time">${duration(milliseconds)}</td></tr>`)}
</tbody></table>
<table><caption>Every step, when it began and how long it took</caption>
<thead><tr><th scope="col">Began</th><th scope="col">Took</th><th scope="col">Step, and what was seen</th></tr></thead>
<tbody>
${steps.map((step) => row(step, began))}
</tbody></table>
<h2>What stands in for the real thing</h2>
<ul>${doubles.map((double) => html`<li>${double}</li>`)}</ul>
</main>
</body>
</html>
`;
    return content.toString();
}

function row({ name, began: start, ended, broken, evidence }: Step, began: number) {
    const why = broken === undefined ? "" : html`<p class="fail">Broke off: ${broken}</p>`;
    const took = ended === undefined ? "did not end" : duration(ended - start);
    const seen = evidence.map(
        ({ what, seen, detail }) => html`<li>${mark(seen)}: ${what} <span class="quiet">${detail}</span></li>`,
    );
    return html`<tr><td class="time">${duration(start - began)}</td><td class="time">${took}</td><td><strong>${name}</strong>${why}<ul>${seen}</ul></td></tr>`;
}

const mark = (seen: boolean) => html`<span class="${seen ? "pass" : "fail"}">${seen ? "✔ seen" : "✘ not seen"}</span>`;
