import { mistakeIf, type Relation } from "../configuration/relation.ts";
import type { Settings } from "../settings.ts";

/** Charts of the user's own. */
export const ownChartRelations: Relation<Settings>[] = [
    {
        fields: ["ownCharts"],
        broken: ({ ownCharts }) => {
            const places = new Map(ownCharts.map(({ name }, index) => [name, index]));
            return ownCharts.flatMap(({ name, needs }, index) => {
                const circle = circleFrom(name, ownCharts);
                // Said once, of the first in it.
                if (!circle || circle.some((other) => (places.get(other) ?? index) < index)) return [];
                const path = `ownCharts[${index}].needs[${needs.indexOf(circle[1] ?? name)}]`;
                return [{ path, reason: `closes a circle: ${circle.join(" needs ")}; none of them could be first` }];
            });
        },
    },
    {
        fields: ["ownCharts"],
        broken: ({ ownCharts }) =>
            ownCharts.flatMap(({ chart, repository }, index) => {
                const path = `ownCharts[${index}].repository`;
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
    {
        fields: ["ownCharts"],
        broken: ({ ownCharts }) =>
            ownCharts.flatMap(({ chart }, index) =>
                mistakeIf(
                    nameOf(chart) === "ingress-nginx",
                    `ownCharts[${index}].chart`,
                    "ingress-nginx gets no security fixes since March 2026; the gateway is there instead (docs/traffic.md says how to move)",
                ),
            ),
    },
    {
        fields: ["ownCharts", "traces"],
        broken: ({ ownCharts, traces }) =>
            ownCharts.flatMap(({ sendsTraces }, index) =>
                mistakeIf(
                    sendsTraces && traces.store === "none",
                    `ownCharts[${index}].sendsTraces`,
                    "has no effect: traces.store is none, and nothing takes traces; give a store, or leave it out",
                ),
            ),
    },
];

/** Of a chart in its repository, or at the end of an address. */
const nameOf = (chart: string): string | undefined => chart.split("/").at(-1);

/** The shortest way from a chart by what each needs back to itself, both ends included. */
function circleFrom(start: string, ownCharts: Settings["ownCharts"]): string[] | undefined {
    const needs = new Map(ownCharts.map((addon) => [addon.name, addon.needs]));
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
