import { mkdirSync } from "node:fs";
import type { Account } from "../../providers/account.ts";
import { type Cloud, Refusal, type Resource } from "../../providers/cloud.ts";
import { KubernetesCloud } from "../../providers/kubernetes/cloud.ts";
import { apiVersionOf, gvkOf } from "../../providers/kubernetes/gvk.ts";
import { releaseType } from "../../providers/kubernetes/releases.ts";
import type { Values } from "../../providers/values.ts";
import { Api } from "../api.ts";
import { excuseFor } from "../excuses.ts";
import { describe, type KubernetesObject, namespacedName } from "../kubernetes-object.ts";
import { objectOf, releaseOf } from "../stack-objects.ts";
import { StatusError } from "../status-error.ts";
import { until, WaitTimeout } from "../until.ts";
import { accessOf } from "./access.ts";
import { type Deed, noted } from "./journal.ts";
import { Releases } from "./releases.ts";

/** Seconds that a deletion may take where the program says nothing: the real provider's own. */
const standardTimeout = 600;

/** Begins the id of what is not on the cluster because a chart is not at hand. */
export const leftOut = "left out: ";

/** A kubeconfig that stands for whatever the program gives: a simulated control plane has no API server. */
const { PRODUCTION_CLUSTER_KUBECONFIG: standIn, PRODUCTION_CLUSTER_PATIENCE: patience } = process.env;

/** Checks and compares as the simulated provider does, and acts on a real API server. */
export class RealKubernetes implements Cloud {
    readonly #simulated: KubernetesCloud;
    readonly #folder: string;
    #settings: Values = {};
    #connection?: { api: Api; releases: Releases };
    #incomplete = false;

    constructor(account: Account) {
        this.#simulated = new KubernetesCloud(account);
        this.#folder = account.folder;
        mkdirSync(this.#folder, { recursive: true });
    }

    checkSettings = (settings: Values) => this.#simulated.checkSettings(settings);
    replacesOf = (before: Values, after: Values) => this.#simulated.replacesOf(before, after);
    check = (...args: Parameters<KubernetesCloud["check"]>) => this.#simulated.check(...args);
    diff = (...args: Parameters<KubernetesCloud["diff"]>) => this.#simulated.diff(...args);
    outputs = (...args: Parameters<KubernetesCloud["outputs"]>) => this.#simulated.outputs(...args);
    renews = (resource: Resource) => this.#simulated.renews(resource);
    invoke = (token: string) => this.#simulated.invoke(token);

    configure(settings: Values): void {
        this.#simulated.configure(settings);
        this.#settings = standIn ? { kubeconfig: standIn } : settings;
    }

    create({ type }: Resource, inputs: Values): Promise<string> {
        return this.#noted("create", type, inputs, async () => {
            if (type === releaseType) {
                const release = releaseOf(inputs);
                const { name, namespace } = release;
                if (!this.#on.releases.has(release)) {
                    this.#incomplete = true;
                    return `${leftOut}${namespace}/${name}`;
                }
                await this.#on.releases.install(release, seconds(inputs.timeout));
                return `${namespace}/${name}`;
            }
            const object = objectOf(inputs);
            const excuse = await excuseFor(this.#on.api, object, this.#incomplete);
            if (excuse) return `${leftOut}${describe(object)}`;
            await this.#on.api.apply(object);
            return namespacedName(object);
        });
    }

    update({ type }: Resource, id: string, inputs: Values): Promise<void> {
        return this.#noted("update", type, inputs, async () => {
            if (id.startsWith(leftOut)) return;
            if (type === releaseType) await this.#on.releases.upgrade(releaseOf(inputs), seconds(inputs.timeout));
            else await this.#on.api.apply(objectOf(inputs));
        });
    }

    delete({ type }: Resource, id: string, state: Values, timeout?: number): Promise<void> {
        return this.#noted("delete", type, state, async () => {
            if (id.startsWith(leftOut)) return;
            if (type === releaseType) await this.#on.releases.uninstall(releaseOf(state), seconds(state.timeout));
            else await this.#remove(objectOf(state), seconds(timeout));
        });
    }

    /** What a program looks up is looked up; what it made is taken to be as it was made. */
    async read({ type }: Resource, id: string, state: Values | undefined): Promise<Values | undefined> {
        const [name = "", namespace] = id.split("/").reverse();
        const gvk = gvkOf(type);
        const sought = { apiVersion: apiVersionOf(gvk), kind: gvk.kind, metadata: { name, namespace } };
        return state ?? { ...(await this.#on.api.get(objectOf(sought))) };
    }

    get #on(): { api: Api; releases: Releases } {
        if (!this.#connection) {
            const access = accessOf(this.#settings);
            this.#connection = { api: new Api(access), releases: new Releases(access) };
        }
        return this.#connection;
    }

    /** In the foreground, and until it is gone; an object whose kind is gone is gone with it. */
    async #remove(object: KubernetesObject, seconds: number): Promise<void> {
        const { api } = this.#on;
        if (!(await api.serves(object))) return;
        await api.remove(object, "Foreground");
        try {
            await until(describe(object), seconds, async () => !(await api.get(object)));
        } catch (error) {
            if (!(error instanceof WaitTimeout)) throw error;
            throw new Refusal(`Timed out waiting for deletion of ${describe(object)}: ${await whatHolds(api, object)}`);
        }
    }

    #noted<T>(verb: Deed["verb"], type: string, values: Values, action: () => Promise<T>): Promise<T> {
        const what = whatIs(type, values);
        return noted(this.#folder, { verb, what }, async () => {
            try {
                return await action();
            } catch (error) {
                // The server's own words, without a stack trace.
                throw error instanceof StatusError ? new Refusal(`${what}: ${error.message}`) : error;
            }
        });
    }
}

/** What a resource is called for people: `Release karpenter/karpenter`, `karpenter.sh/v1 NodePool general`. */
function whatIs(type: string, values: Values): string {
    if (type !== releaseType) return describe(objectOf(values));
    const { name, namespace } = releaseOf(values);
    return `Release ${namespace}/${name}`;
}

/** A test that shows what hangs does not wait for it for minutes. */
const seconds = (given: unknown): number =>
    Math.min(Number(given) || standardTimeout, patience === undefined ? Number.POSITIVE_INFINITY : Number(patience));

async function whatHolds(api: Api, object: KubernetesObject): Promise<string> {
    const found = await api.get(object);
    const conditions: { status: string; message?: string }[] = found?.status?.conditions ?? [];
    const reasons = conditions.filter(({ status }) => status === "True").map(({ message }) => message ?? "");
    return [`finalizers ${found?.metadata.finalizers?.join(", ") ?? "none"}`, ...reasons].join("; ");
}
