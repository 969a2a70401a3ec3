import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { KubernetesObject } from "../../sandbox/cluster/api.ts";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { applyPlan, nameOf, type Outcome } from "../../sandbox/cluster/platform.ts";
import { stepsOf } from "../../sandbox/cluster/stack-objects.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";

const { CHARTS, CHART_RENDERS } = process.env;
const sources = {
    charts: [join(import.meta.dirname, "charts"), ...(CHARTS ? [CHARTS] : [])],
    renders: CHART_RENDERS,
};

const steps = stepsOf(inject("production"));
const releases = steps.flatMap((step) => ("release" in step ? [step.release] : []));

let cluster: Cluster;
let outcome: Outcome;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    outcome = await applyPlan(cluster, steps, sources);
    const { applied, installed, rendered, leftOut } = outcome;
    const added = cluster.reconciler.nodePools.added;
    console.log(
        [
            `${applied.length} objects applied, ${installed.length} of ${releases.length} releases installed and ready`,
            `${rendered.length} releases as default renders only`,
            `${added.length} machines added for pending pods: ${added.map((it) => `${it.instanceType} in ${it.zone}`).join(", ")}`,
            `Webhooks that nobody answers for, set to Ignore: ${cluster.reconciler.webhooks.ignored.join(", ") || "none"}`,
            `${leftOut.length} left out:`,
            ...leftOut.map(({ what, why }) => `  ${what}: ${why}`),
        ].join("\n"),
    );
}, 1_800_000);

afterAll(() => cluster.stop());

test("Every object and every release of the plan is accepted, in the planned order", () => {
    expect(outcome.refused).toEqual([]);
    expect(outcome.applied.length).toBeGreaterThan(50);
});

test("What is neither installed nor applied is counted as left out", () => {
    const done = outcome.applied.length + outcome.installed.length + outcome.leftOut.length;
    if (!CHART_RENDERS) expect(done).toBe(steps.length);
    expect(outcome.installed.map(({ name }) => name)).toEqual(expect.arrayContaining(["operator", "shop"]));
});

/** An object without what the cluster itself keeps changing. */
const content = ({ metadata, ...fields }: KubernetesObject) => ({
    ...fields,
    status: undefined,
    metadata: { ...metadata, resourceVersion: undefined, managedFields: undefined },
});

test("A second apply changes nothing", async () => {
    const planned = steps.flatMap((step) => ("object" in step ? [step.object] : []));
    for (const object of planned) {
        const before = await cluster.api.get(object).catch(() => undefined);
        if (!before) continue;
        expect(content(await cluster.api.apply(object)), nameOf(object)).toEqual(content(before));
    }
});

test("A second installation finds the same release, and keeps the password that was made at the first", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "shop-password", namespace: "shop" } };
    const before = await cluster.api.get(secret);
    const again = await applyPlan(
        cluster,
        steps.filter((step) => "release" in step && step.release.name === "shop"),
        sources,
    );
    expect(again.refused).toEqual([]);
    const after = await cluster.api.get(secret);
    expect(after?.data).toEqual(before?.data);
    expect(
        await cluster.api.list("v1", "ConfigMap", "shop", "labelSelector=app.kubernetes.io/instance%3Dshop"),
    ).toHaveLength(200);
});
