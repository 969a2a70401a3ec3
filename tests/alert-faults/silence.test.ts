import { expect, test } from "vitest";
import { configuration } from "../addons/alertmanager.ts";
import { rig } from "./rig.ts";
import { constant } from "./series.ts";

/** As kube-prometheus-stack has it. */
const watchdog = { alert: "Watchdog", expr: "vector(1)", labels: { severity: "none" } };

test("The dead-man switch hears of the cluster every few minutes, and of nothing once Prometheus is gone", async () => {
    const config = await configuration();
    const groups = [{ name: "general", rules: [watchdog] }];
    await using running = await rig({
        config,
        groups,
        series: [constant("up")],
        minutes: 1,
        speed: 120,
        repeats: "1m",
    });
    const beats = () => running.told().filter(({ receiver, title }) => receiver === "url" && title === "Watchdog");
    await expect.poll(() => beats().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    await running.stopPrometheus();
    // An alert that nobody repeats is over after four evaluations, or four times as long as it takes to be repeated.
    await running.pass(5);
    const last = beats().length;
    await running.pass(4);
    expect(beats()).toHaveLength(last);
    expect(running.told()).toHaveLength(last);
});
