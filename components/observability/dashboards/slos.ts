import { PercentUnit, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../../platform/panels.ts";

const chosen = 'slo=~"$slo"';

const burnRate = (window: string) =>
    `slo:errors:ratio_rate${window}{${chosen}} / on (slo) group_left () (1 - slo:objective:ratio)`;

/** Every objective of the cluster, whoever's it is. */
export const slos = dashboard({
    name: "slos",
    title: "Service level objectives",
    description: "How much of each error budget is left, and how fast it goes.",
    next: ["cluster", "control-plane"],
    from: "now-7d",
    variables: { slo: "label_values(slo:objective:ratio, slo)" },
    panels: [
        stat({
            title: "Least budget left",
            unit: PercentUnit,
            description: "Over 30 days, or over what Prometheus keeps where that is less. Below zero it is overdrawn.",
            queries: { left: `min(slo:error_budget:remaining{${chosen}})` },
            thresholds: { warning: 0.5, critical: 0.1, below: true },
            width: 12,
        }),
        stat({
            title: "Fastest burn, within the hour",
            unit: Short,
            description: "1 uses a budget up in 30 days. From 14.4 on somebody is called.",
            queries: { burn: `max(${burnRate("1h")})` },
            thresholds: { warning: 1, critical: 14.4 },
            width: 12,
        }),
        table({
            title: "Budget left",
            unit: PercentUnit,
            queries: { left: `sum by (slo, service) (slo:error_budget:remaining{${chosen}})` },
            thresholds: { warning: 0.5, critical: 0.1, below: true },
        }),
        table({
            title: "Objectives",
            unit: PercentUnit,
            queries: { objective: `sum by (slo, service) (slo:objective:ratio{${chosen}})` },
        }),
        graph({
            title: "Budget left over time",
            unit: PercentUnit,
            queries: { "{{slo}}": `sum by (slo) (slo:error_budget:remaining{${chosen}})` },
            width: 24,
        }),
        graph({
            title: "Burn rate, of an hour",
            unit: Short,
            queries: { "{{slo}}": `sum by (slo) (${burnRate("1h")})` },
            thresholds: { warning: 6, critical: 14.4 },
        }),
        graph({
            title: "Burn rate, of a day",
            unit: Short,
            queries: { "{{slo}}": `sum by (slo) (${burnRate("1d")})` },
            thresholds: { warning: 1, critical: 3 },
        }),
    ],
});
