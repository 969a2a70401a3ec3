import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { shapeOf } from "../../sandbox/cluster/stack-shape.ts";
import { until } from "../../sandbox/cluster/until.ts";
import type { TestStack } from "../engine/stack.ts";
import { Controllers, karpenterClasses, karpenterPools, loadBalancers } from "./controllers.ts";
import { entrance, fixtureAdmission } from "./fixtures.ts";
import { change, deedsOnCluster, nameOf, realStack } from "./real-stack.ts";

let cluster: Cluster;
let controllers: Controllers;
let stack: TestStack;

beforeAll(async () => {
    cluster = await Cluster.start(shapeOf(inject("production")), ["helm"]);
    controllers = new Controllers(cluster.api, [karpenterPools, karpenterClasses, loadBalancers]);
    controllers.start();
    stack = await realStack({
        file: "sandbox",
        controlPlane: cluster,
        settings: { addons: [entrance], admission: fixtureAdmission, allowDeletion: true },
    });
    change(stack, { patience: 15 });
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    await until("controllers to hold what is theirs", 30, async () => {
        const held = await Promise.all(
            [karpenterPools, karpenterClasses, loadBalancers].map(async ({ apiVersion, kind, finalizer }) => {
                const objects = await cluster.api.list(apiVersion, kind);
                return objects.length > 0 && objects.every(({ metadata }) => metadata.finalizers?.includes(finalizer));
            }),
        );
        return held.every(Boolean);
    });
}, 1_200_000);

afterAll(async () => {
    await controllers.stop();
    await cluster.stop();
});

test("With Karpenter gone first its objects hang, and the removal names one and stops before the control plane", async () => {
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: karpenterPools.deployment };
    const controller = await cluster.api.get(deployment);
    await cluster.api.remove(deployment);
    const hanging = await stack.destroy();
    expect(hanging.exitCode).not.toBe(0);
    const failed = deedsOnCluster(stack).filter((deed) => deed.failed);
    expect(failed.map(nameOf)).toContainEqual(expect.stringMatching(/NodePool general|EC2NodeClass default/));
    expect(hanging.output).toMatch(/(NodePool|EC2NodeClass).*(timed out|not.*deleted)/is);
    const kinds = (await stack.resources()).map(({ type }) => type);
    expect(kinds).toContain("aws:eks/cluster:Cluster");
    await cluster.api.apply({ ...deployment, spec: controller?.spec });
}, 600_000);

test("When the cluster goes, what owns things in AWS is deleted while its controller is there, and nothing else is", async () => {
    const removal = await stack.destroy();
    expect(removal.exitCode, removal.output).toBe(0);
    expect(await stack.resources()).toEqual([]);

    const deleted = deedsOnCluster(stack)
        .filter(({ failed }) => !failed)
        .map((deed) => ({ ...deed, what: nameOf(deed) }));
    console.log(["Deleted on the cluster, in this order:", ...deleted.map(({ what }) => `  ${what}`)].join("\n"));
    const one = (what: string) => {
        const found = deleted.find((deed) => deed.what === what);
        if (!found) throw new Error(`${what} was not deleted`);
        return found;
    };
    const karpenter = one("Release karpenter/karpenter");
    expect(one("karpenter.sh/v1 NodePool general").end).toBeLessThanOrEqual(karpenter.start);
    expect(one("karpenter.k8s.aws/v1 EC2NodeClass default").end).toBeLessThanOrEqual(karpenter.start);
    expect(one("Release entrance/entrance").end).toBeLessThanOrEqual(
        one("Release aws-load-balancer-controller/aws-load-balancer-controller").start,
    );
    // Everything else vanishes with the control plane, whose removal the engine begins after the last of these.
    const others = deleted.filter(
        ({ what }) => !/karpenter|aws-load-balancer-controller|entrance|NodePool|NodeClass/.test(what),
    );
    expect(others.map(({ what }) => what)).toEqual([]);
    const said = (text: string) => removal.output.indexOf(text);
    expect(said("kubernetes:karpenter.sh/v1:NodePool")).toBeGreaterThan(-1);
    expect(said("kubernetes:karpenter.sh/v1:NodePool")).toBeLessThan(said("aws:eks:Cluster"));
}, 600_000);
