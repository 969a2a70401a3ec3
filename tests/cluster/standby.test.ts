import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hold } from "../../components/delivery/standby-hold.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { definition } from "../../kubernetes/definitions.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { realKubernetes } from "../../kubernetes/plugin.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { until } from "../../kubernetes/until.ts";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "../engine/stack.ts";

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

const restores = { apiVersion: "velero.io/v1", kind: "Restore" };
const name = "velero-weekly-20270103013004";
const restore = { ...restores, metadata: { name, namespace: "velero" } };
const applications = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "applications", namespace: "velero" } };

/** The kind of Velero's restores, without its server. */
const kind = definition(["velero.io", "v1", "Restore"]);

/** A restore as a standby makes it, and what comes after it. */
const program = (patience: number) => `
    import * as k8s from "@pulumi/kubernetes";
    import { failoverRestores } from ${JSON.stringify(join(root, "components/backup/failover-restore.ts"))};

    const provider = new k8s.Provider("cluster", { kubeconfig: ${JSON.stringify(cluster.kubeconfig)} });
    const standby = { restore: ${JSON.stringify(name)}, restoreClusterScoped: [] };
    const [restore] = failoverRestores(standby, "velero", []);
    const { annotations } = restore.metadata;
    const metadata = { ...restore.metadata, annotations: { ...annotations, "pulumi.com/timeoutSeconds": "${patience}" } };
    const made = new k8s.apiextensions.CustomResource("restore", { ...restore, metadata }, { provider });
    const after = ${JSON.stringify(applications.metadata)};
    new k8s.core.v1.ConfigMap("applications", { metadata: after }, { provider, dependsOn: made });
`;

/** Velero comes to this end of the restore, through what it says before. */
async function ends(phase: string): Promise<void> {
    await until("the restore to be there", 120, async () => (await cluster.api.get(restore)) !== undefined);
    for (const each of ["InProgress", "Finalizing", phase]) {
        expect(await cluster.api.get(applications)).toBeUndefined();
        await cluster.api.merge(restore, { status: { phase: each } });
    }
}

const stackOf = async (patience: number) =>
    new TestStack({ program: { text: program(patience) }, ...(await realKubernetes()) });

test("What comes after a restore begins when it is complete, and not where it is in parts", async () => {
    await cluster.api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "velero" } });
    await cluster.api.create(kind);
    await until("restores to be known", 60, () => cluster.api.serves(restores));

    const broken = await stackOf(20);
    const [refused] = await Promise.all([broken.up({ skipPreview: true }), ends("PartiallyFailed")]);
    expect(refused.exitCode, refused.output).not.toBe(0);
    expect(await cluster.api.get(applications)).toBeUndefined();
    await cluster.api.remove(restore);

    const stack = await stackOf(300);
    const [{ exitCode, output }] = await Promise.all([stack.up({ skipPreview: true }), ends("Completed")]);
    expect(exitCode, output).toBe(0);
    expect(await cluster.api.get(applications)).toBeDefined();
});
