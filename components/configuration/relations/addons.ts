import { platformAddons, platformNamespaces } from "../../platform/platform-addons.ts";
import { systemNamespaces } from "../../security/admission/namespaces.ts";
import type { Settings } from "../schema.ts";
import { mistakeIf, type Relation } from "./relation.ts";

/** Charts of the user's own. */
export const addonRelations: Relation<Settings>[] = [
    {
        fields: ["addons"],
        broken: ({ addons }) => {
            // The name is the namespace's too.
            const taken = new Set([...platformAddons, ...platformNamespaces(true), ...systemNamespaces]);
            return addons.flatMap(({ name }, index) =>
                mistakeIf(taken.has(name), `addons[${index}].name`, `${name} is taken; give another one`),
            );
        },
    },
    {
        fields: ["addons"],
        broken: ({ addons }) => {
            const known = [...platformAddons, ...addons.map(({ name }) => name)];
            return addons.flatMap(({ needs }, index) =>
                needs.flatMap((need, place) =>
                    mistakeIf(
                        !known.includes(need),
                        `addons[${index}].needs[${place}]`,
                        `${need} is no add-on; allowed are ${known.join(", ")}`,
                    ),
                ),
            );
        },
    },
    {
        fields: ["addons"],
        broken: ({ addons }) => {
            const places = new Map(addons.map(({ name }, index) => [name, index]));
            return addons.flatMap(({ name, needs }, index) => {
                const circle = circleFrom(name, addons);
                // Said once, of the first in it.
                if (!circle || circle.some((other) => (places.get(other) ?? index) < index)) return [];
                const path = `addons[${index}].needs[${needs.indexOf(circle[1] ?? name)}]`;
                return [{ path, reason: `closes a circle: ${circle.join(" needs ")}; none of them could be first` }];
            });
        },
    },
    {
        fields: ["addons"],
        broken: ({ addons }) =>
            addons.flatMap(({ chart, repository }, index) => {
                const path = `addons[${index}].repository`;
                const whole = chart.startsWith("oci://");
                return [
                    ...mistakeIf(
                        whole && repository !== undefined,
                        path,
                        "has no effect: chart is whole; leave it out",
                    ),
                    ...mistakeIf(
                        !whole && repository === undefined,
                        path,
                        "is missing: give a repository, or chart as oci://registry/name",
                    ),
                ];
            }),
    },
];

/** The shortest way from an add-on by what each needs back to itself, both ends included. */
function circleFrom(start: string, addons: Settings["addons"]): string[] | undefined {
    const needs = new Map(addons.map((addon) => [addon.name, addon.needs]));
    const seen = new Set<string>();
    const ways = [[start]];
    for (const way of ways)
        for (const need of needs.get(way.at(-1) ?? start) ?? []) {
            if (need === start) return [...way, start];
            if (!seen.has(need)) ways.push([...way, need]);
            seen.add(need);
        }
    return undefined;
}
