import { html } from "hono/html";
import { plural } from "../phrases.ts";
import { type Cell, type End, portsInWords, type Reach } from "../picture/reach.ts";
import type { View } from "../view.ts";
import type { Html } from "./icons.ts";
import { box, text, widthOf } from "./shapes.ts";

/** What differs between a wide screen and a phone, where names stand above their rows and cells have no text. */
interface Format {
    readonly name: "wide" | "narrow";
    readonly width: number;
    /** Room for the name beside a row. */
    readonly beside: number;
    /** Room for it above a row. */
    readonly above: number;
}

const wide: Format = { name: "wide", width: 1000, beside: 240, above: 0 };
const narrow: Format = { name: "narrow", width: 390, beside: 0, above: 22 };

const margin = 14;
const head = 28;
const tallest = 30;

/** With more of them nobody would find anything in the picture. */
const most = 60;

const keys = [
    { style: "ports", meaning: "one port, or ×3: three ports or ranges" },
    { style: "ports every", meaning: "every port" },
    { style: "unseen", meaning: "unknown: a release was not seen inside" },
];

/** Who may open connections to whom: rows open them, columns take them. */
export function reach({ reach }: View): Html | string {
    if (!reach) return "";
    const { ends, unseen } = reach;
    const key = keys.map(
        ({ style, meaning }) =>
            html`<span><svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><rect x="1" y="1" width="14" height="14" rx="3" class="${style}"/></svg>${meaning}</span>`,
    );
    const rows = rowsOf(reach).flatMap(({ from, cells = [] }) => {
        const said = cells.map(({ to, cell }) => `${named(to)}: ${inWords(cell)}`);
        return said.length > 0 ? [html`<li><b>${named(from)}</b> → ${said.join("; ")}</li>`] : [];
    });
    return html`<section aria-labelledby="reach"><h2 id="reach">Who may reach whom</h2>
<p>Rows open connections and columns take them, as the network policies here have it. Where nothing stands, they are denied.${unseen > 0 ? ` ${plural(unseen, "source")} of pods or policies could not be read: what they change is not in it.` : ""}</p>
${
    ends.length > most
        ? html`<p>${ends.length} of them are too many for a picture.</p>`
        : html`<figure>${draw(reach, wide)}${draw(reach, narrow)}<figcaption>${key}</figcaption></figure>`
}
<details class="more"><summary>The same in words</summary><ul class="pairs">${rows}</ul></details>
</section>`;
}

interface Row {
    readonly from: End;
    readonly index: number;
    /** Those in which something is allowed, or may be; nothing where no connections begin. */
    readonly cells?: readonly { readonly to: End; readonly column: number; readonly cell: Cell }[];
}

const rowsOf = ({ ends, cells }: Reach): Row[] =>
    ends.map((from, index) => {
        const row = cells[index] ?? [];
        const found = ends.flatMap((to, column) => {
            const cell = row[column] ?? [];
            return cell.length > 0 ? [{ to, column, cell }] : [];
        });
        return row.length > 0 ? { from, index, cells: found } : { from, index };
    });

/** Where the cells are. */
interface Grid {
    readonly left: number;
    readonly top: number;
    /** Width of a cell. */
    readonly size: number;
    readonly tall: number;
    /** Height of a row. */
    readonly pitch: number;
    /** Number of columns before those of the outside. */
    readonly pods: number;
}

function draw(reach: Reach, format: Format): Html {
    const { ends } = reach;
    const { width, beside, above } = format;
    const left = margin + beside;
    const size = (width - left - margin) / ends.length;
    const tall = Math.min(size, tallest);
    const pods = ends.filter(({ isOutside }) => !isOutside).length;
    const grid: Grid = { left, top: margin + head, size, tall, pitch: tall + above, pods };
    const middle = { x: left + pods * size, y: grid.top + pods * grid.pitch };
    const [right, bottom] = [width - margin, grid.top + ends.length * grid.pitch];
    // A column of a phone is narrower than two digits: every other one has its own a line higher, with room for both.
    const lines = format.name === "narrow" ? [11, 25] : [19];
    const heads = ends.map((_, index) => {
        const x = left + (index + 0.5) * size;
        const room = 2 * Math.min((size * lines.length) / 2 - 1, width - margin - x - 1);
        return text(x, margin + (lines[index % lines.length] ?? 0), sign(index, pods), room, "small", "middle");
    });
    return html`<svg class="diagram ${format.name}" viewBox="0 0 ${width} ${bottom + margin}" role="img" aria-label="Who of ${ends.length} may reach whom; the list below says the same">
${box({ x: 1, y: 1, width: width - 2, height: bottom + margin - 2 }, "frame", 12)}
${box({ x: middle.x, y: margin, width: right - middle.x, height: middle.y - margin }, "zone")}
${box({ x: margin, y: middle.y, width: middle.x - margin, height: bottom - middle.y }, "zone")}
${heads}${rowsOf(reach).map((row) => drawRow(row, grid, format))}</svg>`;
}

function drawRow({ from, index, cells }: Row, { left, top, size, tall, pitch, pods }: Grid, format: Format): Html {
    const { name, width, beside, above } = format;
    const isWide = name === "wide";
    const y = top + index * pitch;
    const end = from.isOutside ? left + pods * size : width - margin;
    const label = `${sign(index, pods)} ${named(from)}`;
    const line = isWide
        ? text(margin + 6, y + tall / 2 + 4.5, label, beside - 12)
        : text(margin + 6, y + above - 5, label, end - margin - 12);
    const shown = (cells ?? []).map(({ to, column, cell }) => {
        const place = { x: left + column * size + 1, y: y + above + 1, width: size - 2, height: tall - 2 };
        const said = short(cell);
        const fits = isWide && widthOf(said, "tiny") <= place.width - 1;
        const [x, base] = [place.x + place.width / 2, place.y + place.height / 2 + 4];
        return html`<g><title>${named(from)} → ${named(to)}: ${inWords(cell)}</title>${box(place, styleOf(cell), 3)}${fits ? text(x, base, said, place.width - 1, "tiny", "middle") : ""}</g>`;
    });
    const silent = cells
        ? ""
        : text(left + 6, y + above + tall / 2 + 4, "opens no connections", end - left - 12, "small");
    return html`<path d="M${margin} ${y}H${end}" class="rule"/>${line}${shown}${silent}`;
}

/** Pods have numbers, the outside has letters. */
const sign = (index: number, pods: number): string =>
    index < pods ? `${index + 1}` : String.fromCharCode("A".charCodeAt(0) + index - pods);

const named = ({ name, detail, isOutside }: End): string =>
    detail ? (isOutside ? `${name} (${detail})` : `${name}/${detail}`) : name;

const isEvery = (cell: Cell): boolean => inWords(cell) === "every port";

const inWords = (cell: Cell): string => (cell === "unknown" ? "unknown" : portsInWords(cell));

function styleOf(cell: Cell): string {
    if (cell === "unknown") return "unseen";
    return isEvery(cell) ? "ports every" : "ports";
}

function short(cell: Cell): string {
    if (cell === "unknown") return "?";
    const [first, ...others] = cell;
    if (isEvery(cell)) return "all";
    return others.length === 0 && first?.first === first?.last ? `${first?.first}` : `×${cell.length}`;
}
