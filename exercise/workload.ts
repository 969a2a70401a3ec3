import { join } from "node:path";
import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";
import type { Program, Running } from "./pods.ts";
import { type Record, recordsIn } from "./records.ts";

/** The example workload: one program with a volume, and what stands around it in a namespace of somebody. */
export const namespace = "orders";
const name = "orders";
const metadata = { name, namespace };
const labels = { "app.kubernetes.io/name": name };

/** Registry of the account in a region. */
export const registry = (region: string): string => `111122223333.dkr.ecr.${region}.amazonaws.com`;

const restricted = {
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/enforce-version": "v1.35",
};

const probe = { httpGet: { path: "/", port: "http" } };

const container = (image: string) => ({
    name,
    image,
    args: ["/data"],
    ports: [{ name: "http", containerPort: 8080 }],
    readinessProbe: probe,
    livenessProbe: probe,
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
    securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "data", mountPath: "/data" }],
});

/** A namespace as somebody makes it who wants to have it admitted. */
export const namespaceOf = (name: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: restricted },
});

/** Objects of it in the order in which somebody makes them. */
export const objects = (region: string): KubernetesObject[] => [
    namespaceOf(namespace),
    { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { currency: "EUR" } },
    {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata,
        spec: {
            refreshInterval: "1h",
            secretStoreRef: { kind: "ClusterSecretStore", name: "aws-secrets-manager" },
            target: { name, creationPolicy: "Owner" },
            data: [{ secretKey: "password", remoteRef: { key: "orders/password" } }],
        },
    },
    {
        apiVersion: "v1",
        kind: "Service",
        metadata: { ...metadata, labels },
        spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    },
    {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { ...metadata, labels },
        spec: {
            replicas: 1,
            serviceName: name,
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: {
                    serviceAccountName: name,
                    automountServiceAccountToken: false,
                    securityContext: {
                        runAsNonRoot: true,
                        runAsUser: 1000,
                        fsGroup: 1000,
                        seccompProfile: { type: "RuntimeDefault" },
                    },
                    containers: [container(`${registry(region)}/orders:1.0.0`)],
                },
            },
            volumeClaimTemplates: [
                {
                    metadata: { name: "data" },
                    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
                },
            ],
        },
    },
];

/** The workload's program, which serves on this port. */
export const program = async (
    { pod, mounts }: Running,
    cluster: string,
    port: number,
): Promise<Program | undefined> => {
    const volume = mounts.get("/data");
    if (!volume || pod.metadata.labels?.["app.kubernetes.io/name"] !== name) return undefined;
    return { command: process.execPath, args: [join(import.meta.dirname, "orders.ts"), volume, cluster, `${port}`] };
};

/** What it serves; undefined where nobody answers. */
export const served = (port: number): Promise<Record[] | undefined> =>
    fetch(`http://127.0.0.1:${port}/`).then(
        async (answer) => recordsIn(await answer.text()),
        () => undefined,
    );

/** What of the workload is in a cluster, as somebody who asks for it would compare it. */
export async function contents(api: Api): Promise<globalThis.Record<string, unknown>> {
    const reference = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata });
    const [config, secret, service, budget, set] = await Promise.all([
        api.get(reference("v1", "ConfigMap")),
        api.get(reference("v1", "Secret")),
        api.get(reference("v1", "Service")),
        api.get(reference("policy/v1", "PodDisruptionBudget")),
        api.get(reference("apps/v1", "StatefulSet")),
    ]);
    return {
        ConfigMap: config?.data,
        Secret: secret?.data,
        Service: service?.spec.ports,
        PodDisruptionBudget: budget?.spec,
        StatefulSet: set?.spec.template.spec.containers.map(
            ({ name, resources }: { name: string; resources: object }) => ({ name, resources }),
        ),
    };
}
