import { afterAll, beforeAll, expect, test } from "vitest";
import type { Api } from "../../sandbox/cluster/api.ts";
import { Cluster } from "../../sandbox/cluster/cluster.ts";
import { describe, type KubernetesObject } from "../../sandbox/cluster/kubernetes-object.ts";
import { whatIs } from "../../sandbox/cluster/provider/real-kubernetes.ts";
import { plainShape } from "../../sandbox/cluster/shape.ts";
import type { TestStack } from "../engine/stack.ts";
import { Controllers, operator } from "./controllers.ts";
import { fixtureAdmission, operatorChart, rightOrder, shopChart } from "./fixtures.ts";
import { settle } from "./instruments/scheduling.ts";
import { countOf, deedsOf, realStack } from "./real-stack.ts";

const turnedRound = [{ ...operatorChart, needs: ["shop"] }, shopChart];

/** What a laptop's cluster brings: volumes of a default class. */
const localVolumes: KubernetesObject = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "hostpath.csi.k8s.io",
    volumeBindingMode: "WaitForFirstConsumer",
    reclaimPolicy: "Delete",
};

/** Kinds of which something could be left behind outside of any namespace. */
const clusterWide = [
    ["v1", "Namespace"],
    ["v1", "PersistentVolume"],
    ["storage.k8s.io/v1", "StorageClass"],
    ["scheduling.k8s.io/v1", "PriorityClass"],
    ["networking.k8s.io/v1", "IngressClass"],
    ["rbac.authorization.k8s.io/v1", "ClusterRole"],
    ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
    ["flowcontrol.apiserver.k8s.io/v1", "FlowSchema"],
    ["apiregistration.k8s.io/v1", "APIService"],
    ["admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"],
    ["admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"],
    ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
] as const;

/** Everything outside of namespaces, and all that lies in those that every cluster has. */
async function inventory(api: Api): Promise<string[]> {
    const lists = await Promise.all(clusterWide.map(([apiVersion, kind]) => api.list(apiVersion, kind)));
    const shared = await Promise.all(
        ["Secret", "ConfigMap", "Service", "ServiceAccount"].map((kind) => api.list("v1", kind, "kube-system")),
    );
    // The API server makes an APIService for the group of each CRD, and takes it away with it.
    const made = ({ metadata }: KubernetesObject) => metadata.labels?.["kube-aggregator.kubernetes.io/automanaged"];
    return [...lists, ...shared]
        .flat()
        .filter((object) => !made(object))
        .map(describe)
        .toSorted();
}

let cluster: Cluster;
let controllers: Controllers;
let stack: TestStack;
let before: string[];

beforeAll(async () => {
    cluster = await Cluster.start(plainShape);
    await cluster.api.apply(localVolumes);
    before = await inventory(cluster.api);
    controllers = new Controllers(cluster.api, [operator]);
    controllers.start();
    stack = realStack({
        settings: {
            name: "laptop",
            cluster: {
                existing: {
                    kubeconfig: cluster.kubeconfig,
                    context: "production-cluster",
                    nodeCidrs: ["10.0.0.0/16"],
                    serviceCidr: cluster.shape.serviceCidr,
                },
            },
            gitops: { repository: "https://github.com/example/clusters" },
            ownership: { owner: "me", environment: "trial", costCenter: "none" },
            addons: rightOrder,
            admission: fixtureAdmission,
        },
    });
}, 600_000);

afterAll(async () => {
    await controllers.stop();
    await cluster.stop();
});

const order = (addons: object[]): void => {
    stack.args.config = { ...stack.args.config, "production-cluster:addons": addons };
};

/** Whoever depends on something is gone before that begins to go. */
async function tooEarly(removal: () => Promise<unknown>): Promise<string[]> {
    const resources = (await stack.resources()).filter(({ type }) => /^kubernetes:/.test(type));
    const known = deedsOf(stack).length;
    await removal();
    const deeds = deedsOf(stack).slice(known);
    const deedOf = (urn: string) => {
        const resource = resources.find((it) => it.urn === urn);
        const what = resource && whatIs(resource.type, resource.inputs ?? {});
        return deeds.find((deed) => deed.what === what);
    };
    expect(deeds.length).toBeGreaterThan(50);
    return resources.flatMap(({ urn, dependencies = [] }) =>
        (dependencies as string[]).flatMap((needed) => {
            const [later, earlier] = [deedOf(needed), deedOf(urn)];
            return later && earlier && later.start < earlier.end ? [`${later.what} before ${earlier.what}`] : [];
        }),
    );
}

test("The real engine puts the platform on a cluster that exists, and a second plan changes nothing", async () => {
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    const { releases, leftOut } = await countOf(stack);
    console.log(
        [
            `${releases.length} releases installed: ${releases.join(", ")}`,
            `${leftOut.length} left out, because their chart is not at hand or comes with one that is not:`,
            ...leftOut.map((it) => `  ${it}`),
        ].join("\n"),
    );
    expect(releases).toEqual(expect.arrayContaining(["operator/operator", "shop/shop"]));
    if (process.env.CHARTS) expect(leftOut).toEqual([]);
    expect(await settle(cluster.api, 120)).toEqual([]);
    const again = await stack.preview();
    expect(Object.keys(again.plan.changeSummary ?? {}), again.output).toEqual(["same"]);
}, 1_200_000);

test("It leaves in the planned order, and what stays is nothing but CRDs", async () => {
    let output = "";
    const early = await tooEarly(async () => {
        const removal = await stack.destroy();
        output = removal.output;
        expect(removal.exitCode, output).toBe(0);
    });
    expect(early).toEqual([]);
    expect(await stack.resources()).toEqual([]);
    await cluster.api.until("volumes to go with their claims", 60, async () => {
        const volumes = await cluster.api.list("v1", "PersistentVolume");
        return volumes.length === 0;
    });
    const left = (await inventory(cluster.api)).filter((it) => !before.includes(it));
    console.log([`${left.length} objects stay:`, ...left.map((it) => `  ${it}`)].join("\n"));
    expect(left.filter((it) => !it.includes("CustomResourceDefinition"))).toEqual([]);
    expect(left).toContain("apiextensions.k8s.io/v1 CustomResourceDefinition widgets.fixtures.example.com");
    const namespaces = await cluster.api.list("v1", "Namespace");
    expect(namespaces.filter(({ status }) => status.phase !== "Active")).toEqual([]);
}, 600_000);

test("It can come back: neither CRDs nor records of releases stand in the way", async () => {
    const up = await stack.up({ skipPreview: true });
    expect(up.exitCode, up.output).toBe(0);
    expect(await settle(cluster.api, 120)).toEqual([]);
}, 1_200_000);

test("With the order turned round it hangs on the finalizers of an operator that is gone", async () => {
    order(turnedRound);
    const change = await stack.up({ skipPreview: true });
    expect(change.exitCode, change.output).toBe(0);
    const hanging = await stack.destroy({ env: { PRODUCTION_CLUSTER_PATIENCE: "15" } });
    expect(hanging.exitCode).not.toBe(0);
    const widgets = await cluster.api.list(operator.apiVersion, operator.kind);
    expect(widgets.length).toBeGreaterThan(0);
    for (const { metadata } of widgets) {
        expect(metadata.deletionTimestamp).toBeTruthy();
        expect(metadata.finalizers).toEqual([operator.finalizer]);
    }
}, 1_200_000);
