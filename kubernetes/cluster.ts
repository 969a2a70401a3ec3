import { join } from "node:path";
import { obtain, type ToolName } from "production-cluster-sandbox/tools/tools.ts";
import type { Api } from "./api.ts";
import { startControlPlane, startTimeout } from "./control-plane.ts";
import { files } from "./folder.ts";
import { isTrue, type KubernetesObject } from "./kubernetes-object.ts";
import { machinesOf, node } from "./nodes.ts";
import type { ControlPlane } from "./plugin.ts";
import { type Outcome, Processes } from "./processes.ts";
import { Reconciler } from "./reconciler.ts";
import type { Shape, Taint } from "./shape.ts";
import { until } from "./until.ts";

/** Namespaces that EKS makes for its add-ons. */
const homesOf = ({ addons }: Shape): KubernetesObject[] =>
    [...new Set(addons.flatMap(({ metadata }) => metadata.namespace ?? []))]
        .filter((name) => name !== "kube-system")
        .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));

/** A running Kubernetes without containers: a real control plane on loopback, and nodes that only say they run pods. */
export class Cluster {
    readonly shape: Shape;
    readonly api: Api;
    /** Nodes for pending pods, addresses for load balancers, volumes for claims. */
    readonly reconciler: Reconciler;
    /** Path of a program that was asked for at the start, or of kubectl. */
    readonly program: (name: string) => string;
    readonly #processes: Processes;

    private constructor(
        shape: Shape,
        api: Api,
        processes: Processes,
        program: (name: string) => string,
        asksWebhooks: boolean,
    ) {
        this.shape = shape;
        this.api = api;
        this.reconciler = new Reconciler(api, shape, asksWebhooks);
        this.#processes = processes;
        this.program = program;
    }

    /**
     * Starts a cluster of this shape; the first one on a machine builds the programs.
     *
     * @param tools what `run` is asked for, beside kubectl. Default: nothing.
     * @param asksWebhooks whether engines of admission run, which answer them. Default: something stands in for them.
     * @throws Failure where it does not come up, with what the program that failed said last.
     */
    static async start(shape: Shape, tools: readonly ToolName[] = [], asksWebhooks = false): Promise<Cluster> {
        const program = await obtain(["kubernetes", "etcd", "kwok", ...tools]);
        const processes = await Processes.open();
        try {
            const api = await startControlPlane(processes, program, { ...shape, asksWebhooks });
            const machines = shape.groups.flatMap(machinesOf);
            await Promise.all(machines.map((machine) => api.create(node(machine, shape))));
            const cluster = new Cluster(shape, api, processes, program, asksWebhooks);
            await cluster.nodesReady();
            await Promise.all(homesOf(shape).map((object) => api.create(object)));
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

    /** How programs reach its API server, as that of an EKS cluster. */
    get controlPlane(): ControlPlane {
        const { server, authority } = this.api.access;
        return { server, authority, tokenFile: join(this.folder, files.tokens) };
    }

    /** Runs a program on the cluster; it ends with the cluster at the latest. */
    run(program: string, args: readonly string[]): Promise<Outcome> {
        // The person's own configuration stays: it knows the credentials of registries.
        const home = { HELM_CACHE_HOME: "helm/cache", HELM_DATA_HOME: "helm/data" };
        return this.#processes.run(this.program(program), args, { KUBECONFIG: this.kubeconfig, ...home });
    }

    /** Waits until every node takes pods: it is ready, and nothing of the time before is left on it. */
    async nodesReady(): Promise<void> {
        await until("every node to be ready", startTimeout, async () => {
            const nodes = await this.api.list("v1", "Node");
            return nodes.every(
                (it) =>
                    isTrue(it, "Ready") &&
                    !it.spec.taints?.some(({ key }: Taint) => key === "node.kubernetes.io/not-ready"),
            );
        });
    }

    /** Its programs stand still, and answer nothing, until they are told to go on. */
    standStill(): void {
        this.#processes.signal("SIGSTOP");
    }

    goOn(): void {
        this.#processes.signal("SIGCONT");
    }

    /**
     * Leaves no process and no folder behind.
     *
     * @throws Failure where what stands in for the cloud failed in the meantime
     */
    async stop(): Promise<void> {
        try {
            await this.reconciler.stop();
        } finally {
            this.api.close();
            await this.#processes.end();
        }
    }
}
