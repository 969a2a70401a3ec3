import { html } from "hono/html";
import type { Mark } from "../mark.ts";

/** A template's result; text put into a template is escaped. */
export type Html = ReturnType<typeof html>;

/** Each mark has a silhouette of its own, to be told without colour: disc, octagon, diamond, clock, square, ring. */
export const icons = html`<svg width="0" height="0" aria-hidden="true" class="defs">
<symbol id="icon-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" fill="currentColor"/><path d="M4.6 8.3l2.3 2.3 4.5-5" class="glyph"/></symbol>
<symbol id="icon-fail" viewBox="0 0 16 16"><path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z" fill="currentColor"/><path d="M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2" class="glyph"/></symbol>
<symbol id="icon-unknown" viewBox="0 0 16 16"><path d="M8 .2L15.8 8 8 15.8.2 8z" fill="currentColor"/><path d="M6.3 6.3c0-2.3 3.5-2.2 3.5 0 0 1.3-1.8 1.4-1.8 2.8m0 1.9v.2" class="glyph"/></symbol>
<symbol id="icon-debt" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 4.2V8l2.6 1.9" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></symbol>
<symbol id="icon-advice" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" rx="3.5" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M8 7.4v4M8 4.6v.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></symbol>
<symbol id="icon-not-applicable" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.4 1.8"/><path d="M5 8h6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></symbol>
</svg>`;

export function icon(mark: Mark): Html {
    return html`<svg class="icon ${mark}" aria-hidden="true"><use href="#icon-${mark}"/></svg>`;
}
