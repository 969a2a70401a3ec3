import type { KubernetesObject } from "./kubernetes-object.ts";
import { granted, type ServiceAccountName, tokensOf } from "./role.ts";

interface SharedSecrets {
    /** Name of the ClusterSecretStore, and of who reads for it. */
    name: string;
    /** Where they are. */
    namespace: string;
    secretNames: readonly string[];
}

/** Namespaces, by their names or their labels. */
type Readers = { namespaces: string[] } | { namespaceSelector: { matchLabels: Record<string, string> } };

/**
 * Some Secrets of a namespace, and no other, as a store for other namespaces: who copies Secrets reads them as a service
 * account that may do nothing else.
 *
 * @param readers namespaces that may copy them: those of any of the conditions
 * @param controller who copies
 */
export const sharedSecrets = (
    { name, namespace, secretNames }: SharedSecrets,
    readers: readonly Readers[],
    controller: ServiceAccountName,
): KubernetesObject[] => [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    ...granted(
        { name, namespace },
        [{ apiGroups: [""], resources: ["secrets"], resourceNames: [...secretNames], verbs: ["get"] }],
        { name, namespace },
    ),
    ...tokensOf({ name, namespace }, `${name}-token`, controller),
    {
        apiVersion: "external-secrets.io/v1",
        kind: "ClusterSecretStore",
        metadata: { name },
        spec: {
            provider: {
                kubernetes: {
                    remoteNamespace: namespace,
                    server: {
                        caProvider: { type: "ConfigMap", name: "kube-root-ca.crt", namespace, key: "ca.crt" },
                    },
                    auth: { serviceAccount: { name, namespace } },
                },
            },
            conditions: [...readers],
        },
    },
];
