import type { ConfigMap } from "./kubernetes-object.ts";

/** A server that is known by name, and by a CA of its own where it has one. */
export interface TrustedServer {
    readonly name: string;
    /** PEM. */
    readonly caCertificate?: string;
}

/** Key of the CA in its ConfigMap, and name of the file where that is mounted. */
export const caFile = "ca.crt";

/** Name of the ConfigMap with a server's CA. */
export const caConfigMap = (prefix: string, { name }: Pick<TrustedServer, "name">): string => `${prefix}-${name}`;

/**
 * The CA of each server that has one, each in a ConfigMap of its own: what no longer has one
 * is told to its reader before the ConfigMap goes. Another certificate is there within minutes, without a restart.
 */
export const caCertificates = (prefix: string, namespace: string, servers: readonly TrustedServer[]): ConfigMap[] =>
    servers.flatMap((server) =>
        server.caCertificate
            ? [
                  {
                      apiVersion: "v1",
                      kind: "ConfigMap",
                      metadata: { name: caConfigMap(prefix, server), namespace },
                      data: { [caFile]: server.caCertificate },
                  },
              ]
            : [],
    );
