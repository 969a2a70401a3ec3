import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "production-cluster-sandbox/console.ts";
import { Api } from "./api.ts";
import { writeCredentials } from "./credentials.ts";
import { files } from "./folder.ts";
import { freePorts } from "./ports.ts";
import type { Processes } from "./processes.ts";
import { StatusError } from "./status-error.ts";
import type { Job } from "./supervisor.ts";
import { until, WaitTimeout } from "./until.ts";
import { webhookPlugins } from "./webhooks.ts";

/** Seconds that the control plane may take to come up; an idle machine with two cores needs 5. */
export const startTimeout = 120;

/** What the five programs have to know of each other. */
interface ControlPlane {
    /** Folder of the cluster; every path below is in it. */
    readonly folder: string;
    readonly program: (name: string) => string;
    readonly ports: { readonly api: number; readonly etcd: number; readonly etcdPeers: number };
    readonly serviceCidr: string;
    readonly asksWebhooks: boolean;
}

/**
 * What starts first. Every program is given the folder's whole path: leftovers are known by it. etcd keeps nothing that
 * has to survive: it need not wait for the disk.
 */
const storeAndApi = ({ folder, program, ports, serviceCidr, asksWebhooks }: ControlPlane): Job[] => [
    {
        name: "etcd",
        command: program("server"),
        args: flags({
            "data-dir": join(folder, "etcd"),
            "listen-client-urls": `http://127.0.0.1:${ports.etcd}`,
            "advertise-client-urls": `http://127.0.0.1:${ports.etcd}`,
            "listen-peer-urls": `http://127.0.0.1:${ports.etcdPeers}`,
            "initial-advertise-peer-urls": `http://127.0.0.1:${ports.etcdPeers}`,
            "initial-cluster": `default=http://127.0.0.1:${ports.etcdPeers}`,
            "unsafe-no-fsync": "true",
            "log-level": "warn",
        }),
    },
    {
        name: "kube-apiserver",
        command: program("kube-apiserver"),
        args: flags({
            "etcd-servers": `http://127.0.0.1:${ports.etcd}`,
            "bind-address": "127.0.0.1",
            "advertise-address": "127.0.0.1",
            "secure-port": `${ports.api}`,
            "cert-dir": join(folder, files.certificates),
            // The address of the Service `kubernetes` would be loopback, which the API refuses; no pod is there to use
            // it.
            "endpoint-reconciler-type": "none",
            "service-cluster-ip-range": serviceCidr,
            "service-account-issuer": "https://kubernetes.default.svc",
            "service-account-key-file": join(folder, files.serviceAccountPublicKey),
            "service-account-signing-key-file": join(folder, files.serviceAccountKey),
            "token-auth-file": join(folder, files.tokens),
            "authorization-mode": "Node,RBAC",
            "allow-privileged": "true",
            ...(!asksWebhooks && { "disable-admission-plugins": webhookPlugins.join(",") }),
        }),
    },
];

/** Requests a second. With the controller manager's default of 20, each cluster's first 4 s go into waiting. */
const unthrottled = { "kube-api-qps": "500", "kube-api-burst": "500" };

/** What starts when the API server is ready. Port 0 serves nothing: several clusters run side by side. */
const controllers = ({ folder, program }: ControlPlane): Job[] => [
    {
        name: "kube-controller-manager",
        command: program("kube-controller-manager"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "service-account-private-key-file": join(folder, files.serviceAccountKey),
            "root-ca-file": join(folder, files.authority),
            // Each controller has a name of its own, as on every real cluster: admission tells them apart.
            "use-service-account-credentials": "true",
            // On a busy machine kwok is late with its word that a node is well; a pod that is then marked is never
            // healed.
            "node-monitor-grace-period": "24h",
            ...unthrottled,
            "leader-elect": "false",
            "secure-port": "0",
        }),
    },
    {
        name: "kube-scheduler",
        command: program("kube-scheduler"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "leader-elect": "false",
            "secure-port": "0",
            ...unthrottled,
        }),
    },
    {
        name: "kwok",
        command: program("kwok"),
        args: flags({
            kubeconfig: join(folder, files.kubeconfig),
            "manage-nodes-with-annotation-selector": "kwok.x-k8s.io/node=fake",
            "node-port": "0",
        }),
    },
];

const flags = (values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/**
 * Starts the five programs, one after the other where one cannot do without the other.
 *
 * @returns the API server, which is ready
 * @throws Failure where a program ends or the API server is not ready in time
 */
export async function startControlPlane(
    processes: Processes,
    program: (name: string) => string,
    { serviceCidr, asksWebhooks }: Pick<ControlPlane, "serviceCidr" | "asksWebhooks">,
): Promise<Api> {
    const { folder } = processes;
    const [api = 0, etcd = 0, etcdPeers = 0] = await freePorts(3);
    const server = `https://127.0.0.1:${api}`;
    const token = writeCredentials(folder, server);
    const plane = { folder, program, ports: { api, etcd, etcdPeers }, serviceCidr, asksWebhooks };
    const broken = processes.serve(storeAndApi(plane));
    const waiting = new AbortController();
    const ready = readyApi(server, token, join(folder, files.authority), waiting.signal);
    const client = await Promise.race([broken, ready]).finally(() => waiting.abort());
    // A program that breaks later shows in whatever waits for it, with less to go on: so it is said as well.
    Promise.race([broken, processes.serve(controllers(plane))]).catch(({ message }: Error) => console.error(message));
    return client;
}

async function readyApi(server: string, token: string, authority: string, signal: AbortSignal): Promise<Api> {
    let obstacle: unknown = "it has no certificate yet";
    const ready = async () => {
        if (!existsSync(authority)) return undefined;
        const api = new Api({ server, token, authority: readFileSync(authority, "utf8") });
        try {
            await api.send("GET", "/readyz");
            return api;
        } catch (error) {
            api.close();
            if (!(error instanceof StatusError) && !isUnreachable(error)) throw error;
            obstacle = error;
            return undefined;
        }
    };
    try {
        return await until("the API server", startTimeout, ready, signal);
    } catch (error) {
        throw error instanceof WaitTimeout ? new Failure(`${error.message}: ${obstacle}`) : error;
    }
}

const isUnreachable = (error: unknown): boolean =>
    ["ECONNREFUSED", "ECONNRESET"].includes((error as NodeJS.ErrnoException).code ?? "");
