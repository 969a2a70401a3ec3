import type { Addon } from "../../components/platform/addon.ts";
import { chartPath, type Rendered, render } from "../addons/render.ts";
import type { WrittenRule } from "../alerts/promtool.ts";
import { constant, type Series } from "./series.ts";

/** A group of rules as Prometheus reads it. */
export interface WrittenGroup {
    name: string;
    interval?: string;
    rules: (WrittenRule & { keep_firing_for?: string })[];
}

/** All rules of the platform's parts; those of their charts too, where these are at hand. */
export const rulesOf = (addons: readonly Addon[]): WrittenGroup[] =>
    addons.flatMap((addon) => {
        const objects: Rendered[] = [
            ...(addon.after ?? []),
            ...(chartPath(addon.chart) ? render(addon, addon.values) : []),
        ];
        return objects
            .filter(({ kind }) => kind === "PrometheusRule")
            .flatMap(({ metadata, spec }) =>
                (spec.groups as WrittenGroup[]).map((group) => ({ ...group, name: `${metadata.name}/${group.name}` })),
            );
    });

/** What is there while all is well: whatever a rule says that it misses. */
export const present = (groups: readonly WrittenGroup[]): Series[] => {
    const selectors = groups
        .flatMap(({ rules }) => rules)
        .flatMap(({ expr }) => [...expr.matchAll(/absent\(\s*(\w+)\s*(?:\{([^}]*)\})?/g)])
        .map(([, name = "", matchers = ""]) => `${name}{${labels(matchers)}}`);
    return [...new Set(selectors)].map((selector) => constant(selector));
};

/** Labels with which a series meets the matchers. */
const labels = (matchers: string): string =>
    [...matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)]
        .map(([, label, operator, value = ""]) => {
            const met = operator === "=" ? value : operator === "=~" ? (value.split("|")[0] ?? "") : "any";
            return `${label}="${met.replaceAll(/\.[+*]/g, "any")}"`;
        })
        .join(",");
