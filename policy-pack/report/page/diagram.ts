import { html } from "hono/html";
import { words } from "../mark.ts";
import type { Drawn } from "../picture/addons.ts";
import type { Nodes } from "../picture/nodes.ts";
import type { Picture } from "../picture/picture.ts";
import type { Zone } from "../picture/zones.ts";
import type { Html } from "./icons.ts";
import { type Box, box, named, sign, text, widthOf } from "./shapes.ts";

/** What differs between a wide screen and a phone. */
interface Format {
    readonly name: "wide" | "narrow";
    readonly width: number;
    /** Add-on areas side by side. */
    readonly columns: number;
}

const wide: Format = { name: "wide", width: 1000, columns: 4 };
const narrow: Format = { name: "narrow", width: 390, columns: 1 };

const gap = 12;
const line = 24;

/** A part of the picture and where it ends. */
interface Part {
    readonly shapes: unknown;
    readonly bottom: number;
}

/** The cluster as one picture, drawn twice: the style sheet shows the one that fits the screen. */
export function diagram(picture: Picture): Html {
    return html`${draw(picture, wide)}${draw(picture, narrow)}`;
}

function draw(picture: Picture, format: Format): Html {
    const { width } = format;
    const region = { x: 1, y: 1, width: width - 2 };
    const inside = { x: region.x + 16, width: region.width - 32 };
    const plane = controlPlane(picture, { ...inside, y: 44 });
    const network = vpc(picture, { ...inside, y: plane.bottom + gap }, format);
    const addons = areasOf(picture, { ...inside, y: network.bottom + 20 }, format);
    const height = addons.bottom + 16;
    return html`<svg class="diagram ${format.name}" viewBox="0 0 ${width} ${height + 2}" role="img" aria-label="${inWords(picture)}">
${box({ ...region, height }, "frame", 12)}
${text(17, 28, `Region ${picture.region ?? "unknown"}`, inside.width, "head")}
${plane.shapes}${network.shapes}${addons.shapes}</svg>`;
}

type Place = Omit<Box, "height">;

function controlPlane(picture: Picture, place: Place): Part {
    const { x, y, width } = place;
    const detail = [picture.name, picture.version && `Kubernetes ${picture.version}`, picture.endpoint].filter(Boolean);
    const roomy = width > 500;
    const height = roomy ? 44 : 58;
    const shapes = html`${box({ ...place, height }, "plane")}
${sign(x + 14, y + 15, picture.mark)}
${text(x + 38, y + 27, "Control plane", 110, "strong")}
${roomy ? text(x + 148, y + 27, detail.join(" · "), width - 160) : text(x + 38, y + 46, detail.join(" · "), width - 44, "small")}`;
    return { shapes, bottom: y + height };
}

function vpc(picture: Picture, place: Place, format: Format): Part {
    const { x, y, width } = place;
    const columns = zoneColumns(picture.zones, { x: x + gap, y: y + 36, width: width - 2 * gap });
    const subnets = Math.max(0, ...columns.map(({ zone }) => zone.subnets.length));
    const row = format === wide ? 32 : 46;
    const top = y + 36 + 30;
    const bars = nodeBars(
        picture.nodes,
        columns,
        top + subnets * row + 4,
        { x: x + gap, width: width - 2 * gap },
        format,
    );
    const end = bars.bottom + gap;
    const title = ["VPC", picture.vpc?.name, picture.vpc?.cidr].filter(Boolean).join(" · ");
    const shapes = html`${box({ ...place, height: end + gap - y }, "frame", 10)}
${text(x + gap, y + 23, picture.vpc ? title : "VPC of somebody else", width - 2 * gap, "head")}
${columns.map((column) => zoneColumn(column, { top, row, end }, format))}
${bars.shapes}`;
    return { shapes, bottom: end + gap };
}

interface Column extends Place {
    readonly zone: Zone;
}

function zoneColumns(zones: readonly Zone[], { x, y, width }: Place): Column[] {
    const between = width > 500 ? gap : 6;
    const each = (width - between * (zones.length - 1)) / zones.length;
    return zones.map((zone, index) => ({ zone, x: x + index * (each + between), y, width: each }));
}

function zoneColumn(
    { zone, x, y, width }: Column,
    { top, row, end }: Record<"top" | "row" | "end", number>,
    format: Format,
) {
    const subnets = zone.subnets.map(({ tier, cidr = "", nat }, index) => {
        const name = nat ? `${tier} + NAT` : tier;
        if (format === narrow) {
            const place = { x: x + 4, y: top + index * row, width: width - 8, height: row - 6 };
            return html`${box(place, "box", 4)}${text(place.x + 5, place.y + 17, name, place.width - 6, "small")}
${text(place.x + 5, place.y + 33, cidr, place.width - 6, "small")}`;
        }
        const place = { x: x + 8, y: top + index * row, width: width - 16, height: row - 6 };
        const middle = place.y + 17.5;
        return html`${box(place, "box", 4)}${text(place.x + 10, middle, name, place.width / 2)}
${text(place.x + place.width - 10, middle, cidr, place.width / 2 - 10, "small", "end")}`;
    });
    return html`${box({ x, y, width, height: end - y }, "zone")}${text(x + 9, y + 20, zone.name, width - 12, "strong")}${subnets}`;
}

/** Node groups and pools lie across the zones that they use: all of them, where it is not said. */
function nodeBars(
    nodes: readonly Nodes[],
    columns: readonly Column[],
    y: number,
    whole: Omit<Place, "y">,
    format: Format,
): Part {
    const height = format === wide ? 36 : 52;
    const shapes = nodes.map((group, index) => {
        const used = columns.filter(({ zone }) => group.zones.includes(zone.name));
        const [first, last] = used.length > 0 ? [used[0], used.at(-1)] : [columns[0], columns.at(-1)];
        const left = (first?.x ?? whole.x) + 8;
        const right = last ? last.x + last.width - 8 : whole.x + whole.width;
        const place = { x: left, y: y + index * (height + 8), width: right - left, height };
        return nodeBar(group, place, format);
    });
    return { shapes, bottom: y + nodes.length * (height + 8) };
}

function nodeBar({ kind, name, detail, mark }: Nodes, place: Box, format: Format): Html {
    const { x, y, width } = place;
    const style = kind === "NodePool" ? "nodes elastic" : "nodes";
    const about = [kind, detail].filter(Boolean).join(" · ");
    const start = x + 34;
    const room = width - 44;
    const lines =
        format === wide
            ? named(start, y + 22.5, name, about, room)
            : html`${text(start, y + 22.5, name, room, "strong")}${text(start, y + 40, about, room, "small")}`;
    return html`${box(place, style)}${sign(x + 12, y + 11, mark)}${lines}`;
}

function areasOf(picture: Picture, { x, y, width }: Place, { name, columns }: Format): Part {
    const owed = shared(picture);
    const beside = name === "wide";
    let top = y + (owed && !beside ? 38 : 16);
    const shapes: unknown[] = [text(x, y + 2, "Add-ons", width, "head")];
    if (owed) {
        const [left, middle] = beside ? [x + 80, y - 2] : [x, y + 20];
        shapes.push(
            sign(left, middle - 7, "debt"),
            text(left + 20, middle + 4.5, owed, x + width - left - 20, "small"),
        );
    }
    for (let start = 0; start < picture.areas.length; start += columns) {
        const row = picture.areas.slice(start, start + columns);
        const each = (width - gap * (row.length - 1)) / row.length;
        const lines = Math.max(1, ...row.map(({ addons }) => addons.length));
        const height = 36 + lines * line;
        shapes.push(
            row.map((area, index) => areaBox(area, { x: x + index * (each + gap), y: top, width: each, height })),
        );
        top += height + gap;
    }
    return { shapes, bottom: top - gap };
}

function areaBox({ name, addons }: Picture["areas"][number], place: Box): Html {
    const { x, y, width } = place;
    const items = addons.map((addon, index) => {
        const middle = y + 36 + index * line + 8;
        const version = addon.version ?? "";
        const rest = width - 34 - 10;
        const versionFits = widthOf(addon.name) + widthOf(version, "small") + 8 < rest;
        return html`${sign(x + 12, middle - 7, addon.mark)}${text(x + 34, middle + 4.5, addon.name, rest)}
${versionFits ? text(x + width - 12, middle + 4.5, version, rest, "small", "end") : ""}`;
    });
    return html`${box(place, addons.length > 0 ? "box" : "none")}${text(x + 12, y + 22, name, width - 24, "head")}
${addons.length > 0 ? items : text(x + 12, y + 48, "none found", width - 24, "small")}`;
}

/** What is owed for most add-ons alike, which none of them carries. */
function shared({ owedByMost }: Picture): string | undefined {
    return owedByMost.length > 0 ? `owed by most of them: ${owedByMost.join(", ")}` : undefined;
}

/** The picture for those who do not see it. */
function inWords(picture: Picture): string {
    const { name, region, version, zones, nodes, areas } = picture;
    const list = (addons: readonly Drawn[]) =>
        addons.map(({ name, mark }) => `${name} (${mark ? words[mark] : "not looked at"})`).join(", ") || "none found";
    return [
        `Cluster ${name}, Kubernetes ${version ?? "of unknown version"}, region ${region ?? "unknown"}`,
        `zones ${zones.map(({ name }) => name).join(", ")}`,
        `nodes ${nodes.map(({ kind, name, detail }) => `${kind} ${name} (${detail})`).join(", ")}`,
        ...areas.map(({ name, addons }) => `${name}: ${list(addons)}`),
        ...[shared(picture) ?? []].flat(),
    ].join("; ");
}
