import { generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stringify } from "yaml";
import { Failure } from "../engine/console.ts";
import { obtain, type ToolName } from "../tools/tools.ts";
import { Api } from "./api.ts";
import { controllers, files, storeAndApi } from "./control-plane.ts";
import { machinesOf, node } from "./nodes.ts";
import { freePorts } from "./ports.ts";
import { type Outcome, Processes } from "./processes.ts";
import { Reconciler } from "./reconciler.ts";
import type { Shape, Taint } from "./shape.ts";
import { StatusError } from "./status-error.ts";

/** Seconds that the control plane may take to come up; an idle machine with two cores needs 5. */
const startTimeout = 120;

/** A running Kubernetes without containers: a real control plane on loopback, and nodes that only say they run pods. */
export class Cluster {
    readonly shape: Shape;
    readonly api: Api;
    /** Nodes for pending pods, addresses for load balancers, volumes for claims. */
    readonly reconciler: Reconciler;
    /** Path of a program that was asked for at the start, or of kubectl. */
    readonly program: (name: string) => string;
    readonly #processes: Processes;

    private constructor(shape: Shape, api: Api, processes: Processes, program: (name: string) => string) {
        this.shape = shape;
        this.api = api;
        this.reconciler = new Reconciler(api, shape);
        this.#processes = processes;
        this.program = program;
    }

    /**
     * Starts a cluster of this shape; the first one on a machine builds the programs.
     *
     * @param tools what `run` is asked for, beside kubectl. Default: nothing.
     * @throws Failure where it does not come up, with what the program that failed said last.
     */
    static async start(shape: Shape, tools: readonly ToolName[] = []): Promise<Cluster> {
        const program = await obtain(["kubernetes", "etcd", "kwok", ...tools]);
        const processes = await Processes.open();
        try {
            const api = await controlPlane(processes, program, shape.serviceCidr);
            const machines = shape.groups.flatMap(machinesOf);
            await Promise.all(machines.map((machine) => api.create(node(machine, shape))));
            const cluster = new Cluster(shape, api, processes, program);
            await cluster.nodesReady();
            await Promise.all(shape.addons.map((object) => api.create(object)));
            cluster.reconciler.start();
            return cluster;
        } catch (error) {
            await processes.end();
            throw error;
        }
    }

    /** Folder that goes with the cluster, for files that programs are given. */
    get folder(): string {
        return this.#processes.folder;
    }

    /** Path of a kubeconfig whose user may do everything. */
    get kubeconfig(): string {
        return join(this.folder, files.kubeconfig);
    }

    /** Runs a program on the cluster; it ends with the cluster at the latest. */
    run(program: string, args: readonly string[]): Promise<Outcome> {
        // The person's own configuration stays: it knows the credentials of registries.
        const home = { HELM_CACHE_HOME: "helm/cache", HELM_DATA_HOME: "helm/data" };
        return this.#processes.run(this.program(program), args, { KUBECONFIG: this.kubeconfig, ...home });
    }

    /** Waits until every node takes pods: it is ready, and nothing of the time before is left on it. */
    async nodesReady(): Promise<void> {
        await this.api.until("every node to be ready", startTimeout, async () => {
            const nodes = await this.api.list("v1", "Node");
            return nodes.every(
                ({ spec, status }) =>
                    status?.conditions?.some(
                        (it: { type: string; status: string }) => it.type === "Ready" && it.status === "True",
                    ) && !spec.taints?.some(({ key }: Taint) => key === "node.kubernetes.io/not-ready"),
            );
        });
    }

    /** Leaves no process and no folder behind. */
    async stop(): Promise<void> {
        await this.reconciler.stop();
        this.api.close();
        await this.#processes.end();
    }
}

/** Starts the five programs, one after the other where one cannot do without the other, and waits for the API server. */
async function controlPlane(
    processes: Processes,
    program: (name: string) => string,
    serviceCidr: string,
): Promise<Api> {
    const { folder } = processes;
    const [api = 0, etcd = 0, etcdPeers = 0] = await freePorts(3);
    const server = `https://127.0.0.1:${api}`;
    const token = writeCredentials(folder, server);
    const settings = { folder, program, ports: { api, etcd, etcdPeers }, serviceCidr };
    const broken = processes.serve(storeAndApi(settings));
    const client = await Promise.race([broken, readyApi(folder, server, token)]);
    // A controller that breaks shows in whatever waits for it, with less to go on: so it is said as well.
    processes.serve(controllers(settings)).catch((error: Failure) => console.error(error.message));
    broken.catch((error: Failure) => console.error(error.message));
    return client;
}

async function readyApi(folder: string, server: string, token: string): Promise<Api> {
    const authority = join(folder, files.authority);
    const end = Date.now() + startTimeout * 1000;
    let last: unknown = "it has no certificate yet";
    while (Date.now() < end) {
        if (existsSync(authority)) {
            const api = new Api({ server, token, authority: readFileSync(authority, "utf8") });
            try {
                await api.send("GET", "/readyz");
                return api;
            } catch (error) {
                api.close();
                if (!(error instanceof StatusError) && !isUnreachable(error)) throw error;
                last = error;
            }
        }
        await delay(100);
    }
    throw new Failure(`The API server was not ready in ${startTimeout} s: ${last}`);
}

const isUnreachable = (error: unknown): boolean =>
    ["ECONNREFUSED", "ECONNRESET"].includes((error as NodeJS.ErrnoException).code ?? "");

/** Keys of service accounts, and one user that may do everything. Returns the user's token. */
function writeCredentials(folder: string, server: string): string {
    const token = randomUUID();
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const name = "production-cluster";
    const kubeconfig = {
        apiVersion: "v1",
        kind: "Config",
        "current-context": name,
        contexts: [{ name, context: { cluster: name, user: name } }],
        clusters: [{ name, cluster: { server, "certificate-authority": join(folder, files.authority) } }],
        users: [{ name, user: { token } }],
    };
    const contents = {
        [files.serviceAccountKey]: privateKey,
        [files.serviceAccountPublicKey]: publicKey,
        [files.tokens]: `${token},administrator,administrator,system:masters\n`,
        [files.kubeconfig]: stringify(kubeconfig),
    };
    for (const [file, content] of Object.entries(contents)) writeFileSync(join(folder, file), content, { mode: 0o600 });
    return token;
}
