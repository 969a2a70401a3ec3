import type { ConfigMap } from "./kubernetes-object.ts";

/** A server that is known by name, and by a CA of its own where it has one. */
export interface TrustedServer {
    readonly name: string;
    /** PEM. */
    readonly caCertificate?: string;
}

/** Key of the CA in its ConfigMap, and name of the file where that is mounted. */
export const caFile = "ca.crt";

/**
 * The CA of each server that has one, each in a ConfigMap of its own, `<prefix>-<name of the server>`: what no longer has one
 * is told to its reader before the ConfigMap goes. Another certificate is there within minutes, without a restart.
 */
export const caCertificates = (prefix: string, namespace: string, servers: readonly TrustedServer[]): ConfigMap[] =>
    servers.flatMap(({ name, caCertificate }) =>
        caCertificate
            ? [
                  {
                      apiVersion: "v1",
                      kind: "ConfigMap",
                      metadata: { name: `${prefix}-${name}`, namespace },
                      data: { [caFile]: caCertificate },
                  },
              ]
            : [],
    );
