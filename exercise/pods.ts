import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa, type ResultPromise } from "execa";
import type { Api } from "../kubernetes/api.ts";
import { type KubernetesObject, namespacedName } from "../kubernetes/kubernetes-object.ts";

/** What of a pod is run here as a process. */
export interface Running {
    readonly pod: KubernetesObject;
    // biome-ignore lint/suspicious/noExplicitAny: a container is as the API server has it
    readonly container: any;
    /** Its variables, those that are fields of the pod filled in. */
    readonly env: Readonly<Record<string, string>>;
    /** Its arguments, with folders of volumes in the place of where they are mounted. */
    readonly args: readonly string[];
    /** Folders of the volumes of claims, by where they are mounted. */
    readonly mounts: ReadonlyMap<string, string>;
    /** A folder of its own. */
    readonly home: string;
}

/** How a container ended, in the words of the API. */
export interface Terminated {
    readonly exitCode: number;
    readonly message?: string;
}

/** How a container is run. */
export interface Program {
    readonly command: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** What is said of the pod once it runs: where it is reached. */
    readonly status?: object;
    /** What it came to, where its exit code does not tell here. Default: its exit code, without a word. */
    outcome?(exitCode: number): Promise<Terminated>;
}

/** Whose pods are run, and how; undefined where a pod is only said to run, or has to wait. */
export type Programs = (running: Running) => Promise<Program | undefined>;

/** Where pods have their homes, with what they say; and where they keep what is needed only while they run. */
interface Folders {
    readonly homes: string;
    readonly temporary: string;
}

/** Milliseconds until a container that ended is started again. */
const restart = 3000;

/** The kubelets of a region, for the pods whose programs are at hand: the first container of each is a process here. */
export class Pods {
    readonly #api: Api;
    readonly #namespaces: readonly string[];
    readonly #programs: Programs;
    readonly #mount: (namespace: string, claim: string) => Promise<string | undefined>;
    readonly #folders: Folders;
    readonly #processes = new Map<string, ResultPromise>();
    readonly #ended = new Set<string>();
    #stopped = false;

    constructor(
        api: Api,
        namespaces: readonly string[],
        folders: Folders,
        programs: Programs,
        mount: (namespace: string, claim: string) => Promise<string | undefined>,
    ) {
        this.#api = api;
        this.#namespaces = namespaces;
        this.#folders = folders;
        this.#programs = programs;
        this.#mount = mount;
    }

    async reconcile(): Promise<void> {
        const pods = (await Promise.all(this.#namespaces.map((each) => this.#api.list("v1", "Pod", each)))).flat();
        const wanted = new Set(
            pods.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ metadata }) => metadata.uid ?? ""),
        );
        for (const [uid, process] of this.#processes) if (!wanted.has(uid)) process.kill("SIGTERM");
        for (const pod of pods) {
            const { uid = "" } = pod.metadata;
            const idle = !this.#processes.has(uid) && !this.#ended.has(uid);
            if (idle && wanted.has(uid) && pod.status?.phase === "Running" && !this.#stopped)
                await this.#start(uid, pod);
        }
    }

    /** Ends all of them: the region is gone. */
    async stop(): Promise<void> {
        this.#stopped = true;
        for (const process of this.#processes.values()) process.kill("SIGKILL");
        await Promise.all(this.#processes.values());
    }

    /** They start anew. */
    resume(): void {
        this.#stopped = false;
    }

    async #start(uid: string, pod: KubernetesObject): Promise<void> {
        const running = await this.#running(uid, pod);
        const program = running && (await this.#programs(running));
        if (!running || !program) return;
        const log = join(running.home, "log");
        // Velero speaks to its plugins through sockets there, whose paths may have 104 characters.
        const temporary = join(this.#folders.temporary, uid.slice(0, 8));
        mkdirSync(temporary, { recursive: true });
        const process = execa(program.command, program.args, {
            env: { ...running.env, HOME: running.home, TMPDIR: temporary, ...program.env },
            reject: false,
            stdin: "ignore",
            stdout: { file: log, append: true },
            stderr: { file: log, append: true },
        });
        this.#processes.set(uid, process);
        const ended = process.then(async ({ exitCode = 1 }) => {
            this.#processes.delete(uid);
            if (this.#stopped) return;
            this.#ended.add(uid);
            if (pod.spec.restartPolicy === "Always") {
                console.log(`    ${namespacedName(pod)} ended with ${exitCode}, and is started again: ${log}`);
                await delay(restart);
                this.#ended.delete(uid);
                return;
            }
            const terminated = (await program.outcome?.(exitCode)) ?? { exitCode };
            await this.#end(running, terminated);
        });
        ended.catch(({ message }: Error) => console.error(`${namespacedName(pod)}: ${message}`));
        if (program.status) await this.#api.mergeStatus(pod, program.status);
    }

    async #running(uid: string, pod: KubernetesObject): Promise<Running | undefined> {
        const { namespace = "", name } = pod.metadata;
        const [container] = pod.spec.containers;
        const home = join(this.#folders.homes, `${namespace}-${name}-${uid.slice(0, 8)}`);
        mkdirSync(home, { recursive: true });
        const mounts = new Map<string, string>();
        for (const { name: volume, persistentVolumeClaim: claim } of pod.spec.volumes ?? []) {
            if (!claim) continue;
            const folder = await this.#mount(namespace, claim.claimName);
            if (!folder) return undefined;
            for (const each of container.volumeMounts ?? [])
                if (each.name === volume) mounts.set(each.mountPath, folder);
        }
        const args = [...(container.command ?? []).slice(1), ...(container.args ?? [])].map((arg: string) => {
            const [option = "", value = ""] = arg.split("=");
            const folder = mounts.get(value);
            return folder ? `${option}=${folder}` : arg;
        });
        const fields: Record<string, string | undefined> = {
            "metadata.namespace": namespace,
            "metadata.name": name,
            "spec.nodeName": pod.spec.nodeName,
        };
        const env = Object.fromEntries(
            (container.env ?? []).flatMap(
                (each: { name: string; value?: string; valueFrom?: { fieldRef?: { fieldPath: string } } }) => {
                    const value = each.value ?? fields[each.valueFrom?.fieldRef?.fieldPath ?? ""];
                    return value === undefined ? [] : [[each.name, value]];
                },
            ),
        );
        return { pod, container, env, args, mounts, home };
    }

    async #end({ pod, container }: Running, terminated: Terminated): Promise<void> {
        const { name, image } = container;
        await this.#api.mergeStatus(pod, {
            phase: terminated.exitCode === 0 ? "Succeeded" : "Failed",
            containerStatuses: [{ name, image, imageID: image, ready: false, restartCount: 0, state: { terminated } }],
        });
        console.log(`    ${namespacedName(pod)} ended with ${terminated.exitCode}`);
    }
}
