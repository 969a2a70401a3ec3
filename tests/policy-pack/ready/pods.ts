import type { Props } from "./resource.ts";

export const image =
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:0123456789abcdef0123456789abcdef01234567@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

export const labels = (name: string) => ({
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": name,
    owner: "shop",
});

export const container = (name: string): Props => ({
    name,
    image,
    env: [
        { name: "LOG_LEVEL", value: "info" },
        { name: "CURRENCY", valueFrom: { configMapKeyRef: { name: "settings", key: "currency" } } },
    ],
    resources: {
        requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "100Mi" },
        limits: { cpu: "200m", memory: "256Mi", "ephemeral-storage": "200Mi" },
    },
    securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
    },
});

export const serving = (name: string): Props => ({
    ...container(name),
    ports: [
        { name: "http", containerPort: 8080 },
        { name: "metrics", containerPort: 9090 },
    ],
    livenessProbe: { httpGet: { path: "/healthz", port: "http" } },
    readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
});

export const pod = (name: string, containers: Props[]): Props => ({
    metadata: { labels: labels(name) },
    spec: {
        automountServiceAccountToken: false,
        containers,
        nodeSelector: { class: "general" },
        priorityClassName: "shop",
        securityContext: {
            fsGroup: 20000,
            fsGroupChangePolicy: "OnRootMismatch",
            runAsGroup: 20000,
            runAsNonRoot: true,
            runAsUser: 20000,
            seccompProfile: { type: "RuntimeDefault" },
            sysctls: [{ name: "net.ipv4.tcp_slow_start_after_idle", value: "0" }],
        },
        serviceAccountName: name,
        terminationGracePeriodSeconds: 45,
        topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
            topologyKey,
            labelSelector: { matchLabels: labels(name) },
            maxSkew: 1,
            whenUnsatisfiable: "DoNotSchedule",
        })),
        volumes: [
            { name: "tmp", emptyDir: { sizeLimit: "100Mi" } },
            { name: "settings", configMap: { name: "settings" } },
        ],
    },
});

export const meta = (name: string): Props => ({ name, namespace: "shop", labels: labels(name) });
