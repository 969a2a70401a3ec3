import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import { describe } from "../../kubernetes/kubernetes-object.ts";
import { stepsOf } from "../../kubernetes/stack-objects.ts";
import { shapeOf } from "../../kubernetes/stack-shape.ts";
import { until } from "../../kubernetes/until.ts";
import type { Operation } from "../engine/operations.ts";
import type { TestStack } from "../engine/stack.ts";
import { Controllers, karpenterClasses, karpenterPools, loadBalancers } from "./controllers.ts";
import { entrance, fixtureAdmission } from "./fixtures.ts";
import { listed } from "./instruments/releases.ts";
import { change, nameOf, operationsOnCluster, realStack } from "./real-stack.ts";

/** Backups in two regions, in vaults too, under a lock for good. */
const backup = { replicaRegion: "eu-central-1", awsBackup: true, lock: { mode: "compliance" } };

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
        settings: { ownCharts: [entrance], admission: fixtureAdmission, backup },
    });
    change(stack, { deletionTimeout: 25 });
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

test("Without the argument for it the removal says what is protected, and nothing is deleted, on the cluster neither", async () => {
    const before = (await stack.resources()).length;
    // Its preview stops it. Without one the engine deletes all that is not protected before it fails.
    const refused = await stack.destroy({ skipPreview: false });
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toMatch(/" cannot be deleted\s+because it is protected/);
    console.log(["Not deleted:", ...new Set(refused.output.match(/[\w-]+(?=" cannot be deleted)/g))].join("\n  "));
    expect(await stack.resources()).toHaveLength(before);
    stack.args.config = { ...stack.args.config, "production-cluster:allowDeletion": true };
    const allowed = await stack.up({ skipPreview: true });
    expect(allowed.exitCode, allowed.output).toBe(0);
}, 1_200_000);

/** What the removal that hung had deleted by then, before all that the next one deletes. */
let before: Operation[] = [];

test("With Karpenter gone first its objects hang, and the removal names one and stops before the control plane", async () => {
    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata: karpenterPools.deployment };
    const controller = await cluster.api.get(deployment);
    await cluster.api.remove(deployment);
    const hanging = await stack.destroy();
    expect(hanging.exitCode).not.toBe(0);
    const tried = operationsOnCluster(stack);
    const failed = tried.filter((operation) => operation.failed);
    before = tried.filter((operation) => !operation.failed).map((operation) => ({ ...operation, start: -1, end: -1 }));
    expect(failed.map(nameOf)).toContainEqual(expect.stringMatching(/NodePool general|EC2NodeClass default/));
    expect(hanging.output).toMatch(/(NodePool|EC2NodeClass).*(timed out|not.*deleted)/is);
    const kinds = (await stack.resources()).map(({ type }) => type);
    expect(kinds).toContain("aws:eks/cluster:Cluster");
    await cluster.api.apply({ ...deployment, spec: controller?.spec });
}, 600_000);

/** Namespaces of what makes machines and load balancers. */
const owners = ["karpenter", "aws-load-balancer-controller", "entrance", "envoy-gateway"];

/** Whether something, called as people call it, is of those namespaces, of Karpenter's kinds or a class of gateways. */
const isOwner = (what: string): boolean =>
    owners.some((name) => new RegExp(`(^| )${name}(/|$)`).test(what)) ||
    /NodePool|EC2NodeClass|FlowSchema karpenter-|GatewayClass/.test(what);

/** Releases on the cluster, by name. */
const releases = async (): Promise<string[]> => (await listed(cluster)).map(({ name }) => name).toSorted();

test("When the cluster goes, what owns things in AWS is deleted while its controller is there, and nothing else is", async () => {
    const rest = stepsOf(await stack.resources())
        .flatMap((step) => ("object" in step ? [step.object] : []))
        .filter((object) => !isOwner(describe(object)));
    const released = await releases();
    const removal = await stack.destroy();
    expect(removal.exitCode, removal.output).toBe(0);
    expect(await stack.resources()).toEqual([]);

    const deleted = [...before, ...operationsOnCluster(stack)].map((operation) => ({
        ...operation,
        what: nameOf(operation),
    }));
    const first = deleted.filter(({ what }) => isOwner(what));
    console.log(["Deleted on the cluster, in this order:", ...first.map(({ what }) => `  ${what}`)].join("\n"));
    const one = (what: RegExp) => {
        const found = first.find((operation) => what.test(operation.what));
        if (!found) throw new Error(`${what} was not deleted`);
        return found;
    };
    const karpenter = one(/^Release karpenter\/karpenter$/);
    expect(one(/NodePool (default\/)?general$/).end).toBeLessThanOrEqual(karpenter.start);
    expect(one(/EC2NodeClass (default\/)?default$/).end).toBeLessThanOrEqual(karpenter.start);
    expect(one(/^Release entrance\//).end).toBeLessThanOrEqual(one(/^Release aws-load-balancer-controller\//).start);
    expect(one(/ Gateway envoy-gateway\//).end).toBeLessThanOrEqual(one(/^Release envoy-gateway\//).start);
    expect(one(/^Release envoy-gateway\//).end).toBeLessThanOrEqual(
        one(/^Release aws-load-balancer-controller\//).start,
    );
    // Everything else vanishes with the control plane. Here it is still there, as the API server outlives its simulated
    // cluster.
    const gone = await Promise.all(rest.map(async (it) => ((await cluster.api.get(it)) ? [] : [describe(it)])));
    expect(gone.flat()).toEqual([]);
    expect(rest.length).toBeGreaterThan(100);
    expect(await releases()).toEqual(released.filter((name) => !isOwner(name)));
    const said = (text: string) => removal.output.indexOf(text);
    expect(said("kubernetes:karpenter.sh/v1:NodePool")).toBeGreaterThan(-1);
    expect(said("kubernetes:karpenter.sh/v1:NodePool")).toBeLessThan(said("aws:eks:Cluster"));
    // What is locked for good stays, and the removal says so: copies, vaults, keys, and who lets recovery points expire.
    for (const [type, name] of [
        ["s3:Bucket", "replica-bucket"],
        ["backup:Vault", "vault"],
        ["backup:Vault", "copies-vault"],
        ["kms:Key", "replica-key"],
        ["iam:Role", "aws-backup"],
    ])
        expect(removal.output).toMatch(new RegExp(`aws:${type} \\S*${name} .*retain`));
}, 600_000);
