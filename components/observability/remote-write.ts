import type { Egress, Values } from "../platform/addon.ts";
import { caCertificates, caConfigMap, caFile } from "../platform/ca-certificates.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { ConfigMap, ExternalSecret } from "../platform/kubernetes-object.ts";
import { toHost } from "../platform/server-flow.ts";
import { portOf } from "../platform/url.ts";
import type { Settings } from "../settings.ts";
import type { RemoteWriteArgs } from "./metrics-args.ts";

/** Label by which the operator tells one Prometheus from the other. */
export const replicaLabel = "prometheus_replica";

/**
 * Both replicas send everything. Cortex and Mimir, and what is made of them, keep one of both by the labels `cluster`,
 * which every series has, and `__replica__`
 * (https://docs.aws.amazon.com/prometheus/latest/userguide/Send-high-availability-data.html).
 */
export const byReplica = [
    { action: "replace", sourceLabels: [replicaLabel], targetLabel: "__replica__" },
    { action: "labeldrop", regex: replicaLabel },
];

/** Keys of the secret in Secrets Manager, and of its copy in the cluster. */
const keys = { basic: ["username", "password"], bearer: ["token"] };

const secretOf = ({ name }: RemoteWriteArgs): string => `remote-write-${name}`;

/** How the ConfigMap with a receiver's CA begins; the receiver's name follows. */
const authority = "remote-write-ca";

/** What Prometheus is told of a receiver: where it is, who signed its certificate, and in which Secret stands how to sign in. */
export function remoteWrite(receiver: RemoteWriteArgs): Values {
    const { name, url, authentication, caCertificate } = receiver;
    const key = (of: string) => ({ name: secretOf(receiver), key: of });
    return {
        name,
        url,
        ...(authentication === "basic"
            ? { basicAuth: { username: key("username"), password: key("password") } }
            : { authorization: { credentials: key("token") } }),
        ...(caCertificate && {
            tlsConfig: { ca: { configMap: { name: caConfigMap(authority, receiver), key: caFile } } },
        }),
        writeRelabelConfigs: byReplica,
    };
}

/** How to sign in to each, copied from Secrets Manager, and the CAs. */
export const remoteWriteObjects = (
    receivers: readonly RemoteWriteArgs[],
    namespace: string,
    store: () => string,
): (ExternalSecret | ConfigMap)[] => [
    ...receivers.map((receiver) =>
        externalSecret({
            name: secretOf(receiver),
            namespace,
            store: store(),
            key: receiver.secretName,
            data: Object.fromEntries(keys[receiver.authentication].map((key) => [key, key])),
        }),
    ),
    ...caCertificates(authority, namespace, receivers),
];

/** The way out to each. */
export const remoteWriteFlows = (receivers: Settings["metrics"]["remoteWrite"]): Egress[] =>
    receivers.map(({ name, url, cidrs }) => toHost(cidrs, `Prometheus sends metrics to ${name}.`, [portOf(url)]));
