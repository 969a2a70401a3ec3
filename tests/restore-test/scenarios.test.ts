import { afterAll, beforeAll, expect, test } from "vitest";
import { backup, foreignRestore, goodManners, Laboratory, minutesAgo } from "./laboratory.ts";
import { play, type ScenarioName, scenarios } from "./scenarios.ts";

let lab: Laboratory;

beforeAll(async () => {
    lab = await Laboratory.open((program) => program);
});

afterAll(() => lab?.close());

test.for(Object.keys(scenarios) as ScenarioName[])("%s", async (name) => {
    expect(await play(lab, name)).toEqual([]);
});

test("What a passed run says: how long it took, how old the data was, and of which backup", async () => {
    expect(await play(lab, "a good backup")).toEqual([]);
    const metrics = await lab.metrics();
    const value = (name: string) =>
        Number(metrics.match(new RegExp(`^restore_test_${name}\\{[^}]*\\} (.*)$`, "m"))?.[1]);
    expect(value("success")).toBe(1);
    expect(value("restore_seconds")).toBeGreaterThan(0);
    expect(value("data_age_seconds")).toBeGreaterThan(65 * 60 - 1);
    expect(value("data_age_seconds")).toBeLessThan(66 * 60);
    expect(Math.abs(value("last_success_timestamp_seconds") - Date.now() / 1000)).toBeLessThan(60);
});

test("A failure is an event beside the pod, and takes no former success away", async () => {
    const { "velero-every-6h": before } = await lab.recorded();
    lab.velero.manners = { ...goodManners(), status: { phase: "PartiallyFailed" } };
    const run = await lab.start().ended;
    expect(run.exitCode).toBe(1);
    expect((await lab.recorded())["velero-every-6h"]).toMatchObject({ passed: false, succeeded: before?.succeeded });
    const events = await lab.events();
    expect(events.map(({ type, reason, message }) => ({ type, reason, message }))).toContainEqual({
        type: "Warning",
        reason: "RestoreTestFailed",
        message: run.word,
    });
});

test("Each schedule has its own backup and its own limit", async () => {
    lab.velero.manners = goodManners();
    await lab.backups([
        backup("often", minutesAgo(60)),
        backup("weekly", minutesAgo(6 * 1440), { schedule: "velero-weekly" }),
        backup("monthly", minutesAgo(33 * 1440), { schedule: "velero-monthly" }),
    ]);
    // One volume for all: it is as old as the weekly backup.
    lab.restores(2, minutesAgo(6 * 1440 + 5));
    const run = await lab.start([], ["velero-every-6h", "velero-weekly", "velero-monthly"]).ended;
    expect(run.results.map(({ tier, passed }) => [tier, passed])).toEqual([
        ["velero-every-6h", false],
        ["velero-weekly", true],
        ["velero-monthly", false],
    ]);
    expect(run.exitCode).toBe(1);
});

test("A run waits for the one that is there", async () => {
    await lab.backups([backup("b", minutesAgo(60))]);
    lab.restores(2, minutesAgo(65));
    const runs = await Promise.all([lab.start().ended, lab.start().ended]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
});

test("Its account may restore the canary into the scratch namespace, and nothing else anywhere", async () => {
    expect(await lab.refuses(foreignRestore)).toBe(true);
    const may = async (...what: string[]) => (await lab.kubectl(["auth", "can-i", ...what])).stdout === "yes";
    expect(await may("create", "restores.velero.io", "--namespace=velero")).toBe(true);
    for (const denied of [
        ["create", "namespaces"],
        ["list", "secrets", "--namespace=velero"],
        ["list", "secrets", "--namespace=backup-canary"],
        ["create", "pods", "--namespace=restore-scratch"],
        ["delete", "persistentvolumes"],
        ["delete", "backups.velero.io", "--namespace=velero"],
        ["delete", "statefulsets.apps", "--namespace=backup-canary"],
        ["update", "configmaps", "--namespace=restore-test"],
    ])
        expect(await may(...denied), denied.join(" ")).toBe(false);
});
