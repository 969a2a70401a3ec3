import { expect, test } from "vitest";
import {
    backupIsWhole,
    dataIsThatOf,
    isFree,
    isGone,
    isHeld,
    isSame,
    restoreIsWhole,
    restoreTestPassed,
    serves,
    succeeded,
} from "../../exercise/evidence.ts";
import { next, type Record } from "../../exercise/records.ts";
import type { Evidence } from "../../exercise/steps.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";

const object = (fields: object): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Thing",
    metadata: { name: "thing" },
    ...fields,
});
const seen = (evidence: readonly Evidence[]): boolean => evidence.length > 0 && evidence.every((each) => each.seen);

const volume = "orders/data-orders-0";
const progress = { itemsBackedUp: 7, itemsRestored: 7, totalItems: 7 };
const whole = object({ status: { phase: "Completed", progress } });
const copied = { phase: "Completed", progress: { bytesDone: 100 } };
const upload = (status: object, sourcePVC = "data-orders-0") =>
    object({ spec: { sourceNamespace: "orders", sourcePVC }, status });
const download = (status: object, pvc = "data-orders-0") =>
    object({ spec: { targetVolume: { namespace: "orders", pvc } }, status });

test("A backup and a restore that have everything are whole", () => {
    expect(seen(backupIsWhole(whole, [upload(copied)], volume))).toBe(true);
    expect(seen(restoreIsWhole(whole, [download(copied)], volume))).toBe(true);
});

const broken: globalThis.Record<string, object | undefined> = {
    "is not there": undefined,
    "has no status": {},
    "is not ended": { status: { phase: "InProgress", progress } },
    "is complete in parts": { status: { phase: "PartiallyFailed", errors: 1, progress } },
    "says that it is complete, with errors": { status: { phase: "Completed", errors: 1, progress } },
    "has not all objects": {
        status: { phase: "Completed", progress: { itemsBackedUp: 6, itemsRestored: 6, totalItems: 7 } },
    },
    "has no object": {
        status: { phase: "Completed", progress: { itemsBackedUp: 0, itemsRestored: 0, totalItems: 0 } },
    },
    "does not count its objects": { status: { phase: "Completed" } },
};

test.each(Object.entries(broken))("One that %s is not", (_, fields) => {
    const it = fields && object(fields);
    expect(seen(backupIsWhole(it, [upload(copied)], volume))).toBe(false);
    expect(seen(restoreIsWhole(it, [download(copied)], volume))).toBe(false);
});

const copies: [string, object[]][] = [
    ["no volume", []],
    ["another volume alone", [copied]],
    ["a volume without data", [{ phase: "Completed", progress: { bytesDone: 0 } }]],
    ["a volume that is not counted", [{ phase: "Completed" }]],
    ["a copy that goes on", [{ ...copied, phase: "InProgress" }]],
    ["a copy that failed", [copied, { ...copied, phase: "Failed" }]],
];

test.each(copies)("One with %s is not", (name, statuses) => {
    const claim = name.startsWith("another") ? "data-others-0" : undefined;
    expect(
        seen(
            backupIsWhole(
                whole,
                statuses.map((status) => upload(status, claim)),
                volume,
            ),
        ),
    ).toBe(false);
    expect(
        seen(
            restoreIsWhole(
                whole,
                statuses.map((status) => download(status, claim)),
                volume,
            ),
        ),
    ).toBe(false);
});

test("A region is gone when every call is refused, and not when nobody called", () => {
    expect(isGone("eu-west-1", ["ECONNREFUSED", "ECONNREFUSED"]).seen).toBe(true);
    for (const refusals of [[], [undefined], ["ECONNREFUSED", undefined], ["ECONNREFUSED", "ETIMEDOUT"]])
        expect(isGone("eu-west-1", refusals).seen, `${refusals}`).toBe(false);
});

const chain = (last: readonly Record[], length: number, cluster: string): Record[] => {
    const records = [...last];
    for (let index = 0; index < length; index++) records.push(next(records.at(-1), cluster, new Date(records.length)));
    return records;
};

const written = chain([], 10, "prod");
const at = (atLeast: number) => ({ written, atLeast, here: "dr" });

test("Data is that of the primary up to the backup at least, and goes on here", () => {
    expect(seen(dataIsThatOf(written.slice(0, 6), at(5)))).toBe(true);
    expect(seen(dataIsThatOf(chain(written.slice(0, 6), 3, "dr"), at(5)))).toBe(true);
});

test.each<[string, Record[] | undefined, number]>([
    ["nobody serves", undefined, 5],
    ["is empty", [], 5],
    ["is empty, as it was before", [], 0],
    ["is older than the backup", written.slice(0, 4), 5],
    ["began anew here", chain([], 10, "dr"), 5],
    [
        "began anew in the name of the primary",
        chain([], 10, "prod").map((each) => ({ ...each, time: "2027-01-03" })),
        5,
    ],
    ["has a record that nobody wrote", chain(written.slice(0, 6), 2, "elsewhere"), 5],
    ["lost its beginning", written.slice(1), 5],
])("Data that %s is not", (_, restored, atLeast) => {
    expect(seen(dataIsThatOf(restored, at(atLeast)))).toBe(false);
});

test("What serves writes on in its own cluster", () => {
    const first = chain(written, 1, "dr");
    expect(serves(first, chain(first, 2, "dr"), "dr").seen).toBe(true);
    expect(serves(first, first, "dr").seen).toBe(false);
    expect(serves(first, chain(first, 2, "prod"), "dr").seen).toBe(false);
    expect(serves(undefined, undefined, "dr").seen).toBe(false);
});

test("Objects are the same when each of them is there and as it was", () => {
    const before = { ConfigMap: { currency: "EUR" }, Secret: { password: "x" } };
    expect(isSame(before, structuredClone(before)).seen).toBe(true);
    expect(isSame({}, {}).seen).toBe(false);
    expect(isSame({ ConfigMap: undefined }, { ConfigMap: undefined }).seen).toBe(false);
    expect(isSame(before, { ...before, Secret: undefined }).seen).toBe(false);
    expect(isSame(before, { ...before, Secret: { password: "y" } }).seen).toBe(false);
});

test("A standby holds volumes by its own policy alone, and one that is active by none", () => {
    expect(isHeld("denied: this cluster is a standby that waits").seen).toBe(true);
    expect([isHeld(undefined).seen, isHeld("quota exceeded").seen]).toEqual([false, false]);
    expect([isFree(undefined).seen, isFree("quota exceeded").seen]).toEqual([true, false]);
});

test("A command with another exit code did not succeed", () => {
    expect([0, 1, -1].map((exitCode) => succeeded("it", { exitCode, output: "" }).seen)).toEqual([true, false, false]);
});

const tested = { passed: true, backup: "b", seconds: 30 };
const run = { phase: "Succeeded", word: "", results: { weekly: tested } };
test("A restore test that restored this backup is seen", () =>
    expect(seen(restoreTestPassed(run, "weekly", "b"))).toBe(true));

test.each<[string, Parameters<typeof restoreTestPassed>[0]]>([
    ["ended badly", { ...run, phase: "Failed", word: "weekly: the restore is Failed" }],
    ["wrote nothing down", { ...run, results: {} }],
    ["tested another schedule", { ...run, results: { monthly: tested } }],
    ["waits for a backup", { ...run, results: { weekly: { passed: false, waiting: true } } }],
    ["did not pass", { ...run, results: { weekly: { ...tested, passed: false } } }],
    ["restored another backup", { ...run, results: { weekly: { ...tested, backup: "a" } } }],
])("One that %s is not", (_, run) => expect(seen(restoreTestPassed(run, "weekly", "b"))).toBe(false));
