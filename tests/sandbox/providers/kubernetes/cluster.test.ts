import { expect, test } from "vitest";
import { kubernetes, newAccount, object } from "../clouds.ts";
import { cluster, inputs, named, types } from "./objects.ts";

/** What the API server refuses because of what is in the cluster. */
test.each<[title: string, attempt: (k: ReturnType<typeof cluster>) => unknown, says: RegExp]>([
    [
        "an object in a namespace that does not exist",
        (k) => k.make(types.configMap, inputs("configMap", named("it", { namespace: "team" }))),
        /namespaces "team" not found/,
    ],
    [
        "a second object of the same name",
        (k) => {
            for (const name of ["one", "two"]) k.make(types.configMap, inputs("configMap"), name);
        },
        /ConfigMap\.core default\/it exists already: it was made by urn:.*::one/,
    ],
    [
        "an object that every cluster has",
        (k) => k.make(types.storage, inputs("storage", named("gp2"))),
        /StorageClass\.storage\.k8s\.io gp2 exists already/,
    ],
    [
        "a second release of the same name in a namespace",
        (k) => {
            for (const name of ["one", "two"]) k.make(types.release, inputs("release"), name);
        },
        /Release\.helm\.sh kube-system\/it exists already/,
    ],
    [
        "a release in a namespace that does not exist",
        (k) => k.make(types.release, inputs("release", { namespace: "kyverno" })),
        /namespaces "kyverno" not found/,
    ],
    [
        "a custom resource before its definition",
        (k) => k.make(types.nodePool, inputs("nodePool")),
        /no matches for kind "NodePool" in version "karpenter\.sh\/v1": karpenter or karpenter-crd, which defines it, is not installed yet/,
    ],
    [
        "a custom resource of a release that left its definitions out",
        (k) => {
            k.make(types.release, inputs("release", { chart: "karpenter", skipCrds: true }));
            k.make(types.nodePool, inputs("nodePool"));
        },
        /no matches for kind/,
    ],
    [
        "a second default priority",
        (k) => {
            for (const name of ["a", "b"])
                k.make(types.priority, inputs("priority", { ...named(name), globalDefault: true }), name);
        },
        /PriorityClass a is the default already/,
    ],
])("%s is refused", (_, attempt, says) => {
    expect(() => attempt(cluster())).toThrow(says);
});

test("nothing is made where no cluster answers", () => {
    const nowhere = kubernetes(newAccount(), "https://gone.eu-west-1.eks.invalid");
    expect(() => nowhere.make(types.namespace, inputs("namespace"))).toThrow(
        "no EKS cluster answers at https://gone.eu-west-1.eks.invalid",
    );
});

test("the objects of one cluster are not those of another", () => {
    const [one, other] = [cluster(), cluster()];
    one.make(types.namespace, inputs("namespace"));
    const inTeam = inputs("configMap", named("it", { namespace: "team" }));
    expect(() => one.make(types.configMap, inTeam)).not.toThrow();
    expect(() => other.make(types.configMap, inTeam)).toThrow(/not found/);
});

test.each([
    ["a chart by name", { chart: "karpenter-crd" }],
    ["a chart by OCI reference", { chart: "oci://public.ecr.aws/karpenter/karpenter-crd", repositoryOpts: undefined }],
    ["an archive", { chart: "/charts/karpenter-crd-1.14.1.tgz", repositoryOpts: undefined }],
    ["a folder", { chart: "./charts/karpenter-crd/", repositoryOpts: undefined }],
])("%s defines its custom resources, which stay when the release goes", (_, chart) => {
    const k = cluster();
    k.make(types.release, inputs("release", chart));
    k.remove(types.release, inputs("release", chart), "kube-system/it");
    expect(() => k.make(types.nodePool, inputs("nodePool"))).not.toThrow();
});

test("an EKS add-on defines its custom resources too", () => {
    const k = cluster();
    const type = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";
    expect(() => k.make(type, object(type, named()))).toThrow(/snapshot-controller, which defines it/);
    k.driver.make("aws:eks/addon:Addon", { clusterName: "shop", addonName: "snapshot-controller" });
    expect(() => k.make(type, object(type, named()))).not.toThrow();
});

test("an object with a finalizer goes only while its controller runs", () => {
    const k = cluster();
    const karpenter = inputs("release", { chart: "karpenter" });
    k.make(types.release, karpenter);
    k.make(types.nodePool, inputs("nodePool"));
    k.remove(types.release, karpenter, "kube-system/it");
    expect(() => k.remove(types.nodePool, inputs("nodePool"), "it")).toThrow(
        /finalizer is removed by karpenter, which does not run any more/,
    );
    k.make(types.release, karpenter);
    expect(() => k.remove(types.nodePool, inputs("nodePool"), "it")).not.toThrow();
});

test("with a namespace goes what is in it, and the ones of the cluster itself stay", () => {
    const k = cluster();
    const inTeam = inputs("configMap", named("it", { namespace: "team" }));
    k.make(types.namespace, inputs("namespace"));
    k.make(types.configMap, inTeam);
    k.remove(types.namespace, inputs("namespace"), "team");
    k.make(types.namespace, inputs("namespace"));
    expect(k.cloud.read(k.resource(types.configMap, "it"), "team/it", inTeam)).toBeUndefined();
    expect(() => k.remove(types.namespace, inputs("namespace", named("kube-system")), "kube-system")).toThrow(
        /may not be deleted/,
    );
});

test("a release counts its revisions, and shows neither manifest nor objects", () => {
    const k = cluster();
    const resource = k.resource(types.release, "it");
    expect(k.outputs(types.release, inputs("release"))).toMatchObject({
        status: { status: "deployed", revision: 1, version: "3.9.0" },
        resourceNames: {},
    });
    const next = inputs("release", { version: "3.9.1" });
    expect(k.cloud.diff(resource, inputs("release"), next)).toMatchObject({ changes: ["version"], replaces: [] });
    k.cloud.update(resource, "kube-system/it", next, inputs("release"));
    const outputs = k.cloud.outputs(resource, "kube-system/it", next);
    expect(outputs).toMatchObject({ status: { revision: 2, version: "3.9.1" } });
    expect(outputs).not.toHaveProperty("manifest");
});

test("an object of a cluster that is gone cannot be removed, unless that was said to be all right", () => {
    const account = newAccount();
    const endpoint = "https://gone.eu-west-1.eks.invalid";
    expect(() => kubernetes(account, endpoint).remove(types.namespace, inputs("namespace"), "team")).toThrow(
        /no EKS cluster answers/,
    );
    const lenient = kubernetes(account, endpoint, { deleteUnreachable: true });
    expect(() => lenient.remove(types.namespace, inputs("namespace"), "team")).not.toThrow();
});
