import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Cluster } from "../../kubernetes/cluster.ts";
import { describe, type KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { stepsOf } from "../../kubernetes/stack-objects.ts";
import { until } from "../../kubernetes/until.ts";
import type { TestStack } from "../engine/stack.ts";
import { operator } from "./controllers.ts";
import { operatorChart, shopChart } from "./fixtures.ts";
import { inventoryOf } from "./instruments/inventory.ts";
import { brokenOrders, type Order, ordersOf } from "./instruments/removal-order.ts";
import { settle } from "./instruments/scheduling.ts";
import { type Laptop, startLaptop } from "./laptop.ts";
import { change, changesOf, operationsOnCluster } from "./real-stack.ts";

const turnedRound = [{ ...operatorChart, needs: ["shop"] }, shopChart];

let laptop: Laptop;
let cluster: Cluster;
let stack: TestStack;
/** What must go before what. */
let orders: Order[];

beforeAll(async () => {
    laptop = await startLaptop();
    ({ cluster, stack } = laptop);
}, 600_000);

afterAll(() => laptop.stop());

const order = (addons: object[]): void => {
    stack.args.config = { ...stack.args.config, "production-cluster:ownCharts": addons };
};

test("The real engine puts the platform on a cluster that exists, and neither a second plan nor a refresh changes anything", async () => {
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    expect(await settle(cluster.api, 120)).toEqual([]);
    const again = await stack.preview({ refresh: true });
    expect(changesOf(again), again.output).toEqual(["same"]);
}, 1_200_000);

/** Some of what must go before what, so that it is seen that they are found. */
const known: Order[] = [
    { first: "Release shop/shop", later: "Release operator/operator" },
    { first: "Release shop/shop", later: "v1 Namespace shop" },
    { first: "v1 ResourceQuota shop/quota", later: "v1 Namespace shop" },
    {
        first: "external-secrets.io/v1 ExternalSecret monitoring/grafana-admin",
        later: "Release external-secrets/external-secrets",
    },
];

/** Kubernetes puts these into every namespace. */
const bornWith = (what: string): boolean =>
    /^v1 (ServiceAccount foreign\/default|ConfigMap foreign\/kube-root-ca.crt)$/.test(what);

/** What somebody else has on the cluster: of a kind that a release brings, and of no namespace of the platform. */
const foreign: KubernetesObject[] = [
    {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
            name: "foreign",
            labels: {
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/enforce-version": "v1.35",
            },
        },
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "foreign", namespace: "foreign" } },
    {
        apiVersion: "policies.kyverno.io/v1",
        kind: "ValidatingPolicy",
        metadata: { name: "foreign" },
        spec: { matchConstraints: { resourceRules: [] }, validations: [{ expression: "true" }] },
    },
];

const namesOf = (objects: readonly KubernetesObject[]): string[] => objects.map(({ metadata }) => metadata.name);
/** Those that a controller made of an object go with it. */
const definitions = async (): Promise<string[]> => {
    const all = await cluster.api.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    return namesOf(all.filter(({ metadata }) => !metadata.ownerReferences));
};

test("Nothing goes before what is of its kinds or in its namespace, and what stays is CRDs and what others made", async () => {
    for (const object of foreign) await cluster.api.apply(object);
    const kinds = await definitions();
    orders = await ordersOf(cluster, stepsOf(await stack.resources()));
    console.log(`${orders.length} times something must go before something else`);
    expect(orders).toEqual(expect.arrayContaining(known));
    const removal = await stack.destroy();
    expect(removal.exitCode, removal.output).toBe(0);
    expect(brokenOrders(orders, operationsOnCluster(stack))).toEqual([]);
    expect(await stack.resources()).toEqual([]);
    await until("volumes to go with their claims", 60, async () => {
        const volumes = await cluster.api.list("v1", "PersistentVolume");
        return volumes.length === 0;
    });
    expect(await definitions()).toEqual(kinds);
    expect(kinds).toEqual(
        expect.arrayContaining(["widgets.fixtures.example.com", "validatingpolicies.policies.kyverno.io"]),
    );
    const left = (await inventoryOf(cluster.api)).filter((it) => !laptop.inventory.includes(it));
    console.log([`${left.length} objects stay:`, ...left.map((it) => `  ${it}`)].join("\n"));
    const others = left.filter((it) => !it.includes("CustomResourceDefinition") && !bornWith(it));
    expect(others).toEqual(foreign.map(describe).toSorted());
    const namespaces = await cluster.api.list("v1", "Namespace");
    expect(namespaces.filter(({ status }) => status.phase !== "Active")).toEqual([]);
}, 600_000);

test("It can come back: neither CRDs nor records of releases stand in the way", async () => {
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    expect(await settle(cluster.api, 120)).toEqual([]);
}, 1_200_000);

test("Where the file leads to another cluster nothing is planned on it", async () => {
    const right = readFileSync(laptop.kubeconfig);
    const other = await Cluster.start(plainShape);
    try {
        cpSync(other.kubeconfig, laptop.kubeconfig);
        const refused = await stack.up({ skipPreview: true });
        expect(refused.exitCode).not.toBe(0);
        expect(refused.output).toContain("another cluster than the one that the stack is on");
        expect(await other.api.list("v1", "Namespace")).toHaveLength(4);
    } finally {
        writeFileSync(laptop.kubeconfig, right);
        await other.stop();
    }
}, 600_000);

test("With the order turned round it hangs on the finalizers of an operator that is gone", async () => {
    order(turnedRound);
    change(stack, { deletionTimeout: 25, hanging: "shop" });
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    const hanging = await stack.destroy();
    expect(hanging.exitCode).not.toBe(0);
    expect(brokenOrders(orders, operationsOnCluster(stack))).toEqual([
        "Release operator/operator went, Release shop/shop stayed",
    ]);
    const widgets = await cluster.api.list(operator.apiVersion, operator.kind);
    expect(widgets.length).toBeGreaterThan(0);
    for (const { metadata } of widgets) {
        expect(metadata.deletionTimestamp).toBeTruthy();
        expect(metadata.finalizers).toEqual([operator.finalizer]);
    }
}, 1_200_000);
