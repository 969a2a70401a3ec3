import { afterAll, beforeAll, expect, test } from "vitest";
import { hold } from "../../components/delivery/standby-hold.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { until } from "../../kubernetes/until.ts";

const velero = "system:serviceaccount:velero:velero-server";
const controller = "system:serviceaccount:kube-system:statefulset-controller";
const ofPod = { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "web-0", uid: "1" }] };
const ofSet = { ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "web", uid: "1" }] };

let cluster: Cluster;

const holding = async (waiting: boolean) => {
    for (const object of hold(waiting, ["monitoring"])) await cluster.api.apply(object as unknown as KubernetesObject);
};

/** Whether somebody may have a volume, as the API server says without making one. */
async function admits(namespace: string, user: string, owned: object = {}): Promise<boolean> {
    const claim = {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "data", namespace, ...owned },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    };
    const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims?dryRun=All`;
    const headers = { "Impersonate-User": user, "Impersonate-Group": "system:masters" };
    try {
        await cluster.api.send("POST", path, claim, headers);
        return true;
    } catch (error) {
        if (error instanceof StatusError && /this cluster is a standby that waits/.test(error.message)) return false;
        throw error;
    }
}

beforeAll(async () => {
    cluster = await Cluster.start(plainShape);
    for (const name of ["shop", "monitoring"])
        await cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    await holding(true);
    await until("the policy to judge", 60, async () => !(await admits("shop", "somebody")));
});

afterAll(() => cluster.stop());

test("A standby that waits gives volumes to Velero, to the platform and to pods with volumes of their own alone", async () => {
    expect(await admits("shop", controller, ofSet)).toBe(false);
    expect(await admits("shop", velero, ofSet)).toBe(true);
    expect(await admits("monitoring", controller, ofSet)).toBe(true);
    expect(await admits("shop", controller, ofPod)).toBe(true);
});

test("One that is active gives them to everybody", async () => {
    await holding(false);
    await until("the policy to let go", 60, () => admits("shop", "somebody"));
    expect(await admits("shop", controller, ofSet)).toBe(true);
});
