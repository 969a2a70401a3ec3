/** The page's only style sheet. Colours meet WCAG AA on their ground in both schemes. */
export const style = `
:root {
  color-scheme: light dark;
  --background: #f7f7f5; --sheet: #ffffff; --ink: #1a1d21; --quiet: #585f6a; --line: #e3e4e1; --faint: #f1f1ee;
  --pass: #17734a; --fail: #bb2430; --unknown: #855500; --debt: #6546b4; --not-applicable: #626a76; --glyph: #ffffff;
  --accent: #1f5fa8;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #101214; --sheet: #17191c; --ink: #e9eaec; --quiet: #a2a9b4; --line: #353a41; --faint: #1e2125;
    --pass: #54c592; --fail: #ff8087; --unknown: #e5b556; --debt: #b7a1fb; --not-applicable: #9aa2ad; --glyph: #101214;
    --accent: #84b9f5;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--background); color: var(--ink); font: 16px/1.55 var(--sans); overflow-wrap: break-word; }
main, header, footer { max-width: 66rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
h1, h2, h3, p, ol, ul, dl, dd, figure { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.01em; line-height: 1.3; }
code { font: 0.8125rem/1.5 var(--mono); }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
section { margin-top: 3.5rem; }
.defs { position: absolute; }
.icon { width: 1em; height: 1em; flex: none; display: inline-block; vertical-align: -0.125em; }
.glyph { fill: none; stroke: var(--glyph); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .unknown { color: var(--unknown); }
.debt { color: var(--debt); } .advice { color: var(--accent); } .not-applicable { color: var(--not-applicable); }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: 0.5rem 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { padding-top: clamp(1.75rem, 5vw, 3.5rem); }
.eyebrow { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; justify-content: space-between; font-size: 0.9375rem; color: var(--quiet); }
.eyebrow strong { color: var(--ink); font-weight: 600; }
h1 { margin-top: 1.25rem; font-size: clamp(1.875rem, 5vw, 3rem); font-weight: 680; line-height: 1.12; letter-spacing: -0.025em; display: flex; gap: 0.5em; align-items: baseline; text-wrap: balance; }
h1 .icon { width: 0.74em; height: 0.74em; vertical-align: baseline; translate: 0 0.04em; }
.bar { display: flex; gap: 3px; height: 0.75rem; margin-top: 2rem; }
.bar span { background: currentColor; border-radius: 2px; min-width: 4px; }
.bar span:first-child { border-radius: 6px 2px 2px 6px; } .bar span:last-child { border-radius: 2px 6px 6px 2px; }
.bar span:only-child { border-radius: 6px; }
.bar .debt { background: repeating-linear-gradient(-45deg, currentColor 0 5px, color-mix(in srgb, currentColor 45%, transparent) 5px 8px); }
.bar .not-applicable { background: none; border: 1.5px dashed currentColor; }
.legend { display: flex; flex-wrap: wrap; gap: 0.5rem 1.75rem; margin-top: 0.875rem; }
.legend li { display: flex; gap: 0.5rem; align-items: center; color: var(--ink); }
.legend b { font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 0 1rem; margin: 1.75rem -0.625rem 0; }
.tiles a { display: flex; gap: 0.625rem; align-items: center; padding: 0.375rem 0.625rem; border-radius: 8px; color: inherit; text-decoration: none; }
.tiles a:hover { background: var(--faint); }
.facts { margin-top: 1.5rem; color: var(--quiet); font-size: 0.9375rem; text-wrap: pretty; }

.way { counter-reset: step; display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.5rem; margin: 0.875rem 0 1.5rem; }
.way li { counter-increment: step; position: relative; padding: 0.375rem 1.75rem 0.375rem 0.75rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; font-size: 0.8125rem; line-height: 1.4; }
.way li:not(:last-child)::after { content: "→"; position: absolute; right: 0.625rem; top: 0.375rem; color: var(--quiet); }
.way b::before { content: counter(step) " "; color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }
.way span { display: block; color: var(--quiet); overflow-wrap: anywhere; }

.todo h3 { display: flex; gap: 0.5rem; align-items: center; font-size: 1rem; font-weight: 650; margin-top: 2rem; }
.todo ol { margin-top: 0.75rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }
.todo ol > li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: 0 0.75rem; padding: 1.125rem 1.5rem; }
.todo ol > li + li { border-top: 1px solid var(--line); }
.todo .number { color: var(--quiet); font-variant-numeric: tabular-nums; }
.todo .what { font-weight: 600; }
.todo .what a { color: inherit; text-decoration-color: var(--line); } .todo .what a:hover { text-decoration-color: currentColor; }
.todo p { text-wrap: pretty; }
.meta { display: flex; flex-wrap: wrap; gap: 0.125rem 1rem; margin-top: 0.375rem; font-size: 0.875rem; color: var(--quiet); }
.severity { font-weight: 600; color: var(--ink); }
.more { margin-top: 0.75rem; }
.waiting { margin-top: 0.5rem; } .waiting ul { margin-top: 0.5rem; font-size: 0.9375rem; display: grid; gap: 0.25rem; }
.waiting a { color: inherit; text-decoration-color: var(--line); } .waiting code { color: var(--quiet); }
.more summary, .proof summary, .waiting summary { cursor: pointer; color: var(--quiet); font-size: 0.9375rem; width: fit-content; }

figure { margin-top: 1.25rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: clamp(0.75rem, 2vw, 1.5rem); }
figure svg.diagram { display: block; width: 100%; height: auto; font-family: var(--sans); }
figure .narrow { display: none !important; }
figcaption { margin-top: 1rem; font-size: 0.875rem; color: var(--quiet); display: flex; flex-wrap: wrap; gap: 0.375rem 1.5rem; }
figcaption span { display: inline-flex; gap: 0.4rem; align-items: center; }
.diagram text { fill: var(--ink); font-size: 13px; }
.diagram .small { font-size: 12px; fill: var(--quiet); } .diagram .strong { font-weight: 620; }
.diagram .head { font-size: 12px; font-weight: 620; fill: var(--quiet); }
.diagram .frame { fill: none; stroke: var(--line); stroke-width: 1.5; }
.diagram .zone { fill: var(--faint); }
.diagram .box { fill: var(--sheet); stroke: var(--line); stroke-width: 1; }
.diagram .nodes { fill: color-mix(in srgb, var(--accent) 11%, var(--sheet)); stroke: color-mix(in srgb, var(--accent) 45%, var(--sheet)); }
.diagram .elastic { stroke-dasharray: 5 4; }
.diagram .plane { fill: color-mix(in srgb, var(--accent) 18%, var(--sheet)); stroke: color-mix(in srgb, var(--accent) 55%, var(--sheet)); }
.diagram .rule { stroke: var(--line); stroke-width: 1; fill: none; }
.ports { fill: color-mix(in srgb, var(--accent) 24%, var(--sheet)); stroke: color-mix(in srgb, var(--accent) 60%, var(--sheet)); }
.ports.every { fill: color-mix(in srgb, var(--accent) 62%, var(--sheet)); }
.unseen { fill: none; stroke: var(--unknown); stroke-width: 1; stroke-dasharray: 3 3; }
.diagram .tiny { font-size: 10.5px; }
.pairs { margin-top: 0.75rem; font-size: 0.875rem; color: var(--quiet); } .pairs li { padding: 0.125rem 0; } .pairs b { font-weight: 600; color: var(--ink); }
.unlooked { fill: var(--not-applicable); }
.others { font-size: 1rem; margin-top: 2rem; }
.diagram .none { fill: none; stroke: var(--not-applicable); stroke-width: 1; stroke-dasharray: 4 4; opacity: 0.6; }

fieldset { border: 0; margin: 1.25rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.5rem; }
fieldset label { position: relative; display: inline-flex; align-items: center; gap: 0.5rem; padding: 0.375rem 0.875rem; border: 1px solid var(--line); border-radius: 999px; background: var(--sheet); font-size: 0.9375rem; cursor: pointer; }
fieldset input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
fieldset label:has(:checked) { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); font-weight: 600; }
fieldset label:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
fieldset b { font-weight: 600; font-variant-numeric: tabular-nums; }
.rows { margin-top: 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; overflow: clip; }
.row + .row { border-top: 1px solid var(--line); }
.row > summary { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) auto 1rem; gap: 0 1rem; align-items: center; padding: 0.9375rem 1.5rem; cursor: pointer; list-style: none; }
.row > summary::-webkit-details-marker { display: none; }
.row > summary:hover { background: var(--faint); }
.row > summary:focus-visible { outline-offset: -3px; border-radius: 12px; }
.mark { display: inline-flex; gap: 0.5rem; align-items: center; font-weight: 600; }
.row .name { font-weight: 600; }
.row .score { font-size: 0.875rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.chevron { width: 0.5rem; height: 0.5rem; border: solid var(--quiet); border-width: 0 1.5px 1.5px 0; rotate: 45deg; translate: 0 -0.125rem; transition: rotate 0.15s; }
[open] > summary .chevron { rotate: -135deg; translate: 0 0.125rem; }
.checks { padding: 0 1.5rem 0.5rem; }
.check { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0 1rem; padding: 1.125rem 0; border-top: 1px solid var(--line); }
.check .mark { font-size: 0.9375rem; align-self: start; }
.check h3 { margin: 0; font-size: 1rem; font-weight: 600; }
.check:target h3 { text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 2px; text-underline-offset: 0.25em; }
.evidence { margin-top: 0.625rem; display: grid; gap: 0.5rem; font-size: 0.9375rem; }
.evidence li { padding-left: 0.875rem; border-left: 3px solid var(--line); }
.evidence li { color: inherit; }
.evidence li.fail { border-color: var(--fail); } .evidence li.unknown { border-color: var(--unknown); } .check[data-mark="debt"] .evidence li { border-color: var(--debt); } .check[data-mark="advice"] .evidence li { border-color: var(--accent); }
.evidence .urn { display: block; color: var(--quiet); font-size: 0.8125rem; }
.owed { margin-top: 0.5rem; font-size: 0.9375rem; }
.proof { margin-top: 0.5rem; }
.proofs { margin-top: 0.5rem; font-size: 0.875rem; color: var(--quiet); }
.settled { display: block; padding: 0.625rem 0; }
.settled > summary { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) 1rem; gap: 0 1rem; align-items: baseline; cursor: pointer; list-style: none; }
.settled > summary::-webkit-details-marker { display: none; }
.settled > summary:hover span { text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 0.25em; }
.settled > div { padding: 0.125rem 0 0.5rem 8.5rem; }
.empty { display: none; padding: 1.25rem 1.5rem; color: var(--quiet); }
footer { margin-top: 4rem; padding-bottom: 4rem; font-size: 0.875rem; color: var(--quiet); }
footer div { border-top: 1px solid var(--line); padding-top: 1.25rem; }
footer p { max-width: 46rem; text-wrap: pretty; } footer p + p { margin-top: 0.5rem; }

@media screen and (max-width: 44rem) {
  section { margin-top: 3rem; }
  figure .wide { display: none !important; } figure .narrow { display: block !important; }
  .todo ol > li { padding: 1rem; }
  .row > summary { grid-template-columns: minmax(0, 1fr) 1rem; gap: 0.125rem 1rem; padding: 0.875rem 1rem; }
  .row > summary > :not(.chevron) { grid-column: 1; } .row > summary .chevron { grid-column: 2; grid-row: 1 / span 3; }
  .row .name { grid-row: 1; }
  .checks { padding: 0 1rem 0.5rem; }
  .check { grid-template-columns: minmax(0, 1fr); gap: 0.25rem; }
  .settled > summary { grid-template-columns: 4rem minmax(0, 1fr) 1rem; gap: 0 0.5rem; }
  .settled > div { padding-left: 0; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } .chevron { transition: none; } }
@media (forced-colors: active) { .bar span { forced-color-adjust: none; } fieldset label:has(:checked) { border-width: 3px; } }
@media print {
  :root { color-scheme: light; --background: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #ccc; --pass: #17734a; --fail: #bb2430; --unknown: #855500; --debt: #6546b4; --not-applicable: #626a76; --glyph: #fff; }
  body { font-size: 10.5pt; } header, main, footer { max-width: none; padding: 0; } section { margin-top: 2rem; }
  .bar, .icon, .diagram { print-color-adjust: exact; }
  fieldset, .skip, .chevron { display: none; }
  figure, .todo li, .check { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
  .row:is([data-mark="fail"], [data-mark="unknown"], [data-mark="debt"])::details-content, .more::details-content { content-visibility: visible; block-size: auto; }
}
`;
