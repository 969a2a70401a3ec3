import { execa } from "execa";
import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";
import { credentials } from "./object-store.ts";
import type { Program, Running, Terminated } from "./pods.ts";

export const namespace = "velero";
const group = "velero.io/v1";

/** Account of its pods. */
export const server = { name: "velero-server", namespace };

/** Reason of the event by which a mover says what its copy came to (`pkg/datapath/types.go`). */
const completed = "Data-Path-Completed";

/** What Velero's pods need here beside what they say themselves. */
export interface VeleroArgs {
    readonly api: Api;
    /** Path of Velero's program, and the folder of its plugin's. */
    readonly velero: string;
    readonly plugins: string;
    /** A kubeconfig with the rights of its service account. */
    readonly kubeconfig: string;
}

/**
 * A pod of Velero as a process: the server, a node agent or one that moves the data of a volume. Arguments are those of
 * the pod; beside them stand ports, for all of them share one address here.
 */
export function veleroProgram(running: Running, args: VeleroArgs): Program {
    const { args: own, pod, container } = running;
    const env = {
        ...credentials,
        KUBECONFIG: args.kubeconfig,
        VELERO_NAMESPACE: namespace,
        VELERO_SCRATCH_DIR: running.home,
    };
    // Any port that is free.
    const address = (option: string) => `--${option}=127.0.0.1:0`;
    if (own.includes("data-mover") || container.command?.includes("data-mover"))
        return { command: args.velero, args: own, env, outcome: (exitCode) => outcomeOf(args.api, pod, exitCode) };
    const metrics = address("metrics-address");
    if (own.includes("node-agent")) return { command: args.velero, args: [...own, metrics], env };
    const places = [`--plugin-dir=${args.plugins}`, address("profiler-address")];
    return { command: args.velero, args: [...own, metrics, ...places], env };
}

/**
 * What a mover came to. It says so in an event, and as its last word in /dev/termination-log, which all processes of a
 * machine share and root alone may write: who cannot ends with 1.
 */
async function outcomeOf(api: Api, { metadata }: KubernetesObject, exitCode: number): Promise<Terminated> {
    const query = new URLSearchParams({ fieldSelector: `involvedObject.name=${metadata.name},reason=${completed}` });
    const [event] = await api.list("v1", "Event", namespace, `${query}`);
    return event
        ? { exitCode: 0, message: event.message }
        : { exitCode: exitCode || 1, message: "it did not complete" };
}

/** Says to Velero where S3 is, which on AWS it knows; all else of its locations stays as the program gives it. */
export async function reachStore(api: Api, url: string, bucket: (name: string) => void): Promise<void> {
    if (!(await api.serves({ apiVersion: group, kind: "BackupStorageLocation" }))) return;
    for (const location of await api.list(group, "BackupStorageLocation", namespace)) {
        bucket(location.spec.objectStorage.bucket);
        if (location.spec.config?.s3Url === url) continue;
        await api.merge(location, { spec: { config: { s3Url: url, s3ForcePathStyle: "true" } } });
    }
}

/** Velero's own command line. */
export const command = (velero: string, kubeconfig: string, args: readonly string[]) =>
    execa(velero, [...args, "--kubeconfig", kubeconfig, "--namespace", namespace], { all: true, reject: false });
