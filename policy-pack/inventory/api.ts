/** An API object's group and kind, from the Pulumi type token `kubernetes:<group>/<version>:<Kind>`. */
export function apiOf(type: string): { group: string; version: string; kind: string } | undefined {
    const [provider, api, kind] = type.split(":");
    if (provider !== "kubernetes" || !api || !kind) return undefined;
    const [first = "", version] = api.split("/");
    return version === undefined ? { group: "core", version: first, kind } : { group: first, version, kind };
}

/** `<group>/<Kind>` of a type token, where `core` is the core group; empty where it is no Kubernetes object's. */
export function kindKey(type: string): string {
    const api = apiOf(type);
    return api ? `${api.group}/${api.kind}` : "";
}

/** The Pulumi type token of an object. */
export const typeOf = (apiVersion: string, kind: string): string =>
    `kubernetes:${apiVersion.includes("/") ? "" : "core/"}${apiVersion}:${kind}`;
