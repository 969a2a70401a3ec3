import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { Api } from "../../kubernetes/api.ts";
import { Cluster } from "../../kubernetes/cluster.ts";
import { plainShape } from "../../kubernetes/shape.ts";
import { until } from "../../kubernetes/until.ts";
import { version } from "../../sandbox/tools/tools.ts";
import { admitsPods, goodPod, service } from "./pods.ts";

/** Processes whose command line names a folder. */
async function processesOf(folder: string): Promise<string[]> {
    const { stdout } = await execa("ps", ["-ww", "-eo", "pid=,args="]);
    return stdout.split("\n").filter((line) => line.includes(folder) && !line.includes(" ps "));
}

async function withCluster(use: (cluster: Cluster) => Promise<void>, shape = plainShape): Promise<void> {
    const cluster = await Cluster.start(shape);
    try {
        await use(cluster);
    } finally {
        await cluster.stop();
    }
}

const running = (cluster: Cluster, name: string) =>
    until(`pod ${name} to run`, 30, async () => {
        const pod = await cluster.api.get(goodPod("default", name));
        return pod?.status?.phase === "Running" && pod;
    });

test("It is a real Kubernetes of the pinned version, over three zones, and nothing is left of it", async () => {
    let folder = "";
    await withCluster(async (cluster) => {
        folder = cluster.folder;
        expect(await cluster.api.send("GET", "/version")).toMatchObject({ gitVersion: version("kubernetes") });
        const nodes = await cluster.api.list("v1", "Node");
        const zones = nodes.map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"]);
        expect(zones.toSorted()).toEqual(plainShape.zones);
        expect(nodes[0]?.status.allocatable).toMatchObject({ cpu: "3920m", pods: "110" });
        expect((await processesOf(folder)).length).toBeGreaterThanOrEqual(6);
    });
    expect(existsSync(folder)).toBe(false);
    expect(await processesOf(folder)).toEqual([]);
});

test("A connection that nobody uses is closed by us, before the API server does it, and one that waits stays open", async () => {
    await withCluster(async (cluster) => {
        const idle = 300;
        const api = new Api(cluster.api.access, idle);
        const waiting = new AbortController();
        const changes = api.watch("/api/v1/namespaces/default/configmaps", "0", waiting.signal);
        await changes.next();
        const next = changes.next();

        const answer = await api.request("GET", "/readyz");
        const closed = once(answer.socket, "close");
        await text(answer);
        const end = Date.now();
        await closed;
        // The API server would wait for 90 s.
        expect(Date.now() - end).toBeLessThan(45_000);
        await delay(2 * idle);

        await api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "late", namespace: "default" } });
        expect((await next).value?.object.metadata.name).toBe("late");
        waiting.abort();
        api.close();
    });
});

test("Two clusters on one machine know nothing of each other", async () => {
    await withCluster(async (one) => {
        await withCluster(async (other) => {
            const name = { name: "only-here", namespace: "default" };
            await one.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: name });
            expect(await other.api.get({ apiVersion: "v1", kind: "ConfigMap", metadata: name })).toBeUndefined();
        });
    });
});

test("A pod is placed and runs, a load balancer gets an address, a claim gets a volume in the zone of its pod", async () => {
    await withCluster(async (cluster) => {
        const { api } = cluster;
        await api.create({
            apiVersion: "storage.k8s.io/v1",
            kind: "StorageClass",
            metadata: { name: "zonal", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
            provisioner: "ebs.csi.aws.com",
            volumeBindingMode: "WaitForFirstConsumer",
            reclaimPolicy: "Delete",
        });
        await admitsPods(cluster.api, "default");
        await api.create({
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name: "data", namespace: "default" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        });
        const pod = goodPod("default", "writer");
        pod.spec.volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
        pod.spec.nodeSelector = { "topology.kubernetes.io/zone": "eu-west-1b" };
        await api.create(pod);
        await running(cluster, "writer");
        const [volume] = await api.list("v1", "PersistentVolume");
        expect(volume?.metadata.labels).toEqual({ "topology.kubernetes.io/zone": "eu-west-1b" });

        await api.create(service("default", "LoadBalancer"));
        await until("an address", 10, async () => {
            const created = await api.get(service("default", "LoadBalancer"));
            return created?.status.loadBalancer.ingress?.[0].hostname;
        });

        await api.remove(pod);
        await api.remove({
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { name: "data", namespace: "default" },
        });
        await until("the volume to go", 30, async () => (await api.list("v1", "PersistentVolume")).length === 0);
    });
});

test("Machines are added for pending pods, in the zone they need, within the pool's limit, and for none that no machine helps", async () => {
    const pool = {
        name: "general",
        instanceTypes: ["m6i.xlarge", "m6i.2xlarge"],
        cpuLimit: 12,
        labels: { "node-class": "general" },
        taints: [],
    };
    await withCluster(
        async (cluster) => {
            await admitsPods(cluster.api, "default");
            const asking = (name: string, cpu: string, zone?: string) => {
                const pod = goodPod("default", name);
                pod.spec.nodeSelector = {
                    "node-class": "general",
                    ...(zone && { "topology.kubernetes.io/zone": zone }),
                };
                pod.spec.containers[0].resources = { requests: { cpu } };
                return cluster.api.create(pod);
            };
            await asking("small", "1", "eu-west-1c");
            await running(cluster, "small");
            await asking("large", "6");
            await running(cluster, "large");
            await asking("too-large", "40");
            await asking("over-the-limit", "7");
            await until("both to be refused a place", 30, async () => {
                const waiting = await cluster.api.list("v1", "Pod", "default", "fieldSelector=status.phase=Pending");
                return waiting.length === 2 && waiting.every(({ status }) => status.conditions?.length > 0);
            });
            const added = cluster.reconciler.nodePools.added.map(({ instanceType, zone }) => ({ instanceType, zone }));
            expect(added).toEqual([
                { instanceType: "m6i.xlarge", zone: "eu-west-1c" },
                { instanceType: "m6i.2xlarge", zone: "eu-west-1a" },
            ]);
        },
        { ...plainShape, pools: [pool] },
    );
});

/** A cluster in a process of its own, with variables of its own, which says the cluster's folder and waits. */
async function holder(env: NodeJS.ProcessEnv = {}): Promise<{ process: ChildProcess; folder: string }> {
    const module = (name: string) => JSON.stringify(join(import.meta.dirname, "../../kubernetes", name));
    const script = `
        import { Cluster } from ${module("cluster.ts")};
        import { plainShape } from ${module("shape.ts")};
        const cluster = await Cluster.start(plainShape);
        console.log(cluster.folder);
        setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "inherit"],
        timeout: 120_000,
    });
    const [folder] = await once(createInterface({ input: child.stdout }), "line");
    return { process: child, folder };
}

test.for(["SIGINT", "SIGKILL"] as const)("Nothing is left of a cluster whose process got %s", async (signal) => {
    const { process: child, folder } = await holder();
    expect((await processesOf(folder)).length).toBeGreaterThanOrEqual(6);
    child.kill(signal);
    await once(child, "exit");
    await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([]);
    await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
});

test("What a killed supervisor could not clean up, the next start does", async () => {
    // Where nobody else starts a cluster: it would clean up first.
    const env = { TMPDIR: mkdtempSync(join(tmpdir(), "leftovers-")) };
    const { process: child, folder } = await holder(env);
    const [supervisor = ""] = (await processesOf(folder)).filter((line) => line.includes("supervisor.ts"));
    process.kill(Number.parseInt(supervisor, 10), "SIGKILL");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await processesOf(folder)).length).toBeGreaterThan(0);
    const next = await holder(env);
    expect(await processesOf(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    next.process.kill("SIGINT");
    await expect.poll(() => readdirSync(env.TMPDIR), { timeout: 20_000 }).toEqual([]);
    rmSync(env.TMPDIR, { recursive: true });
});
