import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, deployment, type Edge, hold, inShop, nodeGroup, nodePool, workload } from "../edge.ts";

const service = (props: Props = {}) =>
    inShop("core/v1:Service", "shop", { spec: { selector: { app: "shop" }, ...props } });
const budget = (spec: Props, name = "shop") => inShop("policy/v1:PodDisruptionBudget", name, { spec });
const ofShop = { selector: { matchLabels: { app: "shop" } } };

const asking = (requests?: Props, limits?: Props) => ({ resources: { requests, limits } });
const cpu = asking({ cpu: "1" });
const hpa = (spec: Props, target: Resource[] = [deployment(cpu)], version = "v2") => [
    ...target,
    inShop(`autoscaling/${version}:HorizontalPodAutoscaler`, "shop", {
        spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { kind: "Deployment", name: "shop" }, ...spec },
    }),
];
const utilization = (name: string, type?: string) => ({
    type: "Resource",
    resource: { name, target: { type, averageUtilization: 80 } },
});
const ofContainer = (container: string) => ({
    type: "ContainerResource",
    containerResource: { name: "cpu", container, target: { type: "Utilization", averageUtilization: 80 } },
});
const two = (one: Props, other: Props) =>
    deployment(
        {},
        {
            containers: [
                { name: "app", image: "app:1.0", ...one },
                { name: "side", image: "side:1.0", ...other },
            ],
        },
    );
const queue = {
    type: "External",
    external: { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "5" } },
};

const vpa = (spec: Props, ...metrics: Props[]) => [
    ...hpa({ metrics }),
    inShop("autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop", {
        spec: { targetRef: { kind: "Deployment", name: "shop" }, ...spec },
    }),
];
const controlled = (...controlledResources: string[]) => ({
    resourcePolicy: { containerPolicies: [{ controlledResources }] },
});
const scaled = (spec: Props) => [cluster(), object("keda.sh/v1alpha1:ScaledObject", "shop", { spec })];

const owned = { securityContext: { fsGroup: 2000 } };
const claim = { name: "data", persistentVolumeClaim: { claimName: "data" } };
const owners: Edge[] = [
    ...(
        [
            ["a claim", "fail", { ...owned, volumes: [claim] }],
            ["a claim beside a ConfigMap", "fail", { ...owned, volumes: [{ configMap: { name: "c" } }, claim] }],
            ["a claim of the pod's own", "fail", { ...owned, volumes: [{ name: "data", ephemeral: {} }] }],
            ["a ConfigMap", "not-applicable", { ...owned, volumes: [{ configMap: { name: "c" } }] }],
            ["no volume", "not-applicable", owned],
            ["a claim, and no group", "not-applicable", { volumes: [claim] }],
            [
                "a claim whose root has the group already",
                "pass",
                { securityContext: { fsGroup: 2000, fsGroupChangePolicy: "OnRootMismatch" }, volumes: [claim] },
            ],
        ] as const
    ).map(([what, status, pod]): Edge => ["pod-fsgroup-policy", what, status, [deployment({}, pod)]]),
    [
        "pod-fsgroup-policy",
        "claims of a StatefulSet",
        "fail",
        [workload("apps/v1:StatefulSet", "shop", {}, owned, { volumeClaimTemplates: [{}] })],
    ],
];

const autoscaling: Edge[] = [
    ["hpa-valid", "two to four", "pass", hpa({})],
    ["hpa-valid", "two to two", "fail", hpa({ maxReplicas: 2 }), { says: /cannot scale up/ }],
    ["hpa-valid", "one to four", "fail", hpa({ minReplicas: 1 }), { says: /one pod/ }],
    ["hpa-valid", "the default least", "fail", hpa({ minReplicas: undefined }), { says: /one pod/ }],
    ["hpa-valid", "an older version", "fail", hpa({}, undefined, "v1"), { says: /not autoscaling\/v2/ }],
    [
        "hpa-valid",
        "nothing said",
        "fail",
        [inShop("autoscaling/v2:HorizontalPodAutoscaler", "shop", {})],
        { says: /one pod/ },
    ],
    [
        "hpa-valid",
        "no request, measured by CPU by default",
        "fail",
        hpa({}, [deployment()]),
        { says: /asks for no CPU/ },
    ],
    ["hpa-valid", "a limit alone", "pass", hpa({}, [deployment(asking(undefined, { cpu: "1" }))])],
    ["hpa-valid", "a request of the pod as a whole", "pass", hpa({}, [deployment({}, cpu)])],
    ["hpa-valid", "one of two containers asks", "fail", hpa({}, [two(cpu, {})]), { says: /asks for no CPU/ }],
    ["hpa-valid", "a share of the one that asks", "pass", hpa({ metrics: [ofContainer("app")] }, [two(cpu, {})])],
    [
        "hpa-valid",
        "a share of the one that does not",
        "fail",
        hpa({ metrics: [ofContainer("side")] }, [two(cpu, {})]),
        { says: /asks for no CPU/ },
    ],
    [
        "hpa-valid",
        "a share of memory that nobody asks for",
        "fail",
        hpa({ metrics: [utilization("memory", "Utilization")] }),
        { says: /asks for no memory/ },
    ],
    [
        "hpa-valid",
        "a share of memory, by default",
        "fail",
        hpa({ metrics: [utilization("memory")] }),
        { says: /asks for no memory/ },
    ],
    [
        "hpa-valid",
        "a value of memory that nobody asks for",
        "pass",
        hpa({ metrics: [utilization("memory", "AverageValue")] }),
    ],
    ["hpa-valid", "a queue, and no request", "pass", hpa({ metrics: [queue] }, [deployment()])],
    [
        "hpa-valid",
        "a queue, and a share by the older field",
        "fail",
        hpa({ metrics: [queue], targetCPUUtilizationPercentage: 80 }, [deployment()]),
        { says: /asks for no CPU/ },
    ],
    [
        "hpa-valid",
        "a metric with a target beside other fields",
        "pass",
        hpa({ metrics: [{ ...queue, pods: {} }] }, [deployment()]),
    ],
    [
        "hpa-valid",
        "a metric without target",
        "fail",
        hpa({ metrics: [{ type: "External", external: {} }] }),
        { says: /no target/ },
    ],
    [
        "hpa-valid",
        "a number of its own",
        "fail",
        hpa({}, [deployment(cpu, {}, { replicas: 3 })]),
        { says: /own number/ },
    ],
    ["hpa-valid", "nobody to scale", "fail", hpa({}, [workload("apps/v1:Deployment", "cart")])],
    [
        "hpa-valid",
        "an object without pods to scale",
        "unknown",
        hpa({ scaleTargetRef: { apiVersion: "example.com/v1", kind: "Shop", name: "shop" } }, [
            inShop("example.com/v1:Shop", "shop", {}),
        ]),
        { says: /pods are not seen/ },
    ],
    [
        "hpa-valid",
        "an object of the core to scale",
        "unknown",
        hpa({ scaleTargetRef: { apiVersion: "v1", kind: "Shelf", name: "shop" } }, [
            inShop("core/v1:Shelf", "shop", {}),
        ]),
        { says: /pods are not seen/ },
    ],
    ["hpa-exists", "scaled", "pass", [...hpa({}), service()]],
    [
        "hpa-exists",
        "scaled by KEDA",
        "pass",
        [
            deployment(),
            service(),
            inShop("keda.sh/v1alpha1:ScaledObject", "shop", { spec: { scaleTargetRef: { name: "shop" } } }),
        ],
    ],
    ["hpa-exists", "not scaled", "fail", [deployment(), service()]],
    ["hpa-exists", "without a Service", "not-applicable", [deployment()]],
    ["vpa-not-fighting-hpa", "the same resource", "fail", vpa({}, utilization("cpu"))],
    ["vpa-not-fighting-hpa", "memory, the same", "fail", vpa({}, utilization("memory"))],
    ["vpa-not-fighting-hpa", "another resource", "pass", vpa(controlled("memory"), utilization("cpu"))],
    [
        "vpa-not-fighting-hpa",
        "one of two resources",
        "fail",
        vpa(controlled("memory", "cpu"), queue, utilization("cpu")),
    ],
    ["vpa-not-fighting-hpa", "a queue", "pass", vpa({}, queue)],
    [
        "vpa-not-fighting-hpa",
        "recommendations alone",
        "pass",
        vpa({ updatePolicy: { updateMode: "Off" } }, utilization("cpu")),
    ],
    [
        "vpa-not-fighting-hpa",
        "at the start alone",
        "pass",
        vpa({ updatePolicy: { updateMode: "Initial" } }, utilization("cpu")),
    ],
    [
        "vpa-not-fighting-hpa",
        "at any time",
        "fail",
        vpa({ updatePolicy: { updateMode: "Recreate" } }, utilization("cpu")),
    ],
    [
        "vpa-not-fighting-hpa",
        "nobody to scale",
        "pass",
        [inShop("autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop", {})],
    ],
    [
        "vpa-not-fighting-hpa",
        "a rival that says nothing of metrics",
        "pass",
        [
            ...hpa({}),
            inShop("autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop", {
                spec: { targetRef: { kind: "Deployment", name: "shop" } },
            }),
        ],
    ],
    [
        "scheduled-scaling",
        "a trigger by the clock among others",
        "pass",
        scaled({ triggers: [{ type: "cpu" }, { type: "cron" }] }),
    ],
    [
        "scheduled-scaling",
        "other triggers",
        "fail",
        scaled({ triggers: [{ type: "cpu" }] }),
        { says: /no ScaledObject/ },
    ],
    ["scheduled-scaling", "no triggers", "fail", scaled({}), { says: /no ScaledObject/ }],
    [
        "scheduled-scaling",
        "a schedule of AWS",
        "pass",
        [cluster(), resource("aws:autoscaling/schedule:Schedule", "night", {})],
    ],
    ...["go-kube-downscaler", "kube-downscaler"].map(
        (name): Edge => ["scheduled-scaling", name, "pass", [cluster(), release(name, name, {})]],
    ),
    ["scheduled-scaling", "nothing", "fail", [cluster(), deployment()], { says: /by time/ }],
    ...["vertical-pod-autoscaler", "vpa", "goldilocks"].map(
        (name): Edge => ["vpa-recommender-present", name, "pass", [cluster(), release(name, name, {})]],
    ),
    ["vpa-recommender-present", "nothing", "fail", [cluster(), deployment()]],
];

const pod = (container: Props = {}, spec: Props = {}, metadata: Props = {}) =>
    inShop("core/v1:Pod", "shop", {
        metadata: { labels: { app: "shop" }, ...metadata },
        spec: { containers: [{ name: "app", image: "app:1.0", ...container }], ...spec },
    });
const strategy = (given?: Props, kind = "Deployment", key = "strategy") => [
    workload(`apps/v1:${kind}`, "shop", {}, {}, { [key]: given }),
];
const classed = (priorityClassName: string | undefined, namespace = "shop") => [
    {
        ...deployment({}, { priorityClassName }),
        props: { ...deployment({}, { priorityClassName }).props, metadata: { name: "shop", namespace } },
    },
];

const availability: Edge[] = [
    ["replicas-min", "two", "pass", [deployment({}, {}, { replicas: 2 })]],
    ["replicas-min", "one", "fail", [deployment({}, {}, { replicas: 1 })]],
    ["replicas-min", "the default", "fail", [deployment()]],
    [
        "replicas-min",
        "none at all, by KEDA",
        "fail",
        [deployment(), inShop("keda.sh/v1alpha1:ScaledObject", "shop", { spec: { scaleTargetRef: { name: "shop" } } })],
        { says: /with 0 replicas/ },
    ],
    [
        "replicas-min",
        "two by KEDA",
        "pass",
        [
            deployment(),
            inShop("keda.sh/v1alpha1:ScaledObject", "shop", {
                spec: { minReplicaCount: 2, scaleTargetRef: { name: "shop" } },
            }),
        ],
    ],
    ["replicas-min", "one by an autoscaler", "fail", hpa({ minReplicas: undefined }), { says: /with 1 replicas/ }],
    ["no-naked-pods", "a pod of nobody", "fail", [pod()]],
    [
        "no-naked-pods",
        "a pod of a controller elsewhere",
        "pass",
        [pod({}, {}, { ownerReferences: [{ kind: "ReplicaSet", name: "elsewhere", controller: true }] })],
    ],
    ["no-naked-pods", "an empty list of owners", "fail", [pod({}, {}, { ownerReferences: [] })]],
    ["rolling-update", "one at a time", "pass", strategy({ rollingUpdate: { maxUnavailable: 1 } })],
    [
        "rolling-update",
        "one at a time, by name",
        "pass",
        strategy({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } }),
    ],
    [
        "rolling-update",
        "a DaemonSet",
        "pass",
        strategy({ rollingUpdate: { maxUnavailable: 1 } }, "DaemonSet", "updateStrategy"),
    ],
    [
        "rolling-update",
        "all at once",
        "fail",
        strategy({ type: "Recreate", rollingUpdate: { maxUnavailable: 1 } }),
        { says: /stops all pods/ },
    ],
    ["rolling-update", "not said", "fail", strategy(), { says: /^how many pods/ }],
    ["priority-class", "a class", "pass", classed("shop")],
    ["priority-class", "none", "fail", classed(undefined), { says: /^the pod:|no priorityClassName/ }],
    [
        "priority-class",
        "a class of the system",
        "fail",
        classed("system-cluster-critical"),
        { says: /outside kube-system/ },
    ],
    [
        "priority-class",
        "a class of the system, where it belongs",
        "pass",
        classed("system-cluster-critical", "kube-system"),
    ],
];

const many = (replicas: number) => deployment({}, {}, { replicas });
const evictable = { unhealthyPodEvictionPolicy: "AlwaysAllow", ...ofShop };
const limited = (spec: Props, replicas = 2) => [many(replicas), budget({ ...evictable, ...spec })];
const never = { says: /ever be evicted/ };
const drained = { says: /cannot be drained/ };

const budgets: Edge[] = [
    ["pdb-exists", "one budget", "pass", [many(2), budget(ofShop)]],
    [
        "pdb-exists",
        "two budgets",
        "fail",
        [many(2), budget(ofShop), budget(ofShop, "other")],
        { says: /2 PodDisruptionBudgets/ },
    ],
    ["pdb-exists", "none", "fail", [many(2)], { says: /may take all/ }],
    ["pdb-exists", "a budget of others", "fail", [many(2), budget({ selector: { matchLabels: { app: "cart" } } })]],
    ["pdb-exists", "one pod", "not-applicable", [many(1)], { config: { "replicas-min": "disabled" } }],
    ["pdb-not-blocking", "one may go", "pass", limited({ maxUnavailable: 1 })],
    ["pdb-not-blocking", "none may go", "fail", limited({ maxUnavailable: 0 }), never],
    ["pdb-not-blocking", "no share may go", "fail", limited({ maxUnavailable: "0%" }), never],
    ["pdb-not-blocking", "all must stay", "fail", limited({ minAvailable: "100%" }), never],
    ["pdb-not-blocking", "nearly all must stay, of many", "pass", limited({ minAvailable: "99%" }, 101)],
    ["pdb-not-blocking", "more than all must stay", "fail", limited({ minAvailable: "150%" }), never],
    ["pdb-not-blocking", "one must stay", "pass", limited({ minAvailable: 1 })],
    ["pdb-not-blocking", "both must stay", "fail", limited({ minAvailable: 2 }), drained],
    ["pdb-not-blocking", "half must stay", "pass", limited({ minAvailable: "50%" })],
    ["pdb-not-blocking", "a share that is rounded up to both", "fail", limited({ minAvailable: "51%" }), drained],
    [
        "pdb-not-blocking",
        "two must stay of nobody",
        "pass",
        [deployment({}, {}, {}), budget({ ...evictable, minAvailable: 2, selector: { matchLabels: { app: "cart" } } })],
    ],
    [
        "pdb-not-blocking",
        "the default for what is not ready",
        "fail",
        limited({ maxUnavailable: 1, unhealthyPodEvictionPolicy: undefined }),
        { says: /never become ready/ },
    ],
    [
        "pdb-not-blocking",
        "nothing said",
        "fail",
        [inShop("policy/v1:PodDisruptionBudget", "shop", {})],
        { says: /never become ready/ },
    ],
];

const job = (spec: Props, pod: Props = { restartPolicy: "Never" }) => [
    workload("batch/v1:Job", "job", {}, pod, { activeDeadlineSeconds: 1, ttlSecondsAfterFinished: 1, ...spec }),
];
const cron = (spec: Props, inner: Props | null = {}) => [
    inShop("batch/v1:CronJob", "job", {
        spec: {
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 1,
            startingDeadlineSeconds: 60,
            jobTemplate: inner && {
                spec: {
                    activeDeadlineSeconds: 1,
                    template: { spec: { restartPolicy: "OnFailure", containers: [{ name: "job", image: "job:1.0" }] } },
                    ...inner,
                },
            },
            ...spec,
        },
    }),
];
const labelled = (labels?: Props) => [
    { ...deployment(), props: { ...deployment().props, metadata: { name: "shop", namespace: "shop", labels } } },
];
const standard = { "app.kubernetes.io/name": "shop", "app.kubernetes.io/instance": "shop", owner: "team" };
const sync = (image: string, ...env: string[]) => [deployment({ image, env: env.map((name) => ({ name })) })];

const hygiene: Edge[] = [
    ["job-hygiene", "a job", "pass", job({})],
    ["job-hygiene", "a job that tries again", "pass", job({}, { restartPolicy: "OnFailure" })],
    ["job-hygiene", "no deadline", "fail", job({ activeDeadlineSeconds: undefined }), { says: /hangs/ }],
    ["job-hygiene", "a deadline of zero", "fail", job({ activeDeadlineSeconds: 0 }), { says: /hangs/ }],
    ["job-hygiene", "a job that stays", "fail", job({ ttlSecondsAfterFinished: undefined }), { says: /stay for ever/ }],
    ["job-hygiene", "a pod that restarts for ever", "fail", job({}, {}), { says: /restarts for ever/ }],
    ["job-hygiene", "a CronJob", "pass", cron({})],
    [
        "job-hygiene",
        "no number of good jobs",
        "fail",
        cron({ successfulJobsHistoryLimit: undefined }),
        { says: /how many jobs/ },
    ],
    [
        "job-hygiene",
        "no number of bad jobs",
        "fail",
        cron({ failedJobsHistoryLimit: undefined }),
        { says: /how many jobs/ },
    ],
    ["job-hygiene", "no deadline to start", "fail", cron({ startingDeadlineSeconds: undefined }), { says: /missed/ }],
    [
        "job-hygiene",
        "a CronJob of nothing",
        "fail",
        [inShop("batch/v1:CronJob", "job", { spec: {} })],
        { says: /hangs/ },
    ],
    ["labels-standard", "all", "pass", labelled(standard)],
    [
        "labels-standard",
        "none",
        "fail",
        labelled(),
        { says: /name is missing; the label app.kubernetes.io\/instance is missing; the label owner is missing/ },
    ],
    [
        "labels-standard",
        "a label with a space",
        "fail",
        labelled({ ...standard, team: "a b" }),
        { says: /label team is not valid/ },
    ],
    ["labels-standard", "an empty label", "pass", labelled({ ...standard, team: "" })],
    ["labels-standard", "a label of 64 characters", "fail", labelled({ ...standard, team: "a".repeat(64) })],
    ["labels-standard", "a label of 63 characters", "pass", labelled({ ...standard, team: "a".repeat(63) })],
    ["no-legacy-agents", "git-sync", "pass", sync("git-sync:4", "GITSYNC_REPO")],
    [
        "no-legacy-agents",
        "git-sync with a command",
        "fail",
        sync("git-sync:4", "GITSYNC_REPO", "GITSYNC_EXECHOOK_COMMAND"),
    ],
    ["no-legacy-agents", "a command of something else", "pass", sync("shop:4", "GITSYNC_EXECHOOK_COMMAND")],
];

const namespace = (labels?: Props) => [object("core/v1:Namespace", "shop", { metadata: { labels } })];
const pss = (level: string, version = "v1.35") =>
    namespace({ "pod-security.kubernetes.io/enforce": level, "pod-security.kubernetes.io/enforce-version": version });
const excused = (key: "baseline" | "privileged") => ({ config: { "ns-pss-labels": { [key]: ["shop"] } } });
const inNamespace = (type: string, metadata: Props) => [object(type, "shop", { metadata })];
const runsIn = (name: string) => [
    { ...deployment(), props: { ...deployment().props, metadata: { name: "shop", namespace: name } } },
];
const chartIn = (name: string, namespaceName: string) => [
    { ...release(name, name, {}), props: { chart: name, name, namespace: namespaceName } },
];
const named = [
    ...[
        "Service",
        "ConfigMap",
        "Secret",
        "PersistentVolumeClaim",
        "ServiceAccount",
        "ResourceQuota",
        "LimitRange",
        "PodTemplate",
    ].map((kind) => `core/v1:${kind}`),
    ...["Ingress", "NetworkPolicy"].map((kind) => `networking.k8s.io/v1:${kind}`),
    ...["Role", "RoleBinding"].map((kind) => `rbac.authorization.k8s.io/v1:${kind}`),
    "policy/v1:PodDisruptionBudget",
    "autoscaling/v2:HorizontalPodAutoscaler",
];

const namespaces: Edge[] = [
    ["ns-pss-labels", "restricted", "pass", pss("restricted")],
    ["ns-pss-labels", "the newest version", "fail", pss("restricted", "latest"), { says: /not pinned/ }],
    [
        "ns-pss-labels",
        "no version",
        "fail",
        namespace({ "pod-security.kubernetes.io/enforce": "restricted" }),
        { says: /not pinned/ },
    ],
    ["ns-pss-labels", "no level", "fail", namespace(), { says: /no Pod Security level/ }],
    ["ns-pss-labels", "baseline", "fail", pss("baseline"), { says: /only baseline/ }],
    ["ns-pss-labels", "baseline where it may be", "pass", pss("baseline"), excused("baseline")],
    ["ns-pss-labels", "privileged where baseline may be", "fail", pss("privileged"), excused("baseline")],
    ["ns-pss-labels", "privileged where it may be", "pass", pss("privileged"), excused("privileged")],
    ["ns-pss-labels", "baseline where privileged may be", "pass", pss("baseline"), excused("privileged")],
    [
        "ns-pss-labels",
        "a namespace that a release makes",
        "fail",
        [{ ...release("shop", "shop", {}), props: { chart: "shop", namespace: "shop", createNamespace: true } }],
        { says: /made by a release/ },
    ],
    ...["kube-system", "kube-public", "kube-node-lease", "default"].flatMap((name): Edge[] => [
        ["ns-pss-labels", `the namespace ${name}`, "not-applicable", inNamespace("core/v1:Namespace", { name })],
        [
            "ns-pss-labels",
            `the namespace ${name}, by a release`,
            "not-applicable",
            [{ ...release("shop", "shop", {}), props: { chart: "shop", namespace: name, createNamespace: true } }],
        ],
    ]),
    [
        "ns-quota-limits",
        "both",
        "pass",
        [...namespace(), inShop("core/v1:ResourceQuota", "q", {}), inShop("core/v1:LimitRange", "l", {})],
    ],
    [
        "ns-quota-limits",
        "no quota",
        "fail",
        [...namespace(), inShop("core/v1:LimitRange", "l", {})],
        { says: /no quota/ },
    ],
    [
        "ns-quota-limits",
        "no default limits",
        "fail",
        [...namespace(), inShop("core/v1:ResourceQuota", "q", {})],
        { says: /no default limits/ },
    ],
    ...named.flatMap((type): Edge[] => [
        ["ns-not-default", `${type} in default`, "fail", inNamespace(type, {})],
        ["ns-not-default", `${type} elsewhere`, "pass", inNamespace(type, { namespace: "shop" })],
    ]),
    [
        "ns-not-default",
        "what Kubernetes makes: an account",
        "not-applicable",
        inNamespace("core/v1:ServiceAccount", { name: "default" }),
    ],
    [
        "ns-not-default",
        "what Kubernetes makes: a certificate",
        "not-applicable",
        inNamespace("core/v1:ConfigMap", { name: "kube-root-ca.crt" }),
    ],
    [
        "ns-not-default",
        "what Kubernetes makes: its Service",
        "not-applicable",
        inNamespace("core/v1:Service", { name: "kubernetes" }),
    ],
    ...["kube-system", "kube-public", "kube-node-lease"].flatMap((name): Edge[] => [
        ["ns-not-default", `pods in ${name}`, "fail", runsIn(name), { says: /next to what/ }],
        ["ns-not-default", `a release in ${name}`, "fail", chartIn("shop", name), { says: /next to what/ }],
        ["ns-not-default", `a release of CRDs in ${name}`, "pass", chartIn("shop-crds", name)],
        ["ns-not-default", `a ConfigMap in ${name}`, "pass", inNamespace("core/v1:ConfigMap", { namespace: name })],
    ]),
    [
        "ns-not-default",
        "what is in no namespace, and whose operator has its pods elsewhere",
        "pass",
        [
            object("operator.tigera.io/v1:Installation", "calico", {
                metadata: { name: "default" },
                spec: { calicoNodeDaemonSet: { spec: { template: { spec: { containers: [{ name: "node" }] } } } } },
            }),
        ],
    ],
    ["ns-not-default", "a release that names no namespace", "fail", chartIn("shop", ""), { says: /namespace default/ }],
];

const restricted = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
const volume = (kind: string) => [deployment({}, { volumes: [{ name: "v", [kind]: {} }] })];
const sysctls = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_notsent_lowat",
];
const context = (securityContext: Props) => [deployment({ securityContext })];
const podContext = (securityContext: Props) => [deployment({}, { securityContext })];
const own = "app.kubernetes.io/name";
/** Of an operator's own kind, which leaves the image to the operator, and maybe more. */
const partial = (container: Props, spec: Props = {}) => [
    inShop("example.com/v1:Shop", "shop", {
        spec: {
            podTemplate: {
                metadata: { labels: { [own]: "shop" } },
                spec: { containers: [{ name: "app", ...container }], ...spec },
            },
        },
    }),
];

const isolation: Edge[] = [
    ...restricted.map((kind): Edge => ["pod-volume-types", `a volume of ${kind}`, "pass", volume(kind)]),
    ["pod-volume-types", "a volume of the node", "fail", volume("hostPath")],
    ["pod-volume-types", "no volume", "pass", [deployment()]],
    ["pod-no-host-ports", "a port", "pass", [deployment({ ports: [{ containerPort: 80 }] })]],
    [
        "pod-no-host-ports",
        "a port of the node among others",
        "fail",
        [deployment({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] })],
        { says: /port of the node/ },
    ],
    ["pod-no-host-ports", "SSH", "fail", [deployment({ ports: [{ containerPort: 22 }] })], { says: /SSH/ }],
    ...sysctls.map((name): Edge => ["pod-other-pss", name, "pass", podContext({ sysctls: [{ name }] })]),
    [
        "pod-other-pss",
        "a setting of the node among others",
        "fail",
        podContext({ sysctls: [{ name: "net.ipv4.tcp_syncookies" }, { name: "kernel.msgmax" }] }),
        { says: /kernel settings/ },
    ],
    ...["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"].map(
        (type): Edge => ["pod-other-pss", `SELinux ${type}`, "pass", context({ seLinuxOptions: { type } })],
    ),
    [
        "pod-other-pss",
        "another type of SELinux",
        "fail",
        context({ seLinuxOptions: { type: "spc_t" } }),
        { says: /SELinux/ },
    ],
    ["pod-other-pss", "a user of SELinux", "fail", context({ seLinuxOptions: { user: "u" } }), { says: /SELinux/ }],
    ["pod-other-pss", "a role of SELinux", "fail", context({ seLinuxOptions: { role: "r" } }), { says: /SELinux/ }],
    ["pod-other-pss", "AppArmor of the runtime", "pass", context({ appArmorProfile: { type: "RuntimeDefault" } })],
    ["pod-other-pss", "AppArmor of the node", "pass", context({ appArmorProfile: { type: "Localhost" } })],
    [
        "pod-other-pss",
        "no AppArmor",
        "fail",
        context({ appArmorProfile: { type: "Unconfined" } }),
        { says: /AppArmor/ },
    ],
    ["pod-other-pss", "the default /proc", "pass", context({ procMount: "Default" })],
    ["pod-other-pss", "no context", "pass", [deployment()]],
    [
        "pod-other-pss",
        "names of hosts",
        "fail",
        [deployment({}, { hostAliases: [{ ip: "10.0.0.1" }] })],
        { says: /name resolution/ },
    ],
    ["pod-other-pss", "an empty list of names", "pass", [deployment({}, { hostAliases: [] })]],
    ...[
        { livenessProbe: { httpGet: { host: "h" } } },
        { readinessProbe: { tcpSocket: { host: "h" } } },
        { startupProbe: { httpGet: { host: "h" } } },
        { lifecycle: { postStart: { httpGet: { host: "h" } } } },
        { lifecycle: { preStop: { tcpSocket: { host: "h" } } } },
    ].map(
        (container): Edge => [
            "pod-other-pss",
            `another host by ${JSON.stringify(container)}`,
            "fail",
            [deployment(container)],
            { says: /another host/ },
        ],
    ),
    [
        "pod-other-pss",
        "what an operator's pods set, whatever they leave out",
        "fail",
        partial({ securityContext: { procMount: "Unmasked" } }),
        { says: /all of \/proc/ },
    ],
    [
        "pod-other-pss",
        "kernel settings of an operator's pods, whatever they leave out",
        "fail",
        partial({}, { securityContext: { sysctls: [{ name: "kernel.msgmax" }] } }),
    ],
    ["pod-other-pss", "what an operator's pods leave out", "unknown", partial({})],
    [
        "secret-not-in-env",
        "a variable of an operator's pods, whatever they leave out",
        "fail",
        partial({ env: [{ name: "K", valueFrom: { secretKeyRef: {} } }] }),
    ],
    [
        "secret-not-in-env",
        "all variables of a Secret, whatever is left out",
        "fail",
        partial({ envFrom: [{ secretRef: {} }] }),
    ],
    [
        "secret-not-plaintext",
        "a credential of an operator's pods, whatever they leave out",
        "fail",
        partial({ env: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
    ],
    [
        "secret-not-plaintext",
        "a credential in an argument, whatever is left out",
        "fail",
        partial({ args: ["--password=hunter2"] }),
    ],
    [
        "secret-not-plaintext",
        "a credential in a command, whatever is left out",
        "fail",
        partial({ command: ["--password=hunter2"] }),
    ],
    [
        "secret-not-plaintext",
        "a name in the command and its value in the arguments",
        "fail",
        [deployment({ command: ["app", "--password"], args: ["hunter2"] })],
    ],
];

const high = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 };
const ids = (change: Props = {}, pod: Props = {}) => [
    deployment({ securityContext: { ...high, ...change } }, { securityContext: { fsGroup: 10001, ...pod } }),
];
const windows = (container: Props = {}) => [deployment(container, { os: { name: "windows" } })];

const privileges: Edge[] = [
    ["pod-run-as-non-root", "by the container", "pass", context({ runAsNonRoot: true })],
    ["pod-run-as-non-root", "by the pod", "pass", podContext({ runAsNonRoot: true })],
    [
        "pod-run-as-non-root",
        "by the pod, and not by the container",
        "fail",
        [deployment({ securityContext: { runAsNonRoot: false } }, { securityContext: { runAsNonRoot: true } })],
        { says: /may run as root/ },
    ],
    [
        "pod-run-as-non-root",
        "by the container, and not by the pod",
        "pass",
        [deployment({ securityContext: { runAsNonRoot: true } }, { securityContext: { runAsNonRoot: false } })],
    ],
    [
        "pod-run-as-non-root",
        "root by the pod",
        "fail",
        podContext({ runAsNonRoot: true, runAsUser: 0 }),
        { says: /runs as root/ },
    ],
    [
        "pod-run-as-non-root",
        "root by the pod, and another by the container",
        "pass",
        [deployment({ securityContext: { runAsUser: 1 } }, { securityContext: { runAsNonRoot: true, runAsUser: 0 } })],
    ],
    ["pod-high-uid", "10001", "pass", ids()],
    ["pod-high-uid", "user 10000", "fail", ids({ runAsUser: 10000 }), { says: /user id/ }],
    ["pod-high-uid", "group 10000", "fail", ids({ runAsGroup: 10000 }), { says: /group id/ }],
    [
        "pod-high-uid",
        "of the pod",
        "pass",
        ids({ runAsUser: undefined, runAsGroup: undefined }, { runAsUser: 10001, runAsGroup: 10001 }),
    ],
    ["pod-high-uid", "of the container, where the pod has others", "pass", ids({}, { runAsUser: 1, runAsGroup: 1 })],
    ["pod-high-uid", "no group of files", "fail", ids({}, { fsGroup: undefined }), { says: /fsGroup/ }],
    ["pod-seccomp", "of the runtime", "pass", context({ seccompProfile: { type: "RuntimeDefault" } })],
    ["pod-seccomp", "of the node", "pass", context({ seccompProfile: { type: "Localhost" } })],
    ["pod-seccomp", "none", "fail", context({ seccompProfile: { type: "Unconfined" } })],
    ...["pod-no-privilege-escalation", "pod-caps-dropped", "pod-seccomp", "pod-ro-rootfs"].map(
        (check): Edge => [check, "on Windows", "not-applicable", windows()],
    ),
    ["pod-high-uid", "on Windows", "not-applicable", windows({ securityContext: { runAsNonRoot: true } })],
    ["pod-not-privileged", "on Windows", "fail", windows({ securityContext: { privileged: true } })],
    ["pod-no-host-namespaces", "on Windows", "fail", [deployment({}, { os: { name: "windows" }, hostNetwork: true })]],
];

const http = (path = "/", more: Props = {}) => ({ httpGet: { path, port: 80 }, ...more });
const listening = { ports: [{ name: "http", containerPort: 80 }] };
const probed = (livenessProbe?: Props, readinessProbe?: Props, more: Props = {}) => [
    deployment({ ...listening, livenessProbe, readinessProbe, ...more }),
];
const patient = (change: Props) => probed(http("/", change), http());

const probes: Edge[] = [
    ["probe-readiness", "a port without probe", "fail", [deployment(listening)]],
    ["probe-readiness", "a port with one", "pass", [deployment({ ...listening, readinessProbe: http() })]],
    ["probe-readiness", "no port, and no Service", "pass", [deployment()]],
    ["probe-readiness", "no port, and a Service", "fail", [deployment(), service()]],
    [
        "probe-readiness",
        "no port, and a Service of others",
        "pass",
        [deployment(), service({ selector: { app: "cart" } })],
    ],
    ["probe-readiness", "a side container without ports", "pass", [two({ ...listening, readinessProbe: http() }, {})]],
    ["probe-readiness", "an empty list of ports", "pass", [deployment({ ports: [] })]],
    ["probe-readiness", "a job", "not-applicable", [workload("batch/v1:Job", "shop", listening), service()]],
    ["probe-readiness", "a pod that ends", "not-applicable", [pod(listening, { restartPolicy: "Never" }), service()]],
    ["probe-liveness", "no probe", "fail", [deployment()]],
    ["probe-liveness", "a side container without ports", "pass", [two({ ...listening, livenessProbe: http() }, {})]],
    [
        "probe-liveness",
        "a side container with ports",
        "fail",
        [two({ ...listening, livenessProbe: http() }, listening)],
    ],
    ["probe-liveness", "no ports anywhere", "fail", [two({ livenessProbe: http() }, {})]],
    ["probe-liveness", "an empty list of ports beside none", "fail", [two({ livenessProbe: http() }, { ports: [] })]],
    ["probe-sane", "two questions", "pass", probed(http("/live"), http("/ready"))],
    ["probe-sane", "one question", "fail", probed(http(), http()), { says: /as soon as/ }],
    [
        "probe-sane",
        "one question of a pod",
        "fail",
        [pod({ ...listening, livenessProbe: http(), readinessProbe: http() })],
        { says: /as soon as/ },
    ],
    ["probe-sane", "one question, and more patience", "pass", patient({ failureThreshold: 4 })],
    ["probe-sane", "one question, and slower", "pass", patient({ periodSeconds: 11 })],
    ["probe-sane", "one question, more often and as long", "fail", patient({ failureThreshold: 6, periodSeconds: 5 })],
    ["probe-sane", "one question, and a quicker readiness", "pass", probed(http(), http("/", { failureThreshold: 2 }))],
    ["probe-sane", "one question, and a readiness more often", "pass", probed(http(), http("/", { periodSeconds: 9 }))],
    ["probe-sane", "liveness alone", "pass", probed(http())],
    ["probe-sane", "readiness alone", "pass", probed(undefined, http())],
    ["probe-sane", "none", "pass", probed()],
    ["probe-sane", "a port by its name", "pass", probed({ httpGet: { port: "http" } })],
    ["probe-sane", "a port by another name", "fail", probed({ httpGet: { port: "https" } }), { says: /names a port/ }],
    [
        "probe-sane",
        "a socket by another name",
        "fail",
        probed(undefined, undefined, { startupProbe: { tcpSocket: { port: "https" } } }),
        { says: /names a port/ },
    ],
    ["probe-sane", "a number as text", "pass", probed({ httpGet: { port: "8080" } })],
    ["probe-sane", "59 seconds at first", "pass", probed(http("/", { initialDelaySeconds: 59 }))],
    [
        "probe-sane",
        "60 seconds at first",
        "fail",
        probed(http("/", { initialDelaySeconds: 60 })),
        { says: /60 seconds/ },
    ],
    [
        "probe-sane",
        "60 seconds beside a startup probe",
        "pass",
        probed(http("/", { initialDelaySeconds: 60 }), undefined, { startupProbe: http() }),
    ],
    [
        "graceful-stop",
        "time and a hook",
        "pass",
        [two({ ...listening, lifecycle: { preStop: {} } }, listening), service()].map((each, index) =>
            index === 0
                ? {
                      ...each,
                      props: {
                          ...each.props,
                          spec: {
                              template: {
                                  ...each.props.spec.template,
                                  spec: { ...each.props.spec.template.spec, terminationGracePeriodSeconds: 30 },
                              },
                          },
                      },
                  }
                : each,
        ),
    ],
    [
        "graceful-stop",
        "no time",
        "fail",
        [deployment({ lifecycle: { preStop: {} } }, { terminationGracePeriodSeconds: 0 }), service()],
        { says: /no time/ },
    ],
    [
        "graceful-stop",
        "no hook",
        "fail",
        [deployment({}, { terminationGracePeriodSeconds: 30 }), service()],
        { says: /still send/ },
    ],
    ["graceful-stop", "no Service", "not-applicable", [deployment()]],
];

const recommendation = (requests: Props, target: Props | null) => [
    deployment({ resources: { requests } }),
    inShop("autoscaling.k8s.io/v1:VerticalPodAutoscaler", "shop", {
        spec: { targetRef: { kind: "Deployment", name: "shop" } },
        status: { recommendation: target ? { containerRecommendations: [{ containerName: "app", target }] } : {} },
    }),
];
const fitting = (requests: Props, ...others: Resource[]) => [
    nodeGroup({ instanceTypes: ["m6i.4xlarge", "m6i.xlarge"] }),
    deployment({ resources: { requests } }),
    ...others,
];
const sized = (requests?: Props, limits?: Props, pod: Props = {}) => [deployment(asking(requests, limits), pod)];
const both = { cpu: "1", memory: "1Gi" };
const debugging = (type: "containers" | "ephemeralContainers") => [
    deployment(
        {},
        {
            containers: [{ name: "app", image: "app:1.0", ...asking(both, both) }],
            [type === "containers" ? "initContainers" : "ephemeralContainers"]: [{ name: "debug", image: "debug:1.0" }],
        },
    ),
];
const disk = { "ephemeral-storage": "1Gi" };

const resources: Edge[] = [
    ["res-rightsized-live", "as recommended", "pass", recommendation({ cpu: "1" }, { cpu: "1" })],
    ["res-rightsized-live", "twice as much", "pass", recommendation({ cpu: "2" }, { cpu: "1" })],
    ["res-rightsized-live", "more than twice", "fail", recommendation({ cpu: "2001m" }, { cpu: "1" })],
    ["res-rightsized-live", "half", "pass", recommendation({ cpu: "500m" }, { cpu: "1" })],
    ["res-rightsized-live", "less than half", "fail", recommendation({ cpu: "499m" }, { cpu: "1" })],
    ["res-rightsized-live", "nothing recommended", "pass", recommendation({ cpu: "1" }, null)],
    [
        "res-rightsized-live",
        "a workload that is elsewhere",
        "unknown",
        recommendation({}, {}).slice(1),
        { says: /not among the objects/ },
    ],
    ["res-rightsized-live", "no recommendation", "unknown", [cluster()], { says: /running cluster/ }],
    ["res-fits-node", "85 % of the smallest node", "pass", fitting({ cpu: "3400m" })],
    ["res-fits-node", "more CPU", "fail", fitting({ cpu: "3401m" }), { says: /4 vCPU and 16 GiB/ }],
    ["res-fits-node", "85 % of its memory", "pass", fitting({ memory: String(16 * 2 ** 30 * 0.85) })],
    ["res-fits-node", "more memory", "fail", fitting({ memory: "14Gi" })],
    ["res-fits-node", "nothing asked", "pass", fitting({})],
    ["res-fits-node", "Karpenter", "not-applicable", fitting({ cpu: "100" }, nodePool({}))],
    ["res-fits-node", "nodes that name no type", "not-applicable", [nodeGroup({}), deployment()]],
    ["res-fits-node", "no nodes", "not-applicable", [deployment()]],
    ["res-requests", "both", "pass", sized(both)],
    ["res-requests", "by limits", "pass", sized(undefined, both)],
    ["res-requests", "of the pod", "pass", [deployment({}, asking(both))]],
    ["res-requests", "no CPU", "fail", sized({ memory: "1Gi" }), { says: /no CPU/ }],
    ["res-requests", "no memory", "fail", sized({ cpu: "1" }), { says: /no memory/ }],
    ["res-requests", "zero", "fail", sized({ cpu: "0", memory: "1Gi" }), { says: /no CPU/ }],
    ["res-requests", "a container that was added to debug", "pass", debugging("ephemeralContainers")],
    ["res-requests", "a container that runs first", "fail", debugging("containers")],
    [
        "res-requests",
        "nothing but what was added to debug",
        "not-applicable",
        [deployment({}, { containers: undefined, ephemeralContainers: [{ name: "debug" }] })],
    ],
    ["res-limits", "both", "pass", sized(undefined, both)],
    ["res-limits", "no CPU", "fail", sized(undefined, { memory: "1Gi" }), { says: /all CPU/ }],
    [
        "res-limits",
        "no CPU where none must be",
        "pass",
        sized(undefined, { memory: "1Gi" }),
        { config: { "res-limits": { cpu: false } } },
    ],
    ["res-limits", "no memory", "fail", sized(undefined, { cpu: "1" }), { says: /all memory/ }],
    ["res-ratio", "twice the memory", "pass", sized({ cpu: "1", memory: "1Gi" }, { cpu: "4", memory: "2Gi" })],
    [
        "res-ratio",
        "more than twice",
        "fail",
        sized({ cpu: "1", memory: "1Gi" }, { cpu: "4", memory: "2049Mi" }),
        { says: /memory limit/ },
    ],
    [
        "res-ratio",
        "more than four times the CPU",
        "fail",
        sized({ cpu: "1", memory: "1Gi" }, { cpu: "4001m", memory: "1Gi" }),
        { says: /cpu limit/ },
    ],
    ["res-ratio", "limits alone", "pass", sized(undefined, both)],
    ["res-ephemeral", "both", "pass", sized(disk, disk)],
    ["res-ephemeral", "requests alone", "fail", sized(disk), { says: /container app may fill/ }],
    ["res-ephemeral", "limits alone", "fail", sized(undefined, disk), { says: /container app may fill/ }],
    [
        "res-ephemeral",
        "a volume without size",
        "fail",
        sized(disk, disk, { volumes: [{ name: "tmp", emptyDir: {} }] }),
        { says: /volume tmp/ },
    ],
    [
        "res-ephemeral",
        "a volume with size",
        "pass",
        sized(disk, disk, {
            volumes: [
                { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
                { name: "c", configMap: {} },
            ],
        }),
    ],
];

const host = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "shop" } } };
const apart = (pod: Props) => [deployment({}, pod, { replicas: 2 })];
const required = (term: Props) =>
    apart({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } });

const strict = (term: Props) => ({ ...term, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" });

const spread: Edge[] = [
    ["spread-hosts", "a constraint", "pass", apart({ topologySpreadConstraints: [strict(host)] })],
    ["spread-hosts", "nothing", "fail", apart({})],
    [
        "spread-hosts",
        "another topology",
        "fail",
        apart({ topologySpreadConstraints: [strict({ ...host, topologyKey: "rack" })] }),
    ],
    [
        "spread-hosts",
        "no selector",
        "fail",
        apart({ topologySpreadConstraints: [strict({ ...host, labelSelector: undefined })] }),
    ],
    [
        "spread-hosts",
        "other pods",
        "fail",
        apart({ topologySpreadConstraints: [strict({ ...host, labelSelector: { matchLabels: { app: "cart" } } })] }),
    ],
    ["spread-hosts", "anti-affinity that must be", "pass", required(host)],
    [
        "spread-hosts",
        "anti-affinity that should be",
        "fail",
        apart({
            affinity: {
                podAntiAffinity: {
                    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: host }],
                },
            },
        }),
    ],
    ["spread-hosts", "anti-affinity to pods of another namespace", "fail", required({ ...host, namespaces: ["cart"] })],
    [
        "spread-hosts",
        "anti-affinity to pods of its namespace among others",
        "pass",
        required({ ...host, namespaces: ["cart", "shop"] }),
    ],
    ["spread-hosts", "anti-affinity in every namespace", "pass", required({ ...host, namespaceSelector: {} })],
    [
        "spread-hosts",
        "anti-affinity in a namespace by its label",
        "fail",
        required({ ...host, namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "cart" } } }),
    ],
];

hold([
    ...owners,
    ...autoscaling,
    ...availability,
    ...budgets,
    ...hygiene,
    ...namespaces,
    ...isolation,
    ...privileges,
    ...probes,
    ...resources,
    ...spread,
]);
