import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { written } from "../components/backup/restore-test/access.ts";
import { account, namespaces, port } from "../components/backup/restore-test/names.ts";
import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";
import { until } from "../kubernetes/until.ts";
import { Failure } from "../sandbox/console.ts";
import type { Program, Running } from "./pods.ts";

export { account, namespaces };

/** A repository of the restore test's image in a registry. Nobody pulls it here: its program is at hand. */
export const image = (registry: string): string => `${registry}/restore-test@sha256:${"0".repeat(64)}`;

/** What its pods need here beside what they say themselves. */
export interface RestoreTestArgs {
    /** Path of the program. */
    readonly program: string;
    /** A kubeconfig with the rights of its service account. */
    kubeconfig(): Promise<string>;
    /** An address of loopback that no other pod has. */
    address(): string;
}

/** Seconds that a run may take: a restore, and the time to clean up before and after it. */
const patience = 1800;

/**
 * A pod of the restore test as a process: a canary, which has an address of its own, or a run. Those of Jobs are only said
 * to have run, as all Jobs are here; and so are those that serve the results.
 */
export async function restoreTestProgram(running: Running, args: RestoreTestArgs): Promise<Program | undefined> {
    const { args: own, pod, mounts, home } = running;
    const ofJob = (pod.metadata.ownerReferences ?? []).some(({ kind }) => kind === "Job");
    if (own[0] === "run" && !ofJob) {
        const word = join(home, "word");
        return {
            command: args.program,
            args: [...own, `--kubeconfig=${await args.kubeconfig()}`, `--termination-log=${word}`],
            // Until its process runs a pod has an address of nobody: who asks it is refused.
            env: { HTTP_PROXY: "http://127.0.0.1:1" },
            outcome: async (exitCode) => ({ exitCode, message: await readFile(word, "utf8").catch(() => "") }),
        };
    }
    const volume = own[0] === "canary" && mounts.get("/data");
    if (!volume) return undefined;
    const address = args.address();
    return {
        command: args.program,
        args: [...own, `--volume=${volume}`, `--listen=${address}:${port}`],
        status: { podIP: address, podIPs: [{ ip: address }] },
    };
}

/** What a run says of a schedule. */
export interface RestoreTestResult {
    readonly passed: boolean;
    readonly waiting?: boolean;
    readonly backup?: string;
    readonly reason?: string;
    /** Seconds from the wish to restore until all was seen, and age of the data. */
    readonly seconds?: number;
    readonly age?: number;
}

/** What a run came to: how it ended, with its last word, and what it wrote down by schedule. */
export interface RestoreTestRun {
    readonly phase: string;
    readonly word: string;
    readonly results: Readonly<Record<string, RestoreTestResult>>;
}

/** Tests now, by a pod of the CronJob's template. */
export async function testNow(api: Api): Promise<RestoreTestRun> {
    const results: KubernetesObject = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: written.results, namespace: namespaces.test },
    };
    // Results of an earlier run are not those of this one.
    await api.remove(results);
    const cronJob = await api.get({
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: namespaces.test, namespace: namespaces.test },
    });
    if (!cronJob) throw new Failure("there is no restore test");
    const { metadata, spec } = cronJob.spec.jobTemplate.spec.template;
    // A Job would be said to have run at once.
    const owner = { apiVersion: "batch/v1", kind: "CronJob", name: namespaces.test, uid: cronJob.metadata.uid ?? "" };
    const run: KubernetesObject = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            ...metadata,
            name: `now-${Date.now()}`,
            namespace: namespaces.test,
            ownerReferences: [{ ...owner, controller: true }],
        },
        spec,
    };
    await api.create(run);
    const ended = await until("the restore test to end", patience, async () => {
        const pod = await api.get(run);
        return /^(Succeeded|Failed)$/.test(pod?.status?.phase ?? "") && pod;
    });
    const found = await api.get(results);
    return {
        phase: ended.status.phase,
        word: ended.status.containerStatuses?.[0]?.state?.terminated?.message ?? "",
        results: JSON.parse(found?.data["results.json"] ?? "{}"),
    };
}
