import { type Offers, offered } from "../../offers.ts";
import { generatedSecret, password } from "../../platform/external-secret.ts";
import type { ExternalSecret, KubernetesObject } from "../../platform/kubernetes-object.ts";
import { sharedSecrets } from "../../platform/shared-secrets.ts";
import { certificateSecret, namespace } from "./elasticsearch-names.ts";
import { fluentBits } from "./fluent-bits.ts";

/** User that log writers sign in with, and the name of its Secret. */
export const writer = "log-writer";

/** User that says how long logs are kept, and the name of its Secret. */
export const keeper = "lifecycle-keeper";

/** What each may do, as Elasticsearch's file of roles has it. */
const roles: Record<string, object> = {
    // Adds lines, and never reads, changes or removes one.
    [writer]: { indices: [{ names: ["logs-kubernetes.*"], privileges: ["auto_configure", "create_doc"] }] },
    [keeper]: { cluster: ["manage_ilm", "manage_index_templates"] },
};

export const userSecrets = Object.keys(roles);

/**
 * Users with passwords that are generated once and known to nobody; the operator makes files of them that have the
 * hashes only. JSON is YAML too.
 */
export const users: KubernetesObject[] = userSecrets.flatMap((name) =>
    generatedSecret(name, namespace, {
        username: name,
        password,
        roles: name,
        "roles.yml": JSON.stringify({ [name]: roles[name] }),
    }),
);

/** Name of the store and of who reads for it, and of the Secret that a writer gets. */
const credentials = "elasticsearch-credentials";

/** Two Secrets of this namespace, and no other, as a store for the namespaces of who writes. */
export const credentialsStore = ({ logAggregator, ...offers }: Offers): KubernetesObject[] =>
    sharedSecrets(
        { name: credentials, namespace, secretNames: [writer, certificateSecret] },
        [{ namespaces: logAggregator ? [logAggregator.namespace] : [...fluentBits] }],
        offered(offers, "secretController"),
    );

const folder = "/etc/elasticsearch";

const variable = "ELASTICSEARCH_PASSWORD";

/** Where a writer finds them: a variable, as Fluent Bit's configuration says it too, and a file. */
export const mounted = { variable, password: `$\{${variable}}`, certificate: `${folder}/ca.crt` };

/** What a writer's namespace and pods need, to sign in and to know whom they talk to. */
export const credentialsFor = (writerNamespace: string) => ({
    before: [
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: { name: credentials, namespace: writerNamespace },
            spec: {
                refreshInterval: "1h",
                secretStoreRef: { kind: "ClusterSecretStore", name: credentials },
                target: { name: credentials },
                data: [
                    { secretKey: "password", remoteRef: { key: writer, property: "password" } },
                    { secretKey: "ca.crt", remoteRef: { key: certificateSecret, property: "ca.crt" } },
                ],
            },
        } satisfies ExternalSecret,
    ],
    env: [
        {
            name: variable,
            valueFrom: { secretKeyRef: { name: credentials, key: "password" } },
        },
    ],
    volumes: [
        {
            name: "elasticsearch",
            secret: { secretName: credentials, items: [{ key: "ca.crt", path: "ca.crt" }] },
        },
    ],
    mounts: [{ name: "elasticsearch", mountPath: folder, readOnly: true }],
});
