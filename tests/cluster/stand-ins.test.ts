import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Api } from "../../kubernetes/api.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { definition, untilServed } from "../../kubernetes/definitions.ts";
import { conditionOf, type KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { NodePools } from "../../kubernetes/node-pools.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { until } from "../../kubernetes/until.ts";
import { unasked } from "../../kubernetes/webhooks.ts";
import { admitsPods, goodPod } from "./pods.ts";

let cluster: Cluster;
beforeAll(async () => {
    cluster = await Cluster.start(plainShape);
});
// Throws where a stand-in sent what the API server calls wrong in itself.
afterAll(() => cluster.stop());

const claim = (storageClassName: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: storageClassName, namespace: "default" },
    spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});

const storageClass = (name: string, provisioner: string): KubernetesObject => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name },
    provisioner,
    volumeBindingMode: "Immediate",
});

test("A claim gets a volume whatever its provisioner is called, but none where somebody makes them by hand", async () => {
    const { api } = cluster;
    await api.create(storageClass("by-hand", "kubernetes.io/no-provisioner"));
    await api.create(storageClass("local", "rancher.io/local-path"));
    await api.create(claim("by-hand"));
    await api.create(claim("local"));
    await until("the volume", 30, async () => (await api.get(claim("local")))?.status.phase === "Bound");
    expect((await api.get(claim("by-hand")))?.status.phase).toBe("Pending");
});

test("A Prometheus whose reloader has requests and no limits gets its StatefulSet", async () => {
    const { api } = cluster;
    const kind = definition(["monitoring.coreos.com", "v1", "Prometheus"]);
    await api.create(kind);
    await untilServed(api, kind, 30);
    const labels = { app: "operator" };
    const args = ["--config-reloader-cpu-request=10m", "--config-reloader-cpu-limit=0"];
    await api.create({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "operator", namespace: "default" },
        spec: {
            replicas: 0,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "operator", image: "operator", args }] } },
        },
    });
    const metadata = { name: "main", namespace: "default" };
    await api.create({ apiVersion: "monitoring.coreos.com/v1", kind: "Prometheus", metadata, spec: {} });
    const made = await until("the StatefulSet", 30, () =>
        api.get({ apiVersion: "apps/v1", kind: "StatefulSet", metadata: { ...metadata, name: "prometheus-main" } }),
    );
    const reloader = made.spec.template.spec.containers.find((it: { name: string }) => it.name === "config-reloader");
    expect(reloader.resources).toEqual({ requests: { cpu: "10m" } });
});

/** An API server that has too much to do when it is first asked to create something. */
class BusyApi extends Api {
    #busy = true;

    override async create(object: KubernetesObject): Promise<KubernetesObject> {
        const busy = this.#busy;
        this.#busy = false;
        if (busy) throw new StatusError({ code: 429 });
        return super.create(object);
    }
}

test("A webhook that would refuse everything is not asked from the first moment on, and is listed", async () => {
    const { api } = cluster;
    const rules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }];
    const webhook = {
        ...{ name: "judge.example.com", rules, failurePolicy: "Fail", sideEffects: "None" },
        ...{ admissionReviewVersions: ["v1"], clientConfig: { url: "https://127.0.0.1:1/" } },
    };
    const lenient = { ...webhook, name: "lenient.example.com", failurePolicy: "Ignore" };
    for (const kind of ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"])
        await api.create({
            apiVersion: "admissionregistration.k8s.io/v1",
            kind,
            metadata: { name: "judge" },
            webhooks: [webhook, lenient],
        });
    const judged = Array.from({ length: 20 }, (_, index) =>
        api.create({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: `judged-${index}`, namespace: "default" },
        }),
    );
    await expect(Promise.all(judged)).resolves.toHaveLength(20);
    expect(await unasked(api)).toEqual(["judge.example.com", "judge.example.com"]);
});

test("A machine that the API server refused is added at the next look", async () => {
    const api = new BusyApi(cluster.api.access);
    const pool = { name: "spare", instanceTypes: ["m6i.xlarge"], cpuLimit: 4, labels: { spare: "true" }, taints: [] };
    const pools = new NodePools(api, { ...plainShape, zones: ["eu-west-1a"], pools: [pool] });
    await admitsPods(api, "default");
    const pod = goodPod("default", "waiting");
    pod.spec.nodeSelector = pool.labels;
    await cluster.api.create(pod);
    await until("no place to be found", 30, async () => {
        return conditionOf((await api.get(pod)) ?? pod, "PodScheduled")?.reason === "Unschedulable";
    });
    await expect(pools.reconcile()).rejects.toThrow("429");
    expect(pools.added).toEqual([]);
    await pools.reconcile();
    expect(pools.added.map(({ zone }) => zone)).toEqual(["eu-west-1a"]);
    api.close();
});

test("A control plane that cannot start fails at once with its own words, and nothing waits on", async () => {
    const module = (name: string) => JSON.stringify(join(import.meta.dirname, "../../kubernetes", name));
    const script = `
        import { Cluster } from ${module("cluster.ts")};
        import { plainShape } from ${module("shape.ts")};
        await Cluster.start({ ...plainShape, serviceCidr: "nonsense" }).catch(({ message }) => console.log(message));
    `;
    // Half of the time that an API server has to come up.
    const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", script], { timeout: 60_000 });
    expect(stdout).toMatch(/^kube-apiserver ended with 1:\n.*not a valid cidr/);
});
