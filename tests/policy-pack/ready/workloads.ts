import { jobs } from "./batch.ts";
import { image, labels, meta, pod, serving } from "./pods.ts";
import { object } from "./resource.ts";

/** A workload's Service, service account and disruption budget, which share its name. */
const around = (name: string, service: object = {}) => [
    object("core/v1:Service", name, {
        metadata: meta(name),
        spec: {
            ...service,
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

/** Pause containers that make room for a sudden load. */
const headroom = [
    object("scheduling.k8s.io/v1:PriorityClass", "headroom", { value: -10 }),
    object("scheduling.k8s.io/v1:PriorityClass", "shop", { value: 1000 }),
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

const viewers = object("rbac.authorization.k8s.io/v1:ClusterRoleBinding", "viewers", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "developers" }],
});

const configuration = [
    object("core/v1:ServiceAccount", "default", {
        metadata: { namespace: "default" },
        automountServiceAccountToken: false,
    }),
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
    object("networking.k8s.io/v1:Ingress", "edge", {
        metadata: {
            ...meta("edge"),
            annotations: {
                "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:123456789012:certificate/edge",
                "alb.ingress.kubernetes.io/ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            },
        },
        spec: {
            rules: [
                {
                    host: "edge.example.com",
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
                            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
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
    ...around("shop"),
    ...["cart", "orders"].flatMap((name) => around(name, { clusterIP: "None" })),
    ...jobs,
    ...headroom,
    ...scaling,
    ...rights,
    viewers,
    ...configuration,
    ...ingress,
];
