import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { cases } from "./cases/index.ts";
import { promtool, scratch, writeTests } from "./promtool.ts";
import { alertsOf, rules } from "./rules.ts";

const alerts = [...rules.values()].flatMap(alertsOf);

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("Every alert fires when it should, with its labels and its text, and not before; and else it is silent", async () => {
    const written = Object.entries(Object.groupBy(alerts, ({ alert }) => alert)).map(([alert, own = []]) =>
        writeTests(
            folder,
            alert,
            own,
            cases.filter((it) => it.alert === alert),
        ),
    );
    const checked = await promtool("check", "rules", ...written.map(({ rules }) => rules));
    expect(checked.output).not.toContain("FAILED");
    const { content, output } = await promtool("test", "rules", ...written.flatMap(({ tests }) => tests));
    expect(content, output).toBe(true);
});
