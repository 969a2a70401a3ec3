import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Cluster } from "../kubernetes/cluster.ts";
import { ControlLoop } from "../kubernetes/control-loop.ts";
import type { ControlPlane } from "../kubernetes/plugin.ts";
import { freePorts } from "../kubernetes/ports.ts";
import type { Shape } from "../kubernetes/shape.ts";
import { obtain } from "../sandbox/tools/tools.ts";
import { Door } from "./door.ts";
import { syncSecrets } from "./external-secrets.ts";
import { ObjectStore } from "./object-store.ts";
import { Pods, type Program, type Running } from "./pods.ts";
import {
    namespaces as ofTheTest,
    type RestoreTestArgs,
    account as restoreTest,
    restoreTestProgram,
} from "./restore-test.ts";
import { Rights } from "./rights.ts";
import { Volumes } from "./snapshots.ts";
import { reachStore, server, namespace as veleroNamespace, veleroProgram } from "./velero.ts";
import { namespace as workload, program as workloadProgram } from "./workload.ts";

/** Namespaces whose pods run, and have secrets. */
const namespaces = [veleroNamespace, workload, ...Object.values(ofTheTest)];

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
            restoreTest: string;
            workloadPort: number;
            password: string;
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
        const rights = new Rights(api, () => this.server, all.folder);
        const { velero, plugins } = all;
        const ofTest: RestoreTestArgs = {
            program: all.restoreTest,
            kubeconfig: () => rights.of(restoreTest),
            address: freeAddress,
        };
        const programs = async (running: Running): Promise<Program | undefined> => {
            const { image } = running.container;
            if (/velero\/velero(:|@|$)/.test(image))
                return veleroProgram(running, { api, velero, plugins, kubeconfig: await rights.of(server) });
            return (await restoreTestProgram(running, ofTest)) ?? workloadProgram(running, stack, this.workloadPort);
        };
        this.#pods = new Pods(
            api,
            namespaces,
            { homes: join(all.folder, "pods"), temporary: join(all.cluster.folder, "pods") },
            programs,
            (namespace, claim) => volumes.mount(namespace, claim),
        );
        this.#loop = new ControlLoop(
            [
                () => reachStore(api, all.store.url, (bucket) => all.store.hasBucket(bucket)),
                () => syncSecrets(api, namespaces, all.password),
                () => volumes.reconcile(),
                () => this.#pods.reconcile(),
            ],
            { period, isTransient: () => true },
        );
    }

    /** @param password what every secret of the store holds, which has the same in all regions */
    static async open(stack: string, shape: Shape, folder: string, password: string): Promise<Region> {
        const program = await obtain(["velero", "velero-plugin-for-aws", "versitygw", "restore-test"]);
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
            restoreTest: program("restore-test"),
            workloadPort: await port(),
            password,
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

let addresses = 0;

/** An address of loopback that nobody else was given. */
function freeAddress(): string {
    addresses += 1;
    return `127.1.${addresses >> 8}.${addresses & 255}`;
}
