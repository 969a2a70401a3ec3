import { afterAll, beforeAll, describe, expect, inject } from "vitest";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import type { TestStack } from "../engine/stack.ts";
import { fixtureAdmission, rightOrder } from "./fixtures.ts";
import { realStack } from "./real-stack.ts";
import { testUpdates } from "./updates.ts";

const doubled = inject("doubles").length > 0;

/** With doubles the existing cluster's tests show the kinds, on half as many releases. */
describe.skipIf(doubled)("The whole platform on EKS (only with the real charts: CHARTS)", () => {
    let cluster: Cluster;
    let stack: TestStack;

    beforeAll(async () => {
        cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
        const settings = { addons: rightOrder, admission: fixtureAdmission };
        stack = await realStack({ file: "prod", controlPlane: cluster, settings });
        const { exitCode, output } = await stack.up({ skipPreview: true });
        expect(exitCode, output).toBe(0);
    }, 1_200_000);

    afterAll(() => cluster.stop());

    testUpdates(() => ({ cluster, stack }));
});
