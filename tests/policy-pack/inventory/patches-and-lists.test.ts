import { expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { inventoryOf, resultOf } from "../judged.ts";
import { object, resource } from "../ready/resource.ts";
import { readyStack } from "../ready-stack.ts";

const status = (check: string, ...resources: Resource[]) => resultOf(check, resources)?.status;
const pod = (container: object, more: object = {}) => ({
    metadata: { labels: { app: "web" } },
    spec: { ...more, containers: [{ name: "web", ...container }] },
});

/** A patch as Pulumi's SDK registers it: the kind is the patched object's. */
const patch = (kind: string, name: string, props: object, api = "apps/v1") =>
    object(`${api.replace(/^v1$/, "core/v1")}:${kind}Patch`, name, { apiVersion: api, kind, ...props });
const deployment = (container: object, pods: object = {}, metadata: object = { namespace: "web" }) =>
    patch("Deployment", "web", { metadata, spec: { template: pod(container, pods) } });

test.each<[string, Resource, string, string]>([
    ["what it sets", deployment({ securityContext: { privileged: true } }), "pod-not-privileged", "fail"],
    ["what it sets well", deployment({ securityContext: { privileged: false } }), "pod-not-privileged", "pass"],
    ["what it sets of the pod", deployment({}, { hostNetwork: true }), "pod-no-host-namespaces", "fail"],
    ["nothing that it leaves out", deployment({}), "pod-not-privileged", "unknown"],
    ["no lack of an image", deployment({}), "image-tag-fixed", "unknown"],
    ["no lack of replicas", deployment({}), "replicas-min", "unknown"],
    [
        "no place that others chose",
        deployment({}, {}, { namespace: "kube-system" }),
        "ns-not-default",
        "not-applicable",
    ],
])("a patch is judged by %s", (_, patch, check, expected) => {
    expect(status(check, patch)).toBe(expected);
});

test("a patch of aws-auth that makes somebody an administrator is found", () => {
    const auth = (data: object) =>
        patch("ConfigMap", "aws-auth", { metadata: { namespace: "kube-system" }, data }, "v1");
    const masters = "- rolearn: arn:aws:iam::111122223333:role/a\n  groups: [system:masters]\n";
    expect(status("aws-auth-no-map-users", auth({ mapRoles: masters }))).toBe("fail");
    expect(status("aws-auth-no-map-users", auth({ mapRoles: "" }))).toBe("unknown");
    expect(status("aws-auth-no-map-users", auth({ mapRoles: "", mapUsers: "" }))).toBe("pass");
});

test("a kind of others that is called so is no patch", () => {
    const own = object("example.com/v1:EnvoyPatch", "web", { apiVersion: "example.com/v1", kind: "EnvoyPatch" });
    expect(inventoryOf([own]).resources).toMatchObject([{ type: own.type }]);
    expect(inventoryOf([own]).resources[0]?.isPatch).toBeUndefined();
});

const item = (name: string, container: object) => ({
    metadata: { name, namespace: "web" },
    spec: { template: pod(container) },
});
const list = (items: unknown) => object("apps/v1:DeploymentList", "many", { kind: "DeploymentList", items });

test("each item of a list is judged, and named by the list and the item", () => {
    const items = [item("good", {}), item("bad", { securityContext: { privileged: true } })];
    const { evidence = [] } = resultOf("pod-not-privileged", [list(items)]) ?? {};
    expect(evidence.map(({ status }) => status)).toEqual(["pass", "fail"]);
    const all = inventoryOf([list(items)]);
    const bad = all.find(evidence[1]?.urn ?? "");
    expect(bad).toMatchObject({ type: "kubernetes:apps/v1:Deployment", name: "many, Deployment web/bad" });
    expect(bad?.release, "the engine knows the list alone").toBe(list(items).urn);
});

test("an item of a mixed list is what it says that it is", () => {
    const named = [{ apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: pod({}).spec }];
    const mixed = object("core/v1:PodList", "x", { items: named });
    expect(inventoryOf([mixed]).objects("Pod", "core")).toHaveLength(1);
});

test.each<[string, unknown]>([
    ["as a whole", unknown],
    ["one by one", [item("good", {}), unknown]],
])("items that are known after the update, %s, leave checks on pods unknown", (_, items) => {
    expect(status("pod-not-privileged", ...readyStack(), list(items))).toBe("unknown");
    expect(inventoryOf([list(items)]).unrendered.map(({ unseen }) => unseen)).toEqual([
        "its items are known only after the update",
    ]);
});

test("what is no Kubernetes object stays as it is", () => {
    const other = resource("aws:ec2/managedPrefixList:ManagedPrefixList", "offices", { items: [1] });
    expect(inventoryOf([other]).resources).toHaveLength(1);
});
