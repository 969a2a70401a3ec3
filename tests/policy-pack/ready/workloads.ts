import { object, type Props } from "./resource.ts";

const image =
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:0123456789abcdef0123456789abcdef01234567@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

const labels = (name: string) => ({
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": name,
    owner: "shop",
});

const container = (name: string): Props => ({
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

const serving = (name: string): Props => ({
    ...container(name),
    ports: [
        { name: "http", containerPort: 8080 },
        { name: "metrics", containerPort: 9090 },
    ],
    livenessProbe: { httpGet: { path: "/healthz", port: "http" } },
    readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
});

const pod = (name: string, containers: Props[]): Props => ({
    metadata: { labels: labels(name) },
    spec: {
        automountServiceAccountToken: false,
        containers,
        nodeSelector: { class: "general" },
        priorityClassName: "shop",
        securityContext: {
            fsGroup: 20000,
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

const meta = (name: string): Props => ({ name, namespace: "shop", labels: labels(name) });

/** A workload's Service, service account and disruption budget, which share its name. */
const around = (name: string) => [
    object("core/v1:Service", name, {
        metadata: meta(name),
        spec: {
            selector: labels(name),
            ports: [
                { name: "http", port: 80, targetPort: "http" },
                { name: "metrics", port: 9090, targetPort: "metrics" },
            ],
        },
    }),
    object("core/v1:ServiceAccount", name, { metadata: meta(name) }),
    object("policy/v1:PodDisruptionBudget", name, {
        metadata: meta(name),
        spec: { maxUnavailable: 1, selector: { matchLabels: labels(name) }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    }),
    object("monitoring.coreos.com/v1:ServiceMonitor", name, {
        metadata: meta(name),
        spec: { selector: { matchLabels: labels(name) }, endpoints: [{ port: "metrics" }] },
    }),
];

const deployment = object("apps/v1:Deployment", "shop", {
    metadata: meta("shop"),
    spec: {
        revisionHistoryLimit: 3,
        selector: { matchLabels: labels("shop") },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: pod("shop", [serving("shop")]),
    },
});

const statefulSet = object("apps/v1:StatefulSet", "cart", {
    metadata: meta("cart"),
    spec: {
        replicas: 3,
        selector: { matchLabels: labels("cart") },
        serviceName: "cart",
        template: pod("cart", [serving("cart")]),
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "gp3" } }],
    },
});

/** A database in the cluster, with what dumps it. */
const database = object("apps/v1:StatefulSet", "orders", {
    metadata: meta("orders"),
    spec: {
        replicas: 2,
        selector: { matchLabels: labels("orders") },
        serviceName: "orders",
        template: pod("orders", [{ ...serving("orders"), image: image.replace("/shop:", "/postgres:") }]),
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "gp3" } }],
    },
});

const cronJob = (name: string, namespace: string, command: string[]) =>
    object("batch/v1:CronJob", name, {
        metadata: { ...meta(name), namespace },
        spec: {
            failedJobsHistoryLimit: 3,
            schedule: "0 6 * * 1",
            startingDeadlineSeconds: 300,
            successfulJobsHistoryLimit: 3,
            jobTemplate: {
                spec: {
                    activeDeadlineSeconds: 3600,
                    template: (() => {
                        const template = pod(name, [{ ...container(name), env: [], command }]);
                        return { ...template, spec: { ...template.spec, restartPolicy: "Never" } };
                    })(),
                },
            },
        },
    });

const migration = () => {
    const template = pod("migration", [{ ...container("migration"), env: [] }]);
    return object("batch/v1:Job", "migration", {
        metadata: meta("migration"),
        spec: {
            activeDeadlineSeconds: 600,
            template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } },
            ttlSecondsAfterFinished: 3600,
        },
    });
};

const jobs = [
    migration(),
    object("core/v1:ServiceAccount", "migration", { metadata: meta("migration") }),
    cronJob("restore-test", "velero", ["restore-test"]),
    object("core/v1:ConfigMap", "restore-settings", {
        metadata: { name: "settings", namespace: "velero" },
        data: { currency: "EUR" },
    }),
    object("core/v1:ServiceAccount", "restore-test", { metadata: { name: "restore-test", namespace: "velero" } }),
    object("rbac.authorization.k8s.io/v1:Role", "restore-test", {
        metadata: { name: "restore-test", namespace: "velero" },
        rules: [{ apiGroups: ["velero.io"], resources: ["restores"], verbs: ["create", "get"] }],
    }),
    object("rbac.authorization.k8s.io/v1:RoleBinding", "restore-test", {
        metadata: { name: "restore-test", namespace: "velero" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "restore-test" },
        subjects: [{ kind: "ServiceAccount", name: "restore-test", namespace: "velero" }],
    }),
    cronJob("orders-dump", "shop", ["pg_dump", "--file=/dump/orders.sql"]),
    object("core/v1:ServiceAccount", "orders-dump", { metadata: meta("orders-dump") }),
];

/** Pause containers that make room for a sudden load. */
const headroom = [
    object("scheduling.k8s.io/v1:PriorityClass", "headroom", { value: -10 }),
    object("apps/v1:Deployment", "headroom", {
        metadata: meta("headroom"),
        spec: {
            replicas: 2,
            selector: { matchLabels: labels("headroom") },
            strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
            template: (() => {
                const template = pod("headroom", [{ ...serving("headroom"), env: [] }]);
                return { ...template, spec: { ...template.spec, priorityClassName: "headroom" } };
            })(),
        },
    }),
    ...around("headroom").filter(({ type }) => !/:(Service|ServiceMonitor)$/.test(type)),
];

const scaling = [
    object("autoscaling/v2:HorizontalPodAutoscaler", "shop", {
        metadata: meta("shop"),
        spec: {
            minReplicas: 3,
            maxReplicas: 10,
            metrics: [
                {
                    type: "Resource",
                    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
                },
            ],
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
        },
    }),
    object("autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop", {
        metadata: meta("shop"),
        spec: {
            targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
            updatePolicy: { updateMode: "Auto" },
            resourcePolicy: { containerPolicies: [{ containerName: "*", controlledResources: ["memory"] }] },
        },
        status: {
            recommendation: {
                containerRecommendations: [{ containerName: "shop", target: { cpu: "100m", memory: "120Mi" } }],
            },
        },
    }),
    object("keda.sh/v1alpha1:ScaledObject", "cart", {
        metadata: meta("cart"),
        spec: {
            minReplicaCount: 2,
            scaleTargetRef: { kind: "StatefulSet", name: "cart" },
            triggers: [{ type: "cron", metadata: { start: "0 8 * * *", end: "0 20 * * *", desiredReplicas: "6" } }],
        },
    }),
];

const rights = [
    object("rbac.authorization.k8s.io/v1:Role", "shop-developers", {
        metadata: { name: "developers", namespace: "shop" },
        rules: [
            { apiGroups: [""], resources: ["pods", "services"], verbs: ["get", "list", "watch"] },
            { apiGroups: [""], resources: ["secrets"], resourceNames: ["shop-tls"], verbs: ["get"] },
        ],
    }),
    object("rbac.authorization.k8s.io/v1:RoleBinding", "shop-developers", {
        metadata: { name: "developers", namespace: "shop" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "developers" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "developers" }],
    }),
];

const configuration = [
    object("core/v1:ServiceAccount", "default", { metadata: { namespace: "default" } }),
    object("core/v1:ConfigMap", "settings", { metadata: { namespace: "shop" }, data: { currency: "EUR" } }),
    object("core/v1:Secret", "placeholder", { metadata: { namespace: "shop" }, type: "Opaque" }),
];

const ingress = [
    object("networking.k8s.io/v1:Ingress", "shop", {
        metadata: meta("shop"),
        spec: {
            tls: [{ hosts: ["shop.example.com"], secretName: "shop-tls" }],
            rules: [
                {
                    host: "shop.example.com",
                    http: {
                        paths: [
                            {
                                path: "/",
                                pathType: "Prefix",
                                backend: { service: { name: "shop", port: { name: "http" } } },
                            },
                        ],
                    },
                },
            ],
        },
    }),
    object("networking.k8s.io/v1:NetworkPolicy", "shop-from-gateway", {
        metadata: { name: "from-gateway", namespace: "shop" },
        spec: {
            podSelector: { matchLabels: labels("shop") },
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: [
                        {
                            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateway" } },
                            podSelector: { matchLabels: { app: "gateway" } },
                        },
                    ],
                    ports: [{ port: 8080 }],
                },
            ],
        },
    }),
];

/** What a team runs on the cluster, in a form that meets every check. */
export const workloads = () => [
    deployment,
    statefulSet,
    database,
    ...["shop", "cart", "orders"].flatMap(around),
    ...jobs,
    ...headroom,
    ...scaling,
    ...rights,
    ...configuration,
    ...ingress,
];
