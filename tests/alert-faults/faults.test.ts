import { beforeAll, describe, test } from "vitest";
import { charts } from "../../components/platform/charts.ts";
import { configuration, receivers, routes } from "../addons/alertmanager.ts";
import { addons } from "../addons/example.ts";
import { chartPath } from "../addons/render.ts";
import { type Fault, faults } from "./faults.ts";
import { rig } from "./rig.ts";
import { present, rulesOf } from "./rules.ts";

const charted = chartPath(charts.kubePrometheusStack) !== undefined;
const groups = rulesOf(addons);
let config: string;
beforeAll(async () => {
    config = await configuration({ receivers, routes });
});

describe.concurrent("One notification, to the right receiver, within the promised time, where", () => {
    test.for(faults.filter(({ ofChart }) => charted || !ofChart))("$name", async (fault: Fault, { expect }) => {
        const { series, history = 60, within } = fault;
        const theirs = new Set(series.map((each) => each.series));
        const others = present(groups).filter((each) => !theirs.has(each.series));
        await using running = await rig({ config, groups, series: [...others, ...series], minutes: history });
        // As long as the slowest of what follows from a fault takes to come.
        await running.pass(Math.max(within, 20) + 2);
        const told = running.told().filter(({ receiver }) => receiver !== "url");
        expect(told.map(({ receiver, title }) => [receiver, title])).toEqual([
            [receiver[fault.receiver], expect.stringMatching(new RegExp(`^\\[FIRING\\] ${fault.alert}( |$)`))],
        ]);
        expect(told[0]?.minutes).toBeLessThan(within + hiccup);
    });
});

/** Minutes that some seconds are in which the machine has other things to do. */
const hiccup = 5;

/** Path of each receiver at the sink. */
const receiver = { oncall: "pagerduty", topic: "sns" };
