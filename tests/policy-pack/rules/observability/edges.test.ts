import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, type Edge, hold, inShop, nodeGroup, nodePool, workload } from "../edge.ts";

const chart = (name: string, values: Props = {}) => [cluster(), release(name, name, values)];
const addon = (addonName: string) => [cluster(), resource("aws:eks/addon:Addon", addonName, { addonName })];

/** Fluent Bit as plain objects. */
const agent = (pod: Props = {}) =>
    workload("apps/v1:DaemonSet", "fluent-bit", { image: "cr.fluentbit.io/fluent/fluent-bit:5.1.1" }, pod);
const objects = [cluster(), agent()];
const config = (data?: Props) => object("core/v1:ConfigMap", `fluent-bit-${data ? "files" : "empty"}`, { data });

const managed: Edge[] = [
    ...["aws-cloudwatch-metrics", "amazon-cloudwatch-observability", "aws-for-fluent-bit"].map(
        (name): Edge => ["cloudwatch-observability", `the chart ${name}`, "pass", chart(name)],
    ),
    ["cloudwatch-observability", "the add-on", "pass", addon("amazon-cloudwatch-observability")],
    ["cloudwatch-observability", "another chart", "fail", chart("fluent-bit"), { says: /sees nothing/ }],
    ["metrics-server-present", "the add-on", "pass", addon("metrics-server")],
    ["metrics-server-present", "two replicas", "pass", chart("metrics-server", { replicas: 2 })],
    ["metrics-server-present", "one replica", "fail", chart("metrics-server", { replicas: 1 })],
    ["metrics-server-present", "nothing", "fail", [cluster()], { says: /no HPA works/ }],
    ...[
        "opentelemetry-collector",
        "opentelemetry-operator",
        "tempo",
        "tempo-distributed",
        "jaeger",
        "k8s-monitoring",
    ].map((name): Edge => ["tracing-ready", `the chart ${name}`, "pass", chart(name)]),
    [
        "tracing-ready",
        "a collector",
        "pass",
        [cluster(), object("opentelemetry.io/v1beta1:OpenTelemetryCollector", "otel", {})],
    ],
    ["tracing-ready", "the add-on", "pass", addon("adot")],
    ["tracing-ready", "nothing", "fail", [cluster()]],
    ...["kubernetes-event-exporter", "eventrouter"].map(
        (name): Edge => ["k8s-events-collected", `the chart ${name}`, "pass", chart(name)],
    ),
    [
        "k8s-events-collected",
        "an input of Fluent Bit",
        "pass",
        chart("fluent-bit", { config: { inputs: "Name kubernetes_events" } }),
    ],
    [
        "k8s-events-collected",
        "another input",
        "fail",
        chart("fluent-bit", { config: { inputs: "Name tail" } }),
        { says: /leaves events out/ },
    ],
    [
        "k8s-events-collected",
        "a source of Alloy",
        "pass",
        chart("alloy", { alloy: { configMap: { content: 'loki.source.kubernetes_events "e" {}' } } }),
    ],
    [
        "k8s-events-collected",
        "another source",
        "fail",
        chart("alloy", { alloy: { configMap: { content: "" } } }),
        { says: /leaves events out/ },
    ],
    [
        "k8s-events-collected",
        "an input in one of the files of Fluent Bit's objects",
        "pass",
        [...objects, config(), config({ "a.conf": "Name tail", "b.conf": "Name kubernetes_events" })],
    ],
    [
        "k8s-events-collected",
        "objects of Fluent Bit without it",
        "unknown",
        [...objects, config({ "a.conf": "Name tail" })],
        { says: /not read here/ },
    ],
    ["k8s-events-collected", "the add-on", "pass", addon("amazon-cloudwatch-observability")],
    ["k8s-events-collected", "nothing", "fail", [cluster()], { says: /after an hour/ }],
];

const loki = {
    storage: { type: "s3" },
    limits_config: { retention_period: "30d" },
    compactor: { retention_enabled: true },
};
const store = (change: Props) => chart("loki", { loki: { ...loki, ...change } });
const elastic = (nodeSets: Props[] | undefined, ...maps: (string | undefined)[]) => [
    cluster(),
    object("elasticsearch.k8s.elastic.co/v1:Elasticsearch", "logs", { spec: { nodeSets } }),
    ...maps.map((text, index) =>
        object("core/v1:ConfigMap", `map-${index}`, text === undefined ? {} : { data: { other: "", policy: text } }),
    ),
];
const removing = '{"delete": {"min_age": "30d"}}';
const group = (name: string, retentionInDays?: number) =>
    resource("aws:cloudwatch/logGroup:LogGroup", name, { name, retentionInDays });
const output = (chartName: string) =>
    release("forwarder", chartName, { config: { outputs: "log_group_name /shop/logs" } });

const logs: Edge[] = [
    ...["s3", "gcs", "azure"].map(
        (type): Edge => ["log-store-present", `Loki on ${type}`, "pass", store({ storage: { type } })],
    ),
    ["log-store-present", "Loki on a disk", "fail", store({ storage: { type: "filesystem" } }), { says: /local disk/ }],
    ["log-store-present", "Loki without retention", "fail", store({ limits_config: {} }), { says: /kept for ever/ }],
    ["log-store-present", "Loki whose compactor rests", "fail", store({ compactor: {} }), { says: /deletes nothing/ }],
    ["log-store-present", "OpenSearch", "pass", [cluster(), resource("aws:opensearch/domain:Domain", "logs", {})]],
    ["log-store-present", "Elasticsearch that removes", "pass", elastic([{ count: 1 }, { count: 1 }], "", removing)],
    [
        "log-store-present",
        "Elasticsearch on one node",
        "fail",
        elastic([{ count: 1 }, {}], removing),
        { says: /one node only/ },
    ],
    ["log-store-present", "Elasticsearch on no node", "fail", elastic(undefined, removing), { says: /one node only/ }],
    [
        "log-store-present",
        "Elasticsearch that keeps",
        "unknown",
        elastic([{ count: 2 }], "{}", undefined),
        { says: /in Elasticsearch alone/ },
    ],
    [
        "log-store-present",
        "a group of the add-on",
        "pass",
        [cluster(), group("/aws/containerinsights/shop/application", 30)],
    ],
    [
        "log-store-present",
        "a group of the add-on, for ever",
        "fail",
        [cluster(), group("/aws/containerinsights/shop/application")],
        { says: /for ever/ },
    ],
    [
        "log-store-present",
        "a group without an end",
        "fail",
        [cluster(), group("/aws/containerinsights/shop/application", 0)],
        { says: /for ever/ },
    ],
    ...["fluent-bit", "aws-for-fluent-bit"].map(
        (name): Edge => [
            "log-store-present",
            `a group that ${name} names`,
            "pass",
            [cluster(), output(name), group("/shop/logs", 1)],
        ],
    ),
    [
        "log-store-present",
        "another group",
        "fail",
        [cluster(), output("fluent-bit"), group("/other", 30)],
        { says: /no place keeps/ },
    ],
    [
        "log-store-present",
        "a forwarder without outputs",
        "fail",
        [...chart("fluent-bit"), group("/other", 30)],
        { says: /no place keeps/ },
    ],
    ["log-store-present", "nothing", "fail", [cluster()], { says: /no place keeps/ }],
];

const everywhere = [{ operator: "Exists" }];
const forwarder = (tolerations: Props[], ...nodes: ReturnType<typeof nodePool>[]) => [
    ...chart("fluent-bit", { tolerations }),
    ...nodes,
];
const tainted = (effect: string, value?: string) => nodeGroup({ taints: [{ key: "team", value, effect }] });
const pool = nodePool({ template: { spec: { taints: [{ key: "team", effect: "NoExecute" }] } } });
const left = { says: /tainted team/ };

const ofAddon = (configurationValues?: string) => [
    cluster(),
    resource("aws:eks/addon:Addon", "logs", { addonName: "fluent-bit", configurationValues }),
];

const forwarders: Edge[] = [
    ...["fluent-bit", "aws-for-fluent-bit", "fluentd", "promtail", "vector"].map(
        (name): Edge => [
            "log-forwarder-all-nodes",
            name,
            "pass",
            [...chart(name, { tolerations: everywhere }), tainted("NO_SCHEDULE")],
        ],
    ),
    [
        "log-forwarder-all-nodes",
        "Alloy",
        "pass",
        [...chart("alloy", { controller: { tolerations: everywhere } }), tainted("NO_SCHEDULE")],
    ],
    [
        "log-forwarder-all-nodes",
        "plain objects",
        "pass",
        [cluster(), agent({ tolerations: everywhere }), tainted("NO_SCHEDULE")],
    ],
    [
        "log-forwarder-all-nodes",
        "plain objects that tolerate nothing",
        "fail",
        [...objects, tainted("NO_SCHEDULE")],
        left,
    ],
    [
        "log-forwarder-all-nodes",
        "an add-on that tolerates all",
        "pass",
        [...ofAddon(JSON.stringify({ tolerations: everywhere })), tainted("NO_SCHEDULE")],
    ],
    [
        "log-forwarder-all-nodes",
        "an add-on that tolerates nothing",
        "fail",
        [...ofAddon(JSON.stringify({ tolerations: [] })), tainted("NO_SCHEDULE")],
        left,
    ],
    ["log-forwarder-all-nodes", "an add-on that says nothing", "unknown", [...ofAddon(), tainted("NO_SCHEDULE")]],
    [
        "log-forwarder-all-nodes",
        "an add-on that says nothing of tolerations",
        "unknown",
        [...ofAddon("{}"), tainted("NO_SCHEDULE")],
    ],
    ["log-forwarder-all-nodes", "the add-on", "pass", addon("amazon-cloudwatch-observability")],
    ["log-forwarder-all-nodes", "another add-on", "fail", addon("vpc-cni"), { says: /nothing forwards/ }],
    [
        "log-forwarder-all-nodes",
        "a Deployment",
        "fail",
        chart("fluent-bit", { kind: "Deployment", tolerations: everywhere }),
        { says: /on every node/ },
    ],
    ["log-forwarder-all-nodes", "nodes without taints", "pass", [...chart("fluent-bit"), nodeGroup({}), nodePool({})]],
    ["log-forwarder-all-nodes", "a taint that nobody tolerates", "fail", forwarder([], tainted("NO_SCHEDULE")), left],
    ["log-forwarder-all-nodes", "a taint that puts pods out", "fail", forwarder([], tainted("NO_EXECUTE")), left],
    ["log-forwarder-all-nodes", "a taint that only asks", "pass", forwarder([], tainted("PREFER_NO_SCHEDULE"))],
    ["log-forwarder-all-nodes", "a taint of a NodePool", "fail", forwarder([], pool), left],
    [
        "log-forwarder-all-nodes",
        "its key",
        "pass",
        forwarder([{ key: "team", operator: "Exists" }], tainted("NO_SCHEDULE", "a")),
    ],
    [
        "log-forwarder-all-nodes",
        "its key and value",
        "pass",
        forwarder([{ key: "team", value: "a" }], tainted("NO_SCHEDULE", "a")),
    ],
    [
        "log-forwarder-all-nodes",
        "its key without a value",
        "pass",
        forwarder([{ key: "team" }], tainted("NO_SCHEDULE")),
    ],
    [
        "log-forwarder-all-nodes",
        "its key and another value",
        "fail",
        forwarder([{ key: "team", value: "b" }], tainted("NO_SCHEDULE", "a")),
        left,
    ],
    [
        "log-forwarder-all-nodes",
        "another key",
        "fail",
        forwarder([{ key: "other", operator: "Exists" }], tainted("NO_SCHEDULE")),
        left,
    ],
    [
        "log-forwarder-all-nodes",
        "its effect",
        "pass",
        forwarder([{ operator: "Exists", effect: "NoSchedule" }], tainted("NO_SCHEDULE")),
    ],
    [
        "log-forwarder-all-nodes",
        "another effect",
        "fail",
        forwarder([{ operator: "Exists", effect: "NoExecute" }], tainted("NO_SCHEDULE")),
        left,
    ],
    ["log-forwarder-all-nodes", "no key, and not everything", "fail", forwarder([{}], tainted("NO_SCHEDULE")), left],
    [
        "log-forwarder-all-nodes",
        "one of several tolerations",
        "pass",
        forwarder([{ key: "other" }, { key: "team" }], tainted("NO_SCHEDULE")),
    ],
];

const prometheus = { replicas: 2, retention: "30d", storageSpec: { volumeClaimTemplate: { spec: {} } } };
const stack = (values: Props) => chart("kube-prometheus-stack", values);
const metrics = (change: Props) => stack({ prometheus: { prometheusSpec: { ...prometheus, ...change } } });
const remote = { remoteWrite: [{ url: "https://aps" }], retention: undefined, storageSpec: undefined };
const present = { "prometheus-present": "disabled" };

const collectors: Edge[] = [
    ["prometheus-present", "two with a volume", "pass", metrics({})],
    ["prometheus-present", "two that write elsewhere", "pass", metrics(remote)],
    ["prometheus-present", "one", "fail", metrics({ replicas: 1 })],
    ["prometheus-present", "no volume", "fail", metrics({ storageSpec: undefined }), { says: /lost with the pod/ }],
    [
        "prometheus-present",
        "no volume, and nowhere to write",
        "fail",
        metrics({ ...remote, retention: "1d", remoteWrite: [] }),
        { says: /lost with the pod/ },
    ],
    [
        "prometheus-present",
        "switched off",
        "fail",
        stack({ prometheus: { enabled: false, prometheusSpec: prometheus } }),
        { says: /switched off/ },
    ],
    ["prometheus-present", "a scraper of AWS", "pass", [cluster(), resource("aws:amp/scraper:Scraper", "all", {})]],
    ["prometheus-present", "nothing", "fail", [cluster()], { says: /nothing collects/ }],
    [
        "grafana-dashboards",
        "a workspace of AWS",
        "pass",
        [cluster(), resource("aws:grafana/workspace:Workspace", "all", {})],
    ],
    ["grafana-dashboards", "no dashboard of backups", "fail", stack({}), { says: /shows the backups/ }],
    [
        "grafana-dashboards",
        "one in a ConfigMap",
        "pass",
        [...stack({}), object("core/v1:ConfigMap", "velero", { metadata: { labels: { grafana_dashboard: "1" } } })],
    ],
    [
        "grafana-dashboards",
        "one by its key",
        "pass",
        [
            ...stack({}),
            object("core/v1:ConfigMap", "all", {
                metadata: { labels: { grafana_dashboard: "1" } },
                data: { "shop.json": "", "backups.json": "" },
            }),
        ],
    ],
    [
        "grafana-dashboards",
        "a ConfigMap that is none",
        "fail",
        [...stack({}), object("core/v1:ConfigMap", "velero", {})],
        { says: /shows the backups/ },
    ],
    [
        "grafana-dashboards",
        "one of the values",
        "pass",
        stack({ grafana: { dashboards: { default: { velero: {} } } } }),
    ],
    [
        "grafana-dashboards",
        "Grafana is off",
        "fail",
        stack({ grafana: { enabled: false, dashboards: { default: { velero: {} } } } }),
        { says: /switched off/ },
    ],
    [
        "grafana-dashboards",
        "no dashboards of the chart",
        "fail",
        stack({ grafana: { defaultDashboardsEnabled: false, dashboards: { default: { velero: {} } } } }),
        { says: /for cluster, nodes/ },
    ],
    [
        "grafana-dashboards",
        "nobody looks for dashboards",
        "fail",
        stack({ grafana: { sidecar: { dashboards: { enabled: false } }, dashboards: { default: { velero: {} } } } }),
        { says: /for cluster, nodes/ },
    ],
    ["grafana-dashboards", "nothing", "fail", [cluster()], { says: /no Grafana/ }],
];

const people = { name: "people", sns_configs: [{}] };
const heartbeat = { name: "switch", webhook_configs: [{}] };
const toSwitch = { receiver: "switch", matchers: ['alertname = "Watchdog"'] };
const routed = (route: Props | undefined, receivers: Props[] | undefined = [people, heartbeat]) =>
    stack({ alertmanager: { alertmanagerSpec: { replicas: 2 }, config: { route, receivers } } });
const root = (...routes: Props[]) => routed({ receiver: "people", routes: [toSwitch, ...routes] });
const silent = { receiver: "nobody" };
const critical = { says: /takes critical alerts/ };

const alertmanager: Edge[] = [
    ["alertmanager-routed", "people and a switch", "pass", root(), { config: present }],
    [
        "alertmanager-routed",
        "Alertmanager is off",
        "fail",
        stack({ alertmanager: { enabled: false } }),
        { config: present, says: /switched off/ },
    ],
    [
        "alertmanager-routed",
        "one Alertmanager",
        "fail",
        stack({ alertmanager: { alertmanagerSpec: { replicas: 1 }, config: {} } }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "no configuration",
        "fail",
        stack({ alertmanager: { alertmanagerSpec: { replicas: 2 } } }),
        { config: present, says: /the chart's receiver/ },
    ],
    [
        "alertmanager-routed",
        "an empty configuration",
        "fail",
        routed(undefined, undefined),
        { config: present, says: /tells nobody/ },
    ],
    [
        "alertmanager-routed",
        "a receiver that is none",
        "fail",
        routed({ receiver: "people", routes: [toSwitch] }, [{ name: "people" }, heartbeat]),
        { config: present, says: /^alerts go to a receiver/ },
    ],
    [
        "alertmanager-routed",
        "no receivers",
        "fail",
        stack({ alertmanager: { alertmanagerSpec: { replicas: 2 }, config: { route: { receiver: "people" } } } }),
        { config: present, says: /tells nobody/ },
    ],
    ["alertmanager-routed", "no switch", "fail", routed({ receiver: "people" }), { config: present, says: /dead-man/ }],
    [
        "alertmanager-routed",
        "a switch that nobody hears",
        "fail",
        routed({ receiver: "people", routes: [toSwitch] }, [people, { name: "switch" }]),
        { config: present, says: /dead-man/ },
    ],
    [
        "alertmanager-routed",
        "critical alerts to nobody",
        "fail",
        root({ ...silent, matchers: ['severity = "critical"'] }),
        { config: present, says: /tells nobody/ },
    ],
    [
        "alertmanager-routed",
        "critical alerts of a team to nobody",
        "fail",
        root({ ...silent, matchers: ['severity = "critical"', 'team = "shop"'] }),
        { config: present, ...critical },
    ],
    [
        "alertmanager-routed",
        "alerts of a team to nobody",
        "fail",
        root({ ...silent, matchers: ['team = "shop"'] }),
        { config: present, ...critical },
    ],
    [
        "alertmanager-routed",
        "what is not critical to nobody",
        "pass",
        root({ ...silent, matchers: ['severity = "info"'] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "what is not critical of a team to nobody",
        "pass",
        root({ ...silent, matchers: ['team = "shop"', 'severity = "info"'] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "one alert by its name to nobody",
        "pass",
        root({ ...silent, matchers: ['alertname = "Noise"'] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "one alert by its name and a team to nobody",
        "pass",
        root({ ...silent, matchers: ['team = "shop"', 'alertname = "Noise"'] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "a route that inherits its receiver",
        "pass",
        root({ matchers: ['team = "shop"'] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "a route of a route that inherits",
        "pass",
        root({ matchers: ['team = "shop"'], routes: [{ matchers: ['tier = "one"'] }] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "a route of a route to nobody",
        "fail",
        root({ matchers: ['team = "shop"'], routes: [{ ...silent, matchers: ['tier = "one"'] }] }),
        { config: present, ...critical },
    ],
    [
        "alertmanager-routed",
        "a switch beside people, who hear it too",
        "pass",
        routed({
            receiver: "people",
            routes: [
                { ...toSwitch, continue: true },
                { receiver: "people", matchers: [] },
            ],
        }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "a switch behind a route of people that goes on",
        "pass",
        routed({ receiver: "people", routes: [{ receiver: "people", continue: true }, toSwitch] }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "a switch behind a route of people",
        "fail",
        routed({ receiver: "people", routes: [{ receiver: "people" }, toSwitch] }),
        { config: present, says: /dead-man/ },
    ],
    [
        "alertmanager-routed",
        "an expression that JavaScript does not know",
        "fail",
        root({ ...silent, matchers: ['severity =~ "(?i:critical)("'] }),
        { config: present, says: /tells nobody/ },
    ],
    [
        "alertmanager-routed",
        "an object of the operator",
        "pass",
        [
            ...stack({ alertmanager: { alertmanagerSpec: { replicas: 2 } } }),
            inShop("monitoring.coreos.com/v1alpha1:AlertmanagerConfig", "shop", {
                spec: {
                    route: {
                        receiver: "people",
                        routes: [{ receiver: "switch", matchers: [{ name: "alertname", value: "Watchdog" }] }],
                    },
                    receivers: [people, heartbeat],
                },
            }),
        ],
        { config: present },
    ],
    ...(
        [
            [{ name: "alertname", value: "Watch.*", matchType: "=~" }, "pass"],
            [{ name: "alertname", value: "Watch.*", regex: true }, "pass"],
            [{ name: "alertname", value: "Watch.*" }, "fail"],
        ] as const
    ).map(
        ([matcher, status]): Edge => [
            "alertmanager-routed",
            `a switch by ${JSON.stringify(matcher)}`,
            status,
            routed({ receiver: "people", routes: [{ receiver: "switch", matchers: [matcher] }] }),
            { config: present },
        ],
    ),
];

const rules = (...groups: Props[]) => object("monitoring.coreos.com/v1:PrometheusRule", "rules", { spec: { groups } });
const alerts = (...names: string[]) => ({ config: { ...present, "alert-rules-complete": { required: names } } });
const ours = { name: "ours", rules: [{ record: "shop:rate" }, { alert: "ShopDown", expr: "up == 0" }] };

const alertRules: Edge[] = [
    ["alert-rules-complete", "an alert of the stack", "pass", [cluster(), rules({}, ours)], alerts("ShopDown")],
    [
        "alert-rules-complete",
        "an alert that nobody raises",
        "fail",
        [cluster(), rules(ours)],
        { ...alerts("ShopUp"), says: /ShopUp/ },
    ],
    [
        "alert-rules-complete",
        "rules that say nothing",
        "fail",
        [cluster(), object("monitoring.coreos.com/v1:PrometheusRule", "rules", {})],
        { ...alerts("ShopDown"), says: /ShopDown/ },
    ],
    [
        "alert-rules-complete",
        "an alert that is given to the chart",
        "pass",
        stack({ additionalPrometheusRulesMap: { more: {}, ours: { groups: [ours] } } }),
        alerts("ShopDown"),
    ],
    ["alert-rules-complete", "an alert of the chart", "pass", stack({}), alerts("KubePodCrashLooping")],
    [
        "alert-rules-complete",
        "an alert of the chart that is off",
        "fail",
        stack({ defaultRules: { disabled: { KubePodCrashLooping: true } } }),
        alerts("KubePodCrashLooping"),
    ],
    [
        "alert-rules-complete",
        "a group of the chart that is off",
        "fail",
        stack({ defaultRules: { rules: { kubernetesApps: false } } }),
        alerts("KubePodCrashLooping"),
    ],
    [
        "alert-rules-complete",
        "a chart without rules",
        "fail",
        stack({ defaultRules: { create: false } }),
        alerts("KubePodCrashLooping"),
    ],
    [
        "alert-rules-complete",
        "what no chart brings",
        "fail",
        stack({}),
        {
            config: present,
            says: /alerts: NodeCountBelowMinimum, PodsUnschedulable, EtcdDatabaseNearLimit, CoreDNSDown, ArgoCdAppOutOfSync, ExternalSecretNotReady, PolicyEngineDown\. /,
        },
    ],
    [
        "alert-rules-complete",
        "nothing at all",
        "fail",
        [cluster()],
        {
            config: present,
            says: /alerts: Watchdog, TargetDown, AlertmanagerFailedToSendAlerts, KubePodCrashLooping, KubePodNotReady, KubeDeploymentReplicasMismatch, KubeStatefulSetReplicasMismatch, KubeDaemonSetRolloutStuck, KubeJobFailed, KubeHpaMaxedOut, KubeCPUOvercommit, KubeMemoryOvercommit, KubeQuotaAlmostFull, CPUThrottlingHigh, KubePersistentVolumeFillingUp, KubeNodeNotReady, KubeletTooManyPods, KubeAPIDown, KubeClientCertificateExpiration, NodeFilesystemAlmostOutOfSpace, NodeMemoryHighUtilization, NodeCPUHighUsage, KubeAPIErrorBudgetBurn, /,
        },
    ],
    [
        "backup-alerts",
        "nothing at all",
        "fail",
        [cluster()],
        {
            config: { ...present, "backup-tool-present": "disabled" },
            says: /VeleroBackupFailed, VeleroBackupTooOld, VeleroBackupNeverSucceeded/,
        },
    ],
];

const service = (...ports: Props[]) =>
    inShop("core/v1:Service", "shop", { metadata: { labels: { app: "shop" } }, spec: { ports } });
const monitor = (spec: Props, namespace = "shop", kind = "ServiceMonitor") =>
    object(`monitoring.coreos.com/v1:${kind}`, "monitor", { metadata: { namespace }, spec });
const selector = { matchLabels: { app: "shop" } };
const served = service({ name: "http" }, { name: "metrics" });

const monitors: Edge[] = [
    ["servicemonitor-per-app", "a monitor beside it", "pass", [served, monitor({ selector })]],
    ["servicemonitor-per-app", "a monitor of pods", "pass", [served, monitor({ selector }, "shop", "PodMonitor")]],
    ["servicemonitor-per-app", "a monitor elsewhere", "fail", [served, monitor({ selector }, "cart")]],
    [
        "servicemonitor-per-app",
        "a monitor elsewhere that names the namespace",
        "pass",
        [served, monitor({ selector, namespaceSelector: { matchNames: ["cart", "shop"] } }, "cart")],
    ],
    [
        "servicemonitor-per-app",
        "a monitor beside it that names others",
        "fail",
        [served, monitor({ selector, namespaceSelector: { matchNames: ["cart"] } })],
    ],
    [
        "servicemonitor-per-app",
        "a monitor of all namespaces",
        "pass",
        [served, monitor({ selector, namespaceSelector: { any: true } }, "cart")],
    ],
    [
        "servicemonitor-per-app",
        "other labels",
        "fail",
        [served, monitor({ selector: { matchLabels: { app: "cart" } } })],
    ],
    [
        "servicemonitor-per-app",
        "one of two monitors",
        "pass",
        [served, monitor({ selector: { matchLabels: { app: "cart" } } }), monitor({ selector }, "shop", "PodMonitor")],
    ],
    [
        "servicemonitor-per-app",
        "a Service without labels",
        "fail",
        [inShop("core/v1:Service", "shop", { spec: { ports: [{ name: "metrics" }] } }), monitor({ selector })],
    ],
    ["servicemonitor-per-app", "a port called prometheus", "fail", [service({ name: "prometheus" })]],
    ["servicemonitor-per-app", "no port of metrics", "not-applicable", [service({ name: "http" }, {})]],
    ["servicemonitor-per-app", "no port", "not-applicable", [inShop("core/v1:Service", "shop", {})]],
];

const kept = { volumeClaimTemplate: { spec: { resources: { requests: { storage: "50Gi" } } } } };
const ofOperator = (kind: string, spec?: Props) => [
    cluster(),
    inShop(`monitoring.coreos.com/v1:${kind}`, "main", { spec }),
];
const byManifests = (name: string, image: string, pod: Props = {}) => [
    cluster(),
    workload("apps/v1:Deployment", name, { image }, pod, { replicas: 2 }),
];
const empty = { name: "scratch", emptyDir: {} };
const claimed = { name: "data", persistentVolumeClaim: { claimName: "data" } };
const oneDay = { volumeClaimTemplate: { spec: { resources: { requests: { storage: "86400k" } } } } };
const ofBackups = object("core/v1:ConfigMap", "velero", { metadata: { labels: { grafana_dashboard: "1" } } });
const noSidecar = { sidecar: { dashboards: { enabled: false } } };
const told = { route: { receiver: "people", routes: [toSwitch] }, receivers: [people, heartbeat] };
const notWarned = { receiver: "nobody", matchers: ['severity = "warning"'] };

const installedOtherwise: Edge[] = [
    [
        "prometheus-present",
        "of the operator, with a volume",
        "pass",
        ofOperator("Prometheus", { replicas: 2, retention: "30d", storage: kept }),
    ],
    [
        "prometheus-present",
        "of the operator, limited by size",
        "pass",
        ofOperator("Prometheus", { replicas: 2, retentionSize: "40GB", storage: kept }),
    ],
    [
        "prometheus-present",
        "of the operator, that writes elsewhere",
        "pass",
        ofOperator("Prometheus", { replicas: 2, remoteWrite: [{ url: "https://metrics.example.com" }] }),
    ],
    [
        "prometheus-present",
        "of the operator, that says nothing",
        "fail",
        ofOperator("Prometheus"),
        { says: /fewer than 2 replicas/ },
    ],
    ["prometheus-present", "a volume that a day just fills", "pass", metrics({ retention: "1d", storageSpec: oneDay })],
    [
        "prometheus-present",
        "of manifests, with a claim among its volumes",
        "pass",
        byManifests("prometheus", "prom/prometheus:v3.0.0", { volumes: [empty, claimed] }),
    ],
    [
        "prometheus-present",
        "of manifests, without a claim",
        "fail",
        byManifests("prometheus", "prom/prometheus:v3.0.0", { volumes: [empty] }),
        { says: /lost with the pod/ },
    ],
    [
        "grafana-dashboards",
        "the chart of Grafana, with dashboards in its values",
        "pass",
        chart("grafana", { ...noSidecar, dashboards: { default: { velero: {} } } }),
    ],
    [
        "grafana-dashboards",
        "the chart of Grafana, with its sidecar",
        "pass",
        [...chart("grafana", { sidecar: { dashboards: { enabled: true } } }), ofBackups],
    ],
    [
        "grafana-dashboards",
        "the chart of Grafana, with neither",
        "fail",
        [...chart("grafana", noSidecar), ofBackups],
        { says: /no dashboards for cluster/ },
    ],
    ["grafana-dashboards", "of manifests", "unknown", byManifests("grafana", "grafana/grafana:12.0.0")],
    [
        "grafana-dashboards",
        "of manifests, with a dashboard",
        "pass",
        [...byManifests("grafana", "grafana/grafana:12.0.0"), ofBackups],
    ],
    [
        "alertmanager-routed",
        "the chart of Alertmanager",
        "pass",
        chart("alertmanager", { replicaCount: 2, config: told }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "the chart of Alertmanager, with one replica",
        "fail",
        chart("alertmanager", { replicaCount: 1, config: told }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "of the operator, configured elsewhere",
        "unknown",
        ofOperator("Alertmanager", { replicas: 2 }),
        { config: present },
    ],
    [
        "alertmanager-routed",
        "nobody is told of warnings",
        "fail",
        root(notWarned),
        { config: present, says: /go to a receiver that tells nobody/ },
    ],
];

hold([
    ...managed,
    ...logs,
    ...forwarders,
    ...collectors,
    ...alertmanager,
    ...alertRules,
    ...monitors,
    ...installedOtherwise,
]);
