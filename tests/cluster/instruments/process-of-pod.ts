import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../../../kubernetes/cluster.ts";
import { until } from "../../../kubernetes/until.ts";
import type { Rendered } from "../../addons/render.ts";

interface How {
    /** Path of the program. */
    program: string;
    /** Flags that are otherwise on loopback, by their names without hyphens. */
    flags: Readonly<Record<string, string>>;
    /** Variables beside those of the container. */
    env?: Readonly<Record<string, string>>;
}

/** A program that says all it says into a file. */
export interface ProcessOfPod {
    said(): string;
    stop(): Promise<void>;
}

/**
 * Runs the container of a Deployment as a process: the real program with the arguments, the variables and the service
 * account that it has in its pod. The Deployment is on the cluster, where its pods only say that they run.
 */
export async function startProcessOfPod(
    cluster: Cluster,
    { metadata: { name, namespace }, spec }: Rendered,
    { program, flags, env = {} }: How,
): Promise<ProcessOfPod> {
    const { serviceAccountName, containers } = spec.template.spec;
    const [{ args, env: variables = [] }] = containers;
    const pod = await until(`a pod of ${name}`, 60, async () => {
        const pods = await cluster.api.list("v1", "Pod", namespace);
        return pods.find(({ metadata }) => metadata.name.startsWith(`${name}-`))?.metadata.name;
    });
    const fields: Readonly<Record<string, string>> = { "metadata.name": pod, "metadata.namespace": namespace };
    const file = (kind: string) => join(cluster.folder, `${name}.${kind}`);
    writeFileSync(file("kubeconfig"), await kubeconfig(cluster, namespace, serviceAccountName), { mode: 0o600 });
    const output = openSync(file("log"), "a");
    const child = spawn(program, withFlags(args, { ...flags, kubeconfig: file("kubeconfig") }), {
        cwd: cluster.folder,
        env: {
            ...Object.fromEntries(
                variables.map(({ name, value, valueFrom }: Rendered) => [
                    name,
                    value ?? fields[valueFrom?.fieldRef?.fieldPath] ?? "",
                ]),
            ),
            HOME: cluster.folder,
            ...env,
        },
        stdio: ["ignore", output, output],
    });
    closeSync(output);
    return { said: () => readFileSync(file("log"), "utf8"), stop: () => end(child) };
}

/** Arguments of which some have other values; what is not among them is added. */
function withFlags(args: readonly string[], flags: Readonly<Record<string, string>>): string[] {
    const kept = args.filter((arg) => !Object.hasOwn(flags, arg.replace(/^--|=.*$/gs, "")));
    return [...kept, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)];
}

/** How a service account reaches the cluster: with a token of an hour. */
async function kubeconfig(cluster: Cluster, namespace: string, account: string): Promise<string> {
    const { server, authority } = cluster.api.access;
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status } = await cluster.api.send("POST", path, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { expirationSeconds: 3600 },
    });
    return JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": account,
        contexts: [{ name: account, context: { cluster: account, user: account } }],
        clusters: [
            {
                name: account,
                cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") },
            },
        ],
        users: [{ name: account, user: { token: status.token } }],
    });
}

async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
}
