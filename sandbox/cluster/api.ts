import { Agent, request } from "node:https";
import { setTimeout as delay } from "node:timers/promises";

/** A Kubernetes object as the API server gives and takes it. */
export interface KubernetesObject {
    apiVersion: string;
    kind: string;
    metadata: Metadata;
    // biome-ignore lint/suspicious/noExplicitAny: every kind has fields of its own
    [field: string]: any;
}

export interface Metadata {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    deletionTimestamp?: string;
    ownerReferences?: { kind: string; name: string; controller?: boolean }[];
}

/** What names an object. */
export type Reference = Pick<KubernetesObject, "apiVersion" | "kind"> & {
    metadata: Pick<Metadata, "name" | "namespace">;
};

/** How the API server is reached. */
export interface Access {
    readonly server: string;
    /** Certificate authority, PEM. */
    readonly authority: string;
    readonly token: string;
}

/** What the API server answers where it says no. */
interface Status {
    readonly code: number;
    readonly reason?: string;
    readonly message?: string;
    readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message: string }[] };
}

/** The API server said no: its own words, its reason and its status code. */
export class Refusal extends Error {
    readonly code: number;
    readonly reason: string;

    constructor({ code, reason, message = `the API server answered ${code}`, details }: Status) {
        // Only the cause of a refused eviction names the budget; other causes repeat the message.
        const causes = details?.causes?.filter((cause) => cause.reason === "DisruptionBudget") ?? [];
        super([message, ...causes.map((cause) => cause.message)].join(" "));
        this.code = code;
        this.reason = reason ?? "";
    }
}

interface Kind {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

const json = "application/json";
const applyPatch = "application/apply-patch+yaml";
const mergePatch = "application/merge-patch+json";

/** The few verbs of the Kubernetes API that are needed here, for objects of any kind. */
export class Api {
    readonly #access: Access;
    readonly #agent: Agent;
    readonly #kinds = new Map<string, readonly Kind[]>();

    constructor(access: Access) {
        this.#access = access;
        this.#agent = new Agent({ keepAlive: true, ca: access.authority });
    }

    /** Server-side apply with strict validation: a field that the kind does not have is refused. */
    async apply(
        object: KubernetesObject,
        options: { manager?: string; dryRun?: boolean } = {},
    ): Promise<KubernetesObject> {
        const query = new URLSearchParams({
            fieldManager: options.manager ?? "production-cluster",
            fieldValidation: "Strict",
            force: "true",
            ...(options.dryRun && { dryRun: "All" }),
        });
        return this.send("PATCH", `${await this.path(object)}?${query}`, object, applyPatch);
    }

    /** Creates an object, with strict validation; a dry run is judged like any other and not kept. */
    async create(object: KubernetesObject, options: { dryRun?: boolean } = {}): Promise<KubernetesObject> {
        const query = new URLSearchParams({ fieldValidation: "Strict", ...(options.dryRun && { dryRun: "All" }) });
        return this.send("POST", `${await this.path(object, "collection")}?${query}`, object);
    }

    /** Whether the kind of an object is served in its version. */
    async serves({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): Promise<boolean> {
        return (await this.#kind(apiVersion, kind)) !== undefined;
    }

    /** Whether an API group is served in any version; the oldest group has no name and serves `v1`. */
    async servesGroup(name: string): Promise<boolean> {
        const { groups } = await this.send<{ groups: { name: string }[] }>("GET", "/apis");
        return name === "v1" || groups.some((group) => group.name === name);
    }

    async get(reference: Reference): Promise<KubernetesObject | undefined> {
        try {
            return await this.send("GET", await this.path(reference));
        } catch (error) {
            if (error instanceof Refusal && error.code === 404) return undefined;
            throw error;
        }
    }

    /** All objects of a kind, in one namespace or in all. `query` is as in the API, such as `fieldSelector=...`. */
    async list(apiVersion: string, kind: string, namespace?: string, query = ""): Promise<KubernetesObject[]> {
        const path = await this.path({ apiVersion, kind, metadata: { name: "", namespace } }, "collection");
        const { items } = await this.send<{ items: KubernetesObject[] }>("GET", `${path}?${query}`);
        return items.map((item) => ({ ...item, apiVersion, kind }));
    }

    async mergeStatus(reference: Reference, status: object): Promise<void> {
        await this.send("PATCH", `${await this.path(reference)}/status`, { status }, mergePatch);
    }

    async merge(reference: Reference, patch: object): Promise<void> {
        await this.send("PATCH", await this.path(reference), patch, mergePatch);
    }

    /** Asks for an object's deletion; what has finalizers goes later. An object that is not there is no error. */
    async remove(reference: Reference, propagationPolicy = "Background"): Promise<void> {
        try {
            await this.send("DELETE", await this.path(reference), { propagationPolicy });
        } catch (error) {
            if (!(error instanceof Refusal && error.code === 404)) throw error;
        }
    }

    /** Sends a request and gives the answer; a subresource is asked for by its path. */
    send<T = KubernetesObject>(method: string, path: string, body?: object, contentType = json): Promise<T> {
        const content = body && Buffer.from(JSON.stringify(body));
        const headers = {
            authorization: `Bearer ${this.#access.token}`,
            accept: json,
            ...(content && { "content-type": contentType, "content-length": content.length }),
        };
        return new Promise((resolve, reject) => {
            const outgoing = request(
                new URL(path, this.#access.server),
                { method, headers, agent: this.#agent },
                (answer) => {
                    const chunks: Buffer[] = [];
                    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
                    answer.on("error", reject);
                    answer.on("end", () => {
                        const text = Buffer.concat(chunks).toString();
                        const code = answer.statusCode ?? 0;
                        const said = text.startsWith("{") ? JSON.parse(text) : { message: text };
                        if (code >= 400) reject(new Refusal({ ...said, code }));
                        else resolve(said);
                    });
                },
            );
            outgoing.on("error", reject);
            outgoing.end(content);
        });
    }

    /** Path of an object, or of the collection that it is in. Refused where its kind is not served. */
    async path({ apiVersion, kind, metadata }: Reference, of: "object" | "collection" = "object"): Promise<string> {
        const served = await this.#kind(apiVersion, kind);
        if (!served)
            throw new Refusal({ code: 404, reason: "NotServed", message: `${apiVersion} ${kind} is not served` });
        const namespace = served.namespaced
            ? (metadata.namespace ?? (of === "object" ? "default" : undefined))
            : undefined;
        return [
            root(apiVersion),
            ...(namespace ? ["namespaces", namespace] : []),
            served.name,
            ...(of === "object" ? [metadata.name] : []),
        ].join("/");
    }

    /** Waits until `condition` gives something, looking again every 200 ms, at most `seconds`. */
    async until<T>(what: string, seconds: number, condition: () => Promise<T | undefined | false>): Promise<T> {
        const end = Date.now() + seconds * 1000;
        for (;;) {
            const found = await condition();
            if (found !== undefined && found !== false) return found;
            if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
            await delay(200);
        }
    }

    close(): void {
        this.#agent.destroy();
    }

    /** Kinds are asked for again where one is missing: a CRD may have come in the meantime. */
    async #kind(apiVersion: string, kind: string): Promise<Kind | undefined> {
        const find = (kinds?: readonly Kind[]) => kinds?.find((it) => it.kind === kind && !it.name.includes("/"));
        const known = find(this.#kinds.get(apiVersion));
        if (known) return known;
        try {
            const { resources } = await this.send<{ resources: Kind[] }>("GET", root(apiVersion));
            this.#kinds.set(apiVersion, resources);
            return find(resources);
        } catch (error) {
            if (error instanceof Refusal && error.code === 404) return undefined;
            throw error;
        }
    }
}

const root = (apiVersion: string): string => (apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
