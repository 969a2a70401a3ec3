import { ifFound } from "./status-error.ts";

/** A kind as the API server serves it. */
interface Kind {
    /** In paths, such as `configmaps`. */
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

/** What the API server serves. A kind that is missing is looked for again: a CRD may have come in the meantime. */
export class Discovery {
    readonly #get: <T>(path: string) => Promise<T>;
    readonly #kinds = new Map<string, readonly Kind[]>();

    /** @param get asks the API server for a path */
    constructor(get: <T>(path: string) => Promise<T>) {
        this.#get = get;
    }

    async kind(apiVersion: string, kind: string): Promise<Kind | undefined> {
        // The names of subresources have a slash.
        const find = (kinds?: readonly Kind[]) => kinds?.find((it) => it.kind === kind && !it.name.includes("/"));
        const known = find(this.#kinds.get(apiVersion));
        if (known) return known;
        const answer = await ifFound(this.#get<{ resources: Kind[] }>(root(apiVersion)));
        if (answer) this.#kinds.set(apiVersion, answer.resources);
        return find(answer?.resources);
    }

    /** Whether a group is served in any version; the oldest group has no name and serves `v1`. */
    async group(name: string): Promise<boolean> {
        const { groups } = await this.#get<{ groups: { name: string }[] }>("/apis");
        return name === "v1" || groups.some((group) => group.name === name);
    }
}

/** Path of all kinds of a group's version. */
export const root = (apiVersion: string): string =>
    apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
