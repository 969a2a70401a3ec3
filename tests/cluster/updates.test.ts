import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import { releaseType } from "../../sandbox/providers/kubernetes/releases.ts";
import type { TestStack } from "../engine/stack.ts";
import { fixtureAdmission, rightOrder } from "./fixtures.ts";
import { next } from "./program/next.ts";
import { type Change, change, deedsOnCluster, nameOf, realStack } from "./real-stack.ts";

/** A release as `helm list` shows it. */
interface Listed {
    readonly name: string;
    readonly revision: string;
    readonly status: string;
    readonly chart: string;
}

let cluster: Cluster;
let stack: TestStack;
/** What Helm put on the cluster at the installation, by release. */
let planned: ReadonlyMap<string, readonly string[]>;
let password: unknown;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    stack = await realStack({
        file: "prod",
        controlPlane: cluster,
        settings: { addons: rightOrder, admission: fixtureAdmission },
    });
    await expectUp("planned");
    planned = await manifests();
    password = await passwordOfShop();
}, 1_200_000);

afterAll(() => cluster.stop());

async function listed(): Promise<Listed[]> {
    const { stdout } = await cluster.run("helm", ["list", "--all-namespaces", "--all", "--output", "json"]);
    return JSON.parse(stdout);
}

/** The objects of each release, as Helm keeps them, line by line. */
async function manifests(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { stdout } = await cluster.run("helm", ["list", "--all-namespaces", "--output", "json"]);
    const releases: { name: string; namespace: string }[] = JSON.parse(stdout);
    const entries = await Promise.all(
        releases.map(async ({ name, namespace }) => {
            const manifest = await cluster.run("helm", ["get", "manifest", name, "--namespace", namespace]);
            return [name, manifest.stdout.split("\n").filter((line) => !madeAnew.test(line))] as const;
        }),
    );
    return new Map(entries);
}

/** Certificates that a chart makes at each render, and what is computed of them. */
const madeAnew = /^\s*(tls\.crt|tls\.key|ca\.crt|caBundle|checksum\/[\w.-]+):/;

const passwordOfShop = async (): Promise<unknown> => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-password", namespace: "shop" } };
    return (await cluster.api.get(secret))?.data;
};

async function expectUp(releases: Change["releases"]): Promise<void> {
    change(stack, { releases });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
}

/** The releases that the last command updated; nothing else is touched by these changes. */
function updated(): string[] {
    const deeds = deedsOnCluster(stack);
    expect(deeds.filter(({ type, verb }) => type !== releaseType || verb !== "update")).toEqual([]);
    return deeds.map(nameOf).map((name) => name.split("/").at(-1) ?? "");
}

const names = (): string[] => [...planned.keys()].toSorted();

/** Expects of every release that it is deployed in its next revision. */
async function expectRevision(revision: number): Promise<void> {
    const wrong = (await listed()).filter((it) => it.status !== "deployed" || it.revision !== `${revision}`);
    expect(wrong).toEqual([]);
    expect(await passwordOfShop()).toEqual(password);
}

test("Every release takes another value, its hooks and the admission policies in force included", async () => {
    await expectUp("varied");
    expect(updated().toSorted()).toEqual(names());
    await expectRevision(2);
    const same = [...(await manifests())].filter(([name, lines]) => isDeepStrictEqual(planned.get(name), lines));
    expect(same.map(([name]) => name)).toEqual([]);
}, 600_000);

test("Every release takes the next version of its chart", async () => {
    const before = await listed();
    await expectUp("bumped");
    expect(updated().toSorted()).toEqual(names());
    await expectRevision(3);
    const versions = (all: readonly Listed[]) => Object.fromEntries(all.map(({ name, chart }) => [name, chart]));
    const expected = before.map((it) => ({ ...it, chart: next(it.chart) }));
    expect(versions(await listed())).toEqual(versions(expected));
}, 600_000);

test("An update that the cluster refuses is rolled back, and the next one goes through", async () => {
    change(stack, { releases: "refused" });
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/rolled back.*'svc-type-restricted'.*denied/s);
    const shop = (await listed()).find(({ name }) => name === "shop");
    expect(shop?.status).toBe("deployed");
    expect(await passwordOfShop()).toEqual(password);
}, 600_000);

test("What was changed can be put back: every release is what it was at the installation", async () => {
    await expectUp("planned");
    expect((await listed()).filter(({ status }) => status !== "deployed")).toEqual([]);
    expect(await manifests()).toEqual(planned);
    const again = await stack.preview();
    expect(Object.keys(again.plan.changeSummary ?? {}), again.output).toEqual(["same"]);
}, 600_000);
