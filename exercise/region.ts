import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Cluster } from "../kubernetes/cluster.ts";
import { ControlLoop } from "../kubernetes/control-loop.ts";
import type { ControlPlane } from "../kubernetes/plugin.ts";
import { freePorts } from "../kubernetes/ports.ts";
import type { Shape } from "../kubernetes/shape.ts";
import { obtain } from "../sandbox/tools/tools.ts";
import { Door } from "./door.ts";
import { ObjectStore } from "./object-store.ts";
import { Pods, type Program, type Running } from "./pods.ts";
import { Volumes } from "./snapshots.ts";
import { kubeconfigOf, reachStore, type VeleroArgs, namespace as veleroNamespace, veleroProgram } from "./velero.ts";
import { namespace as workload, program as workloadProgram } from "./workload.ts";

/** Milliseconds between two looks at pods, snapshots and locations. */
const period = 300;

/** A region: a Kubernetes with the nodes of a stack, S3, volumes, and the pods that matter here as processes. */
export class Region {
    /** Name of the stack whose cluster is here. */
    readonly stack: string;
    readonly name: string;
    readonly cluster: Cluster;
    readonly store: ObjectStore;
    readonly velero: string;
    /** Where the example workload serves. */
    readonly workloadPort: number;
    readonly #door: Door;
    readonly #pods: Pods;
    readonly #loop: ControlLoop;

    private constructor(
        stack: string,
        shape: Shape,
        all: {
            cluster: Cluster;
            store: ObjectStore;
            door: Door;
            folder: string;
            velero: string;
            plugins: string;
            workloadPort: number;
        },
    ) {
        this.stack = stack;
        this.name = shape.region;
        this.cluster = all.cluster;
        this.store = all.store;
        this.velero = all.velero;
        this.workloadPort = all.workloadPort;
        this.#door = all.door;
        const { api } = all.cluster;
        const volumes = new Volumes(api, all.folder);
        let rights: Promise<string> | undefined;
        const { authority } = api.access;
        const args = async (): Promise<VeleroArgs> => {
            // The account may still have to come: a hook of the chart runs before it.
            rights ??= kubeconfigOf(api, this.server, authority, "velero-server", all.folder).catch((error) => {
                rights = undefined;
                throw error;
            });
            return { api, velero: all.velero, plugins: all.plugins, kubeconfig: await rights };
        };
        const programs = async (running: Running): Promise<Program | undefined> => {
            const { image } = running.container;
            if (/velero\/velero(:|@|$)/.test(image)) return veleroProgram(running, await args());
            return workloadProgram(running, stack, this.workloadPort);
        };
        this.#pods = new Pods(
            api,
            [veleroNamespace, workload],
            { homes: join(all.folder, "pods"), temporary: join(all.cluster.folder, "pods") },
            programs,
            (namespace, claim) => volumes.mount(namespace, claim),
        );
        this.#loop = new ControlLoop(
            [
                () => reachStore(api, all.store.url, (bucket) => all.store.hasBucket(bucket)),
                () => volumes.reconcile(),
                () => this.#pods.reconcile(),
            ],
            { period, isTransient: () => true },
        );
    }

    static async open(stack: string, shape: Shape, folder: string): Promise<Region> {
        const program = await obtain(["velero", "velero-plugin-for-aws", "versitygw"]);
        const cluster = await Cluster.start(shape);
        const place = join(folder, shape.region);
        mkdirSync(place, { recursive: true });
        const target = Number(new URL(cluster.api.access.server).port);
        const door = await Door.open(await port(), target);
        const store = new ObjectStore(program("versitygw"), place, shape.region, await port());
        await store.start();
        const plugins = join(program("velero-plugin-for-aws"), "..");
        const region = new Region(stack, shape, {
            cluster,
            store,
            door,
            folder: place,
            velero: program("velero"),
            plugins,
            workloadPort: await port(),
        });
        region.#loop.start();
        return region;
    }

    /** Its API server, as everybody outside of it knows it. */
    get server(): string {
        return `https://127.0.0.1:${this.#door.port}`;
    }

    get controlPlane(): ControlPlane {
        return { ...this.cluster.controlPlane, server: this.server };
    }

    /** Where calls of it go to: its API server and S3. */
    get ports(): readonly number[] {
        return [this.#door.port, this.store.port];
    }

    /** Nothing of it answers any more, and nothing in it goes on. */
    async goes(): Promise<void> {
        await this.#door.shut();
        await Promise.all([this.#pods.stop(), this.store.stop()]);
        this.cluster.standStill();
    }

    /** It wakes with what it had when it went. */
    async returns(): Promise<void> {
        this.cluster.goOn();
        await this.store.start();
        await this.#door.open();
        this.#pods.resume();
    }

    async close(): Promise<void> {
        this.cluster.goOn();
        await this.#loop.stop();
        await Promise.all([this.#pods.stop(), this.store.stop(), this.#door.shut()]);
        await this.cluster.stop();
    }
}

/** A port is somebody's until the end, also when nobody listens on it for a while. */
const given = new Set<number>();

async function port(): Promise<number> {
    const free = (await freePorts(given.size + 1)).find((each) => !given.has(each));
    if (free === undefined) throw new Error("no port is free");
    given.add(free);
    return free;
}
