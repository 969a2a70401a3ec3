import { html } from "hono/html";
import { plural } from "../phrases.ts";
import type { Step } from "../picture/way.ts";
import type { View } from "../view.ts";
import type { Html } from "./icons.ts";

/** The longest chains of an update and of a removal, one step after the other. */
export function way({ way }: View): Html | string {
    if (!way) return "";
    const needless = way.up.length - way.shortest;
    const why =
        needless > 0
            ? `${way.shortest} would do if each waited only for what it names itself, and not for what its component waits for.`
            : "Nothing waits that does not have to.";
    return html`<section aria-labelledby="way"><h2 id="way">The longest way</h2>
<p>However much goes side by side, an update that makes all of this takes ${plural(way.up.length, "step")} one after the other. ${why}</p>
${chain(way.up)}
<p>A removal takes ${plural(way.down.length, "step")}: what goes with the cluster is not removed by itself.</p>
${chain(way.down)}
</section>`;
}

const chain = (steps: readonly Step[]): Html =>
    html`<ol class="way">${steps.map(({ name, kind }) => html`<li><b>${kind}</b> <span>${name}</span></li>`)}</ol>`;
