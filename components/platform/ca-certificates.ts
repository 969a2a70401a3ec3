import type { ConfigMap } from "./kubernetes-object.ts";

/** A server that is known by name, and by a CA of its own where it has one. */
interface Known {
    readonly name: string;
    /** PEM. */
    readonly caCertificate?: string;
}

/**
 * CAs by name of the server, as files for who mounts the ConfigMap: another certificate is there within minutes, without a
 * restart. None where no server has a CA of its own.
 */
export function caCertificates(name: string, namespace: string, servers: readonly Known[]): ConfigMap[] {
    const data = Object.fromEntries(servers.flatMap(({ name: key, caCertificate: pem }) => (pem ? [[key, pem]] : [])));
    if (Object.keys(data).length === 0) return [];
    return [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data }];
}
