import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import { Discovery, root } from "./discovery.ts";
import type { Kind, KubernetesObject, Reference } from "./kubernetes-object.ts";
import { ifFound, StatusError } from "./status-error.ts";

/** How the API server is reached. */
export interface Access {
    readonly server: string;
    /** Certificate authority, PEM. */
    readonly authority: string;
    readonly token: string;
}

/** What happened to an object. */
export interface Change {
    readonly type: "ADDED" | "MODIFIED" | "DELETED" | "ERROR";
    readonly object: KubernetesObject;
}

/**
 * Milliseconds after which a connection that nobody uses is closed. The API server closes it after 90 s (`IdleTimeout` of
 * k8s.io/apiserver); who asks in that moment gets no answer, only `socket hang up`.
 */
const idleTimeout = 30_000;

const json = "application/json";
const applyPatch = { "content-type": "application/apply-patch+yaml" };
const mergePatch = { "content-type": "application/merge-patch+json" };

type Headers = Readonly<Record<string, string>>;

/** The few verbs of the Kubernetes API that are needed here, for objects of any kind. */
export class Api {
    readonly access: Access;
    readonly #agent: Agent;
    readonly #discovery: Discovery;

    /** @param timeout milliseconds after which a connection that nobody uses is closed; one that waits stays open. */
    constructor(access: Access, timeout = idleTimeout) {
        this.access = access;
        this.#agent = new Agent({ keepAlive: true, timeout, ca: access.authority });
        this.#discovery = new Discovery((path) => this.send("GET", path));
    }

    /** Server-side apply with strict validation: a field that the kind does not have is refused. */
    async apply(object: KubernetesObject, { dryRun = false } = {}): Promise<KubernetesObject> {
        const query = new URLSearchParams({
            fieldManager: "production-cluster",
            fieldValidation: "Strict",
            force: "true",
            ...(dryRun && { dryRun: "All" }),
        });
        return this.send("PATCH", `${await this.path(object)}?${query}`, object, applyPatch);
    }

    /** Creates an object, with strict validation; a dry run is judged like any other and not kept. */
    async create(object: KubernetesObject, { dryRun = false } = {}): Promise<KubernetesObject> {
        const query = new URLSearchParams({ fieldValidation: "Strict", ...(dryRun && { dryRun: "All" }) });
        return this.send("POST", `${await this.collection(object, object.metadata.namespace)}?${query}`, object);
    }

    /** Whether the kind of an object is served in its version. */
    async serves({ apiVersion, kind }: Kind): Promise<boolean> {
        return (await this.#discovery.kind(apiVersion, kind)) !== undefined;
    }

    /** Whether an API group is served in any version. */
    servesGroup(name: string): Promise<boolean> {
        return this.#discovery.group(name);
    }

    async get(reference: Reference): Promise<KubernetesObject | undefined> {
        return ifFound(this.path(reference).then((path) => this.send("GET", path)));
    }

    /** All objects of a kind, in one namespace or in all. `query` is as in the API, such as `fieldSelector=...`. */
    async list(apiVersion: string, kind: string, namespace?: string, query = ""): Promise<KubernetesObject[]> {
        const path = await this.collection({ apiVersion, kind }, namespace);
        const { items } = await this.send<{ items: KubernetesObject[] }>("GET", `${path}?${query}`);
        return items.map((item) => ({ ...item, apiVersion, kind }));
    }

    /** One whose uid is given is meant alone, and no other that has its name by now. */
    async mergeStatus(reference: Reference, status: object): Promise<void> {
        const { uid } = reference.metadata;
        const patch = { ...(uid && { metadata: { uid } }), status };
        await this.send("PATCH", `${await this.path(reference)}/status`, patch, mergePatch);
    }

    async merge(reference: Reference, patch: object): Promise<void> {
        await this.send("PATCH", await this.path(reference), patch, mergePatch);
    }

    /** Asks for an object's deletion; what has finalizers goes later. An object that is not there is no error. */
    async remove(reference: Reference, propagationPolicy = "Background"): Promise<void> {
        await ifFound(this.path(reference).then((path) => this.send("DELETE", path, { propagationPolicy })));
    }

    /**
     * Every change of a collection since a version of it, in the order in which they happened, until `signal` is
     * aborted. Throws where the server ends the stream before.
     */
    async *watch(path: string, resourceVersion: string, signal: AbortSignal): AsyncGenerator<Change> {
        const query = new URLSearchParams({ watch: "true", resourceVersion });
        const answer = await this.request("GET", `${path}?${query}`);
        signal.addEventListener("abort", () => answer.destroy(), { once: true });
        let rest = "";
        try {
            for await (const chunk of answer.setEncoding("utf8")) {
                const lines = `${rest}${chunk}`.split("\n");
                rest = lines.pop() ?? "";
                yield* lines.map((line) => JSON.parse(line));
            }
        } catch (error) {
            if (!signal.aborted) throw error;
        }
        if (!signal.aborted) throw new Error(`the API server ended the watch of ${path}`);
    }

    /** Sends a request and gives the answer; a subresource is asked for by its path. */
    async send<T = KubernetesObject>(method: string, path: string, body?: object, headers?: Headers): Promise<T> {
        const answer = await this.request(method, path, body, headers);
        const content = await text(answer);
        const said = content.startsWith("{") ? JSON.parse(content) : { message: content };
        const code = answer.statusCode ?? 0;
        if (code >= 400) throw new StatusError({ ...said, code });
        return said;
    }

    /** Sends a request and gives the answer as it comes, a refusal too: its status, headers and body. */
    request(method: string, path: string, body?: object, headers?: Headers): Promise<IncomingMessage> {
        const content = body && Buffer.from(JSON.stringify(body));
        const all = {
            authorization: `Bearer ${this.access.token}`,
            accept: json,
            ...(content && { "content-type": json, "content-length": content.length }),
            ...headers,
        };
        return new Promise((resolve, reject) => {
            request(new URL(path, this.access.server), { method, headers: all, agent: this.#agent }, resolve)
                .on("error", reject)
                .end(content);
        });
    }

    /** Path of an object. Refused where its kind is not served. */
    async path({ metadata, ...kind }: Reference): Promise<string> {
        return `${await this.collection(kind, metadata.namespace ?? "default")}/${metadata.name}`;
    }

    /** Path of all objects of a kind, in one namespace or in all. Refused where the kind is not served. */
    async collection({ apiVersion, kind }: Kind, namespace?: string): Promise<string> {
        const served = await this.#discovery.kind(apiVersion, kind);
        if (!served)
            throw new StatusError({ code: 404, reason: "NotServed", message: `${apiVersion} ${kind} is not served` });
        const place = served.namespaced && namespace ? ["namespaces", namespace] : [];
        return [root(apiVersion), ...place, served.name].join("/");
    }

    close(): void {
        this.#agent.destroy();
    }
}
