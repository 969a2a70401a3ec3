import { expect, test } from "vitest";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { isOwned } from "../../../policy-pack/reading/owners.ts";
import { inventoryOf } from "../judged.ts";
import { object, type Props } from "../ready/resource.ts";

const types = {
    Deployment: "apps/v1",
    StatefulSet: "apps/v1",
    DaemonSet: "apps/v1",
    ReplicaSet: "apps/v1",
    ReplicationController: "core/v1",
    Job: "batch/v1",
    CronJob: "batch/v1",
};

const isPodOwned = (metadata: Props, owner = object("apps/v1:ReplicaSet", "shop", {})) => {
    const inventory = inventoryOf([owner, object("core/v1:Pod", "pod", { metadata })]);
    const [pod] = inventory.objects("Pod");
    return pod && isOwned(inventory, pod);
};
const by = (kind: string, name = "shop", controller = true) => ({ ownerReferences: [{ kind, name, controller }] });

test.each(Object.entries(types))("a pod is owned by a %s that is there", (kind, group) => {
    expect(isPodOwned(by(kind), object(`${group}:${kind}`, "shop", {}))).toBe(true);
});

test.each([
    ["no owner", {}],
    ["an owner that is not there", by("ReplicaSet", "bank")],
    ["an owner of another kind", by("Job")],
    ["an owner of a kind that makes no pods", by("Node")],
    ["an owner in another namespace", { namespace: "bank", ...by("ReplicaSet") }],
    ["an owner that does not control it", by("ReplicaSet", "shop", false)],
    ["owners that are not known", { ownerReferences: unknown }],
])("a pod is not owned with %s", (_, metadata) => {
    expect(isPodOwned(metadata)).toBe(false);
});

test.each(["name", "namespace"])("an owner whose %s is not known owns nothing", (field) => {
    const owner = object("apps/v1:ReplicaSet", "shop", { metadata: { [field]: unknown } });
    expect(isPodOwned(by("ReplicaSet"), owner)).toBe(false);
});
