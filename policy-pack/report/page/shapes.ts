import { html } from "hono/html";
import type { Mark } from "../mark.ts";
import type { Html } from "./icons.ts";

/** The few shapes that the picture is made of, in its own units; a text that has no room ends in an ellipsis. */
export interface Box {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

/** Mean width of a character, by text style, in a wide system font: what is written stays inside its box. */
const characterWidths = { plain: 6.7, strong: 7.6, small: 6.4, tiny: 6.7, head: 7.2 };

/** From a base line up to the top of its letters, with room for accents. */
const ascent = 15;

export type TextStyle = keyof typeof characterWidths;

export function box({ x, y, width, height }: Box, style: string, radius = 6): Html {
    return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${style}"/>`;
}

/** A line of text on a base line, clipped to its room: letters may be wider than they are on average. */
export function text(
    x: number,
    y: number,
    content: string,
    room: number,
    style: TextStyle = "plain",
    anchor: "start" | "middle" | "end" = "start",
): Html {
    const { shown, title } = fit(content, room, style);
    const start = { start: 0, middle: room / 2, end: room }[anchor];
    return line(
        x - start,
        y,
        room,
        html`<text x="${start}" y="${ascent}" class="${style}" text-anchor="${anchor}">${shown}${title}</text>`,
    );
}

/** A name, and on the same line what there is to say of it. */
export function named(x: number, y: number, name: string, about: string, room: number): Html {
    const first = fit(name, room, "strong");
    const second = fit(about, room - widthOf(first.shown, "strong"), "plain");
    return line(
        x,
        y,
        room,
        html`<text x="0" y="${ascent}"><tspan class="strong">${first.shown}</tspan><tspan dx="10">${second.shown}</tspan>${first.title || second.title}</text>`,
    );
}

function line(x: number, y: number, room: number, content: Html): Html {
    return html`<svg class="line" x="${x}" y="${y - ascent}" width="${room}" height="${ascent + 6}">${content}</svg>`;
}

/** As much as there is room for; what is cut off is a tooltip. */
function fit(content: string, room: number, style: TextStyle): { shown: string; title: Html | string } {
    const most = Math.max(1, Math.floor(room / characterWidths[style]));
    if (content.length <= most) return { shown: content, title: "" };
    return { shown: `${content.slice(0, most - 1).trimEnd()}…`, title: html`<title>${content}</title>` };
}

export function widthOf(content: string, style: TextStyle = "plain"): number {
    return content.length * characterWidths[style];
}

/** A mark's icon, or a small dot where no check has looked. */
export function sign(x: number, y: number, mark: Mark | undefined): Html {
    if (!mark) return html`<circle cx="${x + 7}" cy="${y + 7}" r="2.5" class="unlooked"/>`;
    return html`<svg x="${x}" y="${y}" width="14" height="14" class="${mark}" viewBox="0 0 16 16"><use href="#icon-${mark}"/></svg>`;
}
