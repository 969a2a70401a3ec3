import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import { describe as describeObject, type KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { objectOf } from "../../kubernetes/stack-objects.ts";
import { shapeOf } from "../../kubernetes/stack-shape.ts";
import { releaseType } from "../../sandbox/providers/kubernetes/releases.ts";
import type { Operation } from "../engine/operations.ts";
import type { TestStack } from "../engine/stack.ts";
import { fixtureSettings, stackSettings, tried } from "./fixtures.ts";
import { differences, type Listed, listed, manifestsOf, objectsOf, valuesOf } from "./instruments/releases.ts";
import { startLaptop } from "./laptop.ts";
import { next } from "./program/next.ts";
import { type Change, change, configOf, nameOf, operationsOnCluster, realStack } from "./real-stack.ts";

const { engine = "native" } = stackSettings.admission as { engine?: string };

/** Another engine's webhook is not asked here: it is the quota of the namespace that refuses. */
const refused =
    engine === "native" ? /rolled back.*'svc-type-restricted'.*denied/s : /rolled back.*forbidden: exceeded quota/s;

/** A stack that is up, the fixture charts among its add-ons, and the cluster that it is on. */
interface Installed {
    readonly cluster: Cluster;
    readonly stack: TestStack;
    stop(): Promise<void>;
}

/** The whole platform, on an EKS cluster that is simulated down to its API server. */
async function startOnEks(): Promise<Installed> {
    const cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    const stack = await realStack({ file: "prod", controlPlane: cluster, settings: stackSettings });
    return { cluster, stack, stop: () => cluster.stop() };
}

describe("On a cluster that exists", () => testUpdates(startLaptop));

/** With doubles the one above shows the kinds, on half as many releases. */
describe.skipIf(inject("doubles").length > 0)("The whole platform on EKS (only with the real charts: CHARTS)", () =>
    testUpdates(startOnEks),
);

/** Tests that change every release of a stack through the engine and the plugin, and put it back. */
function testUpdates(start: () => Promise<Installed>): void {
    let installed: Installed;
    let planned: Awaited<ReturnType<typeof manifestsOf>>;
    let password: unknown;

    beforeAll(async () => {
        installed = await start();
        await up(installed, "planned");
    }, 1_200_000);

    afterAll(() => installed.stop());

    test("Every release takes another value and the next version of its chart, its hooks and the admission policies in force included, and every ConfigMap beside them other content", async () => {
        const { cluster } = installed;
        planned = await manifestsOf(cluster);
        password = await passwordOfShop(cluster);
        const before = await listed(cluster);
        const values = await valuesOf(cluster, before);
        await up(installed, "bumped");
        const after = await expectUpdated(installed);
        expect(chartsOf(after)).toEqual(chartsOf(before.map((it) => ({ ...it, chart: next(it.chart) }))));
        const same = [...(await valuesOf(cluster, after))].filter(([name, it]) => values.get(name) === it);
        expect(same.map(([name]) => name)).toEqual([]);
    }, 600_000);

    test("An update that the cluster refuses is rolled back", async () => {
        const { cluster, stack } = installed;
        change(stack, { releases: "refused" });
        const { exitCode, output } = await stack.up({ skipPreview: true });
        expect(exitCode).not.toBe(0);
        expect(output).toMatch(refused);
        const shop = (await listed(cluster)).find(({ name }) => name === "shop");
        expect(shop?.status).toBe("deployed");
    }, 600_000);

    test("What was changed can be put back: every release is what it was at the installation", async () => {
        const { cluster } = installed;
        await up(installed, "planned");
        expect((await listed(cluster)).filter(({ status }) => status !== "deployed")).toEqual([]);
        expect(differences(planned, await manifestsOf(cluster))).toEqual([]);
        expect(await passwordOfShop(cluster)).toEqual(password);
    }, 600_000);

    /** Options come from SETTINGS, on the whole platform alone. */
    test.runIf(start === startOnEks && Object.keys(tried).length > 0)(
        `What was chosen can be turned off again, and nothing of it stays: ${Object.keys(tried).join(", ")}`,
        () => expectRemoved(installed),
        900_000,
    );
}

async function up({ stack }: Pick<Installed, "stack">, releases: Change["releases"]): Promise<void> {
    change(stack, { releases });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
}

/** Expects that the last command updated every release, made ConfigMaps anew, and did nothing else on the cluster. Gives the releases. */
async function expectUpdated({ cluster, stack }: Installed): Promise<Listed[]> {
    const { updates = [], removed = [], made = [], others } = Object.groupBy(operationsOnCluster(stack), kindOf);
    expect(others).toBeUndefined();
    expect(made.map(nameOf).toSorted()).toEqual(removed.map(nameOf).toSorted());
    expect(made.length).toBeGreaterThan(0);
    const releases = await listed(cluster);
    const named = releases.map(({ namespace, name }) => `Release ${namespace}/${name}`);
    expect(updates.map(nameOf).toSorted()).toEqual(named.toSorted());
    expect(releases.filter(({ status }) => status !== "deployed")).toEqual([]);
    return releases;
}

function kindOf({ type, verb }: Operation): "updates" | "removed" | "made" | "others" {
    if (type === releaseType && verb === "update") return "updates";
    if (type !== "kubernetes:core/v1:ConfigMap") return "others";
    return verb === "delete-replaced" ? "removed" : verb === "create-replacement" ? "made" : "others";
}

/** Expects that options are turned off, and that what was there for them is gone, but for what its chart keeps. */
async function expectRemoved({ cluster, stack }: Installed): Promise<void> {
    const brought = await objectsOf(cluster);
    const before = await listed(cluster);
    stack.args.config = configOf({ file: "prod", settings: fixtureSettings });
    await up({ stack }, "planned");
    const after = await listed(cluster);
    expect(after.filter(({ status }) => status !== "deployed")).toEqual([]);
    const deleted = operationsOnCluster(stack).filter(({ verb }) => verb === "delete");
    const own = deleted.filter(({ type }) => type !== releaseType).map(({ inputs }) => objectOf(inputs));
    const gone = before.filter(({ name }) => after.every((other) => other.name !== name)).map(({ name }) => name);
    const theirs = gone.flatMap((name) => brought.get(name) ?? []).filter((object) => !isKept(object));
    const stays: string[] = [];
    for (const object of [...own, ...theirs])
        if ((await cluster.api.serves(object)) && (await cluster.api.get(object))) stays.push(describeObject(object));
    expect(stays).toEqual([]);
    expect(deleted.length).toBeGreaterThan(0);
    console.log(
        `Gone: releases ${gone.join(", ") || "none"}, ${theirs.length} objects of them, ${own.length} beside them`,
    );
}

/** What its chart says shall stay, and kinds: Helm leaves those of a folder. */
const isKept = ({ kind, metadata }: KubernetesObject): boolean =>
    kind === "CustomResourceDefinition" || metadata.annotations?.["helm.sh/resource-policy"] === "keep";

const chartsOf = (all: readonly Listed[]) => Object.fromEntries(all.map(({ name, chart }) => [name, chart]));

/** Made by the fixture chart at its installation, and never again. */
async function passwordOfShop({ api }: Cluster): Promise<unknown> {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-password", namespace: "shop" } };
    return (await api.get(secret))?.data;
}
