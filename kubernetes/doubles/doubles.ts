import type { DefinedKind } from "../definitions.ts";

/** What a chart of the platform does to a cluster, as far as a test without the real one can see it. */
export interface Double {
    /** Name of the chart that it stands in for. */
    chart: string;
    workloads?: Workload[];
    /**
     * CRDs by the path of the values that annotate them: where the real chart looks, or `retained`, of its own accord.
     */
    crds?: Record<string, DefinedKind[]>;
    /** CRDs that lie in `crds/`, which Helm makes once and never touches again. */
    crdFolder?: DefinedKind[];
    hooks?: Hook[];
}

/**
 * A controller with Service, ServiceMonitor and, if replicated, a budget. Labels and port are those of the real one.
 */
interface Workload {
    /** A template of Helm, as all texts here: some charts are named after their release. */
    name: string;
    /** Default: Deployment. */
    kind?: string;
    labels: Record<string, string>;
    /** Default: it declares none, and has neither Service nor monitor. */
    port?: number;
    /** Ports that it declares beside that one, by their names. Default: none. */
    others?: Record<string, number>;
    /** Path of its values: replicas, resources, spread. Default: the whole. */
    values?: string;
    /** Path of the values that say where it runs. Default: the same. */
    placement?: string;
    /** Path of the values that its `resources` are in. Default: the same. */
    resources?: string;
    /** Path of the values whose `enabled` turns its monitor on. Default: it is on. */
    monitor?: string;
}

/** A Job of a phase of the release, with a service account and, where there are rules, a ClusterRole. */
interface Hook {
    name: string;
    /** Phases, as Helm's annotation has them. */
    when: string;
    placement?: string;
    /** Its service account, by the path of the values that name it. Default: called like the hook. */
    account?: { values: string; name: string };
    /** Of the Job and of its account alike. Default: what it needs comes before it. */
    weight?: number;
    /** Name of the ClusterRole. */
    role?: string;
    rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
}

const kinds = (group: string, version: string, names: string[], scope?: DefinedKind[3]): DefinedKind[] =>
    names.map((name) => [group, version, name, scope]);

const named = (name: string, instance: string) => ({
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
});

const kyvernoController = (component: string, values: string): Workload => ({
    name: `kyverno-${component}`,
    labels: {
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/instance": "kyverno",
        "app.kubernetes.io/part-of": "kyverno",
    },
    port: 8000,
    values,
    placement: "global",
    monitor: `${values}.serviceMonitor`,
});

const thanosProgram = (component: string, port: number, kind?: "StatefulSet"): Workload => ({
    name: `thanos-${component}`,
    ...(kind && { kind }),
    labels: { ...named("thanos", "thanos"), "app.kubernetes.io/component": component },
    port,
    values: component,
    placement: "global",
});

const certManager = (name: string, component: string, values = ""): Workload => ({
    name,
    labels: {
        ...named(component === "controller" ? "cert-manager" : component, "cert-manager"),
        "app.kubernetes.io/component": component,
    },
    port: 9402,
    values,
});

const karpenterKinds = [
    ...kinds("karpenter.sh", "v1", ["NodePool", "NodeClaim"], "Cluster"),
    ...kinds("karpenter.k8s.aws", "v1", ["EC2NodeClass"], "Cluster"),
];

const gatewayKinds = [
    ...kinds("gateway.networking.k8s.io", "v1", ["Gateway", "HTTPRoute", "GRPCRoute", "ListenerSet", "TLSRoute"]),
    ...kinds("gateway.networking.k8s.io", "v1", ["GatewayClass"], "Cluster"),
];

const definitions = { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"] };

export const doubles: Double[] = [
    {
        chart: "argo-cd",
        workloads: [
            {
                name: "argocd-server",
                labels: named("argocd-server", "argo-cd"),
                port: 8083,
                values: "server",
                placement: "global",
                monitor: "server.metrics.serviceMonitor",
            },
            {
                name: "argocd-application-controller",
                kind: "StatefulSet",
                labels: named("argocd-application-controller", "argo-cd"),
                port: 8082,
                values: "controller",
                placement: "global",
                monitor: "controller.metrics.serviceMonitor",
            },
        ],
        crds: { "double.retained": kinds("argoproj.io", "v1alpha1", ["Application", "ApplicationSet", "AppProject"]) },
        hooks: [{ name: "argocd-redis-secret-init", when: "pre-install,pre-upgrade", placement: "global" }],
    },
    {
        chart: "argo-rollouts",
        workloads: [
            {
                name: "argo-rollouts",
                labels: {
                    ...named("argo-rollouts", "argo-rollouts"),
                    "app.kubernetes.io/component": "rollouts-controller",
                },
                port: 8090,
                values: "controller",
                monitor: "controller.metrics.serviceMonitor",
            },
        ],
        crds: {
            "double.retained": [
                ...kinds("argoproj.io", "v1alpha1", ["AnalysisRun", "AnalysisTemplate", "Experiment", "Rollout"]),
                ...kinds("argoproj.io", "v1alpha1", ["ClusterAnalysisTemplate"], "Cluster"),
            ],
        },
    },
    {
        chart: "aws-load-balancer-controller",
        workloads: [
            {
                name: "aws-load-balancer-controller",
                labels: named("aws-load-balancer-controller", "aws-load-balancer-controller"),
                port: 8080,
                monitor: "serviceMonitor",
            },
        ],
        crdFolder: [
            ...kinds("elbv2.k8s.aws", "v1beta1", ["TargetGroupBinding"]),
            ...kinds("gateway.k8s.aws", "v1", ["LoadBalancerConfiguration", "TargetGroupConfiguration"]),
        ],
    },
    {
        chart: "aws-privateca-issuer",
        workloads: [
            {
                name: "aws-privateca-issuer",
                labels: named("aws-privateca-issuer", "aws-privateca-issuer"),
                port: 8080,
            },
        ],
        crdFolder: kinds("awspca.cert-manager.io", "v1beta1", ["AWSPCAClusterIssuer"], "Cluster"),
    },
    {
        chart: "cert-manager",
        workloads: [
            certManager("cert-manager", "controller"),
            certManager("cert-manager-webhook", "webhook", "webhook"),
            certManager("cert-manager-cainjector", "cainjector", "cainjector"),
        ],
        crds: {
            "double.retained": [
                ...kinds("cert-manager.io", "v1", ["Certificate", "CertificateRequest", "Issuer"]),
                ...kinds("cert-manager.io", "v1", ["ClusterIssuer"], "Cluster"),
                ...kinds("acme.cert-manager.io", "v1", ["Challenge", "Order"]),
            ],
        },
        hooks: [{ name: "cert-manager-startupapicheck", when: "post-install", placement: "startupapicheck" }],
    },
    {
        chart: "external-dns",
        workloads: [{ name: "{{ .Release.Name }}", labels: named("external-dns", "{{ .Release.Name }}"), port: 7979 }],
        crdFolder: kinds("externaldns.k8s.io", "v1alpha1", ["DNSEndpoint"]),
    },
    {
        chart: "eck-operator",
        workloads: [
            {
                name: "elastic-operator",
                kind: "StatefulSet",
                labels: named("elastic-operator", "elasticsearch"),
                port: 8080,
            },
        ],
        crds: {
            "double.retained": [
                ...kinds("elasticsearch.k8s.elastic.co", "v1", ["Elasticsearch"]),
                ...kinds("kibana.k8s.elastic.co", "v1", ["Kibana"]),
            ],
        },
    },
    {
        chart: "base",
        crds: {
            "double.retained": [
                ...kinds("security.istio.io", "v1", [
                    "AuthorizationPolicy",
                    "PeerAuthentication",
                    "RequestAuthentication",
                ]),
                ...kinds("networking.istio.io", "v1", ["DestinationRule", "ServiceEntry", "VirtualService"]),
            ],
        },
    },
    {
        chart: "cni",
        workloads: [
            { name: "istio-cni-node", kind: "DaemonSet", labels: { "k8s-app": "istio-cni-node" }, port: 15014 },
        ],
    },
    {
        chart: "datadog",
        workloads: [
            {
                name: "datadog",
                kind: "DaemonSet",
                labels: named("datadog", "datadog-agent"),
                port: 8125,
                values: "agents",
            },
        ],
    },
    {
        chart: "external-secrets",
        workloads: [
            {
                name: "external-secrets",
                labels: named("external-secrets", "external-secrets"),
                port: 8080,
                monitor: "serviceMonitor",
            },
            {
                name: "external-secrets-webhook",
                labels: named("external-secrets-webhook", "external-secrets"),
                port: 8080,
                values: "webhook",
                monitor: "serviceMonitor",
            },
        ],
        crds: {
            "crds.annotations": [
                ...kinds("external-secrets.io", "v1", ["ExternalSecret", "SecretStore"]),
                ...kinds("external-secrets.io", "v1", ["ClusterSecretStore", "ClusterExternalSecret"], "Cluster"),
                ...kinds("generators.external-secrets.io", "v1alpha1", ["Password"]),
            ],
        },
    },
    {
        chart: "falco",
        workloads: [{ name: "falco", kind: "DaemonSet", labels: named("falco", "falco"), port: 8765 }],
    },
    {
        chart: "fluent-bit",
        workloads: [
            {
                name: '{{ .Values.fullnameOverride | default "fluent-bit" }}',
                kind: '{{ .Values.kind | default "DaemonSet" }}',
                labels: named("fluent-bit", "{{ .Release.Name }}"),
                port: 2020,
                monitor: "serviceMonitor",
            },
        ],
    },
    {
        chart: "fluentd",
        workloads: [
            {
                name: "fluentd",
                kind: "StatefulSet",
                labels: named("fluentd", "fluentd"),
                port: 24231,
                monitor: "metrics.serviceMonitor",
            },
        ],
    },
    { chart: "gateway-api-crds", crds: { "double.retained": gatewayKinds } },
    {
        chart: "gateway-helm",
        workloads: [
            {
                name: "envoy-gateway",
                labels: { ...named("gateway-helm", "{{ .Release.Name }}"), "control-plane": "envoy-gateway" },
                port: 19001,
                values: "deployment",
                placement: "deployment.pod",
                resources: "deployment.envoyGateway",
            },
        ],
        crdFolder: [
            ...gatewayKinds,
            ...kinds("gateway.envoyproxy.io", "v1alpha1", [
                "BackendTrafficPolicy",
                "ClientTrafficPolicy",
                "EnvoyProxy",
            ]),
        ],
        hooks: [
            {
                name: "envoy-gateway-gateway-helm-certgen",
                when: "pre-install,pre-upgrade",
                placement: "certgen.job",
            },
        ],
    },
    {
        chart: "istiod",
        workloads: [{ name: "istiod", labels: { app: "istiod", istio: "pilot" }, port: 15014 }],
    },
    {
        chart: "cilium",
        workloads: [
            { name: "cilium", kind: "DaemonSet", labels: { "k8s-app": "cilium" }, port: 9962, monitor: "hubble" },
            {
                name: "cilium-operator",
                labels: { "io.cilium/app": "operator", name: "cilium-operator" },
                port: 9963,
                values: "operator",
                monitor: "hubble",
            },
        ],
    },
    {
        chart: "tigera-operator",
        workloads: [
            {
                name: "tigera-operator",
                labels: { name: "tigera-operator", "k8s-app": "tigera-operator" },
            },
        ],
        hooks: [{ name: "tigera-operator-uninstall", when: "pre-delete" }],
    },
    {
        chart: "gatekeeper",
        workloads: [
            {
                name: "gatekeeper-controller-manager",
                labels: { "control-plane": "controller-manager", "gatekeeper.sh/operation": "webhook" },
                port: 8888,
                values: "controllerManager",
            },
            {
                name: "gatekeeper-audit",
                labels: { "control-plane": "audit-controller", "gatekeeper.sh/operation": "audit" },
                port: 8888,
                values: "audit",
            },
        ],
        crdFolder: kinds("templates.gatekeeper.sh", "v1", ["ConstraintTemplate"], "Cluster"),
        hooks: [
            {
                name: "gatekeeper-update-crds-hook",
                when: "pre-install,pre-upgrade",
                placement: "crds",
                account: { values: "upgradeCRDs.serviceAccount", name: "gatekeeper-admin-upgrade-crds" },
                weight: 1,
            },
            {
                name: "gatekeeper-delete-webhook-configs",
                when: "pre-delete",
                placement: "preUninstall",
                account: {
                    values: "preUninstall.deleteWebhookConfigurations.serviceAccount",
                    name: "gatekeeper-delete-webhook-configs",
                },
                weight: -5,
            },
        ],
    },
    {
        chart: "karpenter",
        workloads: [
            {
                name: "karpenter",
                labels: named("karpenter", "karpenter"),
                port: 8080,
                resources: "controller",
                monitor: "serviceMonitor",
            },
        ],
        crdFolder: karpenterKinds,
    },
    { chart: "karpenter-crd", crds: { additionalAnnotations: karpenterKinds } },
    {
        chart: "kube-prometheus-stack",
        workloads: [
            {
                name: "monitoring-operator",
                labels: { app: "kube-prometheus-stack-operator", release: "monitoring" },
                port: 10250,
                values: "prometheusOperator",
            },
            {
                name: "monitoring-grafana",
                labels: named("grafana", "monitoring"),
                port: 3000,
                values: "grafana",
            },
            {
                name: "monitoring-kube-state-metrics",
                labels: named("kube-state-metrics", "monitoring"),
                port: 8081,
                values: "kube-state-metrics",
                monitor: "kube-state-metrics.selfMonitor",
            },
        ],
        hooks: [
            {
                name: "monitoring-admission-create",
                when: "pre-install,pre-upgrade",
                placement: "prometheusOperator",
            },
            {
                name: "monitoring-admission-patch",
                when: "post-install,post-upgrade",
                placement: "prometheusOperator",
                role: "monitoring-admission",
                rules: [
                    {
                        apiGroups: ["admissionregistration.k8s.io"],
                        resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
                        verbs: ["get", "update"],
                    },
                ],
            },
        ],
    },
    {
        chart: "kyverno",
        workloads: [
            kyvernoController("admission-controller", "admissionController"),
            kyvernoController("background-controller", "backgroundController"),
        ],
        crds: {
            "crds.annotations": [
                ...kinds("kyverno.io", "v1", ["ClusterPolicy"], "Cluster"),
                ...kinds("kyverno.io", "v2", ["PolicyException", "CleanupPolicy"]),
            ],
            "kyverno-api.annotations": [
                ...kinds(
                    "policies.kyverno.io",
                    "v1",
                    ["GeneratingPolicy", "ImageValidatingPolicy", "MutatingPolicy", "ValidatingPolicy"],
                    "Cluster",
                ),
                ...kinds("policies.kyverno.io", "v1", ["PolicyException"]),
            ],
        },
        hooks: [
            {
                name: "kyverno-migrate-resources",
                when: "post-upgrade",
                placement: "global",
                role: "kyverno:migrate-resources",
                rules: [
                    { apiGroups: ["kyverno.io"], resources: ["*"], verbs: ["get", "list", "update"] },
                    { apiGroups: ["policies.kyverno.io"], resources: ["*"], verbs: ["get", "list", "update"] },
                    { ...definitions, verbs: ["get"] },
                ],
            },
            { name: "kyverno-scale-to-zero", when: "pre-delete", placement: "global" },
        ],
    },
    {
        chart: "loki",
        workloads: [
            {
                name: "loki",
                kind: "StatefulSet",
                labels: { ...named("loki", "loki"), "app.kubernetes.io/component": "single-binary" },
                port: 3100,
                values: "singleBinary",
                monitor: "monitoring.serviceMonitor",
            },
            {
                name: "loki-gateway",
                labels: { ...named("loki", "loki"), "app.kubernetes.io/component": "gateway" },
                port: 8080,
                values: "gateway",
                monitor: "monitoring.serviceMonitor",
            },
        ],
    },
    {
        chart: "newrelic-infrastructure",
        workloads: [
            {
                name: "newrelic-nrk8s-kubelet",
                kind: "DaemonSet",
                labels: named("newrelic-infrastructure", "newrelic"),
                port: 8003,
                resources: "kubelet.agent",
            },
        ],
    },
    {
        chart: "linkerd-crds",
        // Not kept: the real chart has no value for it.
        crds: {
            "double.annotations": [
                ...kinds("policy.linkerd.io", "v1beta3", ["Server"]),
                ...kinds("policy.linkerd.io", "v1alpha1", [
                    ...["AuthorizationPolicy", "MeshTLSAuthentication", "NetworkAuthentication"],
                ]),
            ],
        },
    },
    {
        chart: "linkerd-control-plane",
        workloads: [
            ...(
                [
                    ["linkerd-identity", "identity", 9990, {}],
                    ["linkerd-destination", "destination", 9996, { "policy-admin": 9990 }],
                    ["linkerd-proxy-injector", "proxy-injector", 9995, {}],
                ] as const
            ).map(([name, component, port, others]) => ({
                name,
                labels: { "linkerd.io/control-plane-component": component, "linkerd.io/control-plane-ns": "linkerd" },
                port,
                others: { ...others, "linkerd-admin": 4191 },
            })),
        ],
    },
    {
        chart: "linkerd2-cni",
        workloads: [
            { name: "linkerd-cni", kind: "DaemonSet" as const, labels: { "k8s-app": "linkerd-cni" }, port: 9990 },
        ],
    },
    {
        chart: "nginx-gateway-fabric",
        workloads: [
            {
                name: "nginx-gateway",
                labels: named("nginx-gateway-fabric", "nginx-gateway"),
                port: 9113,
                values: "nginxGateway",
            },
        ],
        crdFolder: kinds("gateway.nginx.org", "v1alpha1", [
            ...["ClientSettingsPolicy", "ProxySettingsPolicy", "RateLimitPolicy", "UpstreamSettingsPolicy"],
        ]),
    },
    {
        chart: "opentelemetry-collector",
        workloads: [
            {
                name: "opentelemetry-collector",
                labels: named("opentelemetry-collector", "opentelemetry-collector"),
                port: 8888,
            },
        ],
    },
    {
        chart: "prometheus-node-exporter",
        workloads: [
            {
                name: "node-exporter",
                kind: "DaemonSet",
                labels: named("prometheus-node-exporter", "node-exporter"),
                port: 9100,
                monitor: "prometheus.monitor",
            },
        ],
    },
    {
        chart: "prometheus-operator-crds",
        crds: {
            "crds.annotations": kinds("monitoring.coreos.com", "v1", [
                ...["ServiceMonitor", "PodMonitor", "PrometheusRule", "Prometheus", "Alertmanager"],
            ]),
        },
    },
    {
        chart: "tempo",
        workloads: [
            { name: "tempo", kind: "StatefulSet", labels: named("tempo", "tempo"), port: 3200, resources: "tempo" },
        ],
    },
    {
        chart: "reloader",
        workloads: [
            {
                name: "reloader",
                labels: named("reloader", "reloader"),
                port: 9090,
                values: "reloader.deployment",
                monitor: "reloader.podMonitor",
            },
        ],
    },
    {
        chart: "sealed-secrets",
        workloads: [
            {
                name: "sealed-secrets",
                labels: named("sealed-secrets", "sealed-secrets"),
                port: 8081,
                monitor: "metrics.serviceMonitor",
            },
        ],
        crdFolder: kinds("bitnami.com", "v1alpha1", ["SealedSecret"]),
    },
    {
        chart: "thanos",
        workloads: [
            thanosProgram("query", 9090),
            thanosProgram("storegateway", 10902, "StatefulSet"),
            thanosProgram("compactor", 10902, "StatefulSet"),
        ],
    },
    {
        chart: "traefik",
        workloads: [
            {
                name: "traefik-gateway",
                labels: named("traefik", "traefik-gateway-traefik-gateway"),
                port: 9100,
            },
        ],
        crdFolder: kinds("traefik.io", "v1alpha1", ["TraefikService"]),
    },
    {
        chart: "trivy-operator",
        workloads: [
            {
                name: "trivy-operator",
                labels: named("trivy-operator", "trivy-operator"),
                port: 8080,
                monitor: "serviceMonitor",
            },
        ],
        crdFolder: kinds("aquasecurity.github.io", "v1alpha1", ["VulnerabilityReport"]),
    },
    {
        chart: "trust-manager",
        workloads: [{ name: "trust-manager", labels: named("trust-manager", "trust-manager"), port: 9402 }],
        crds: { "double.retained": kinds("trust.cert-manager.io", "v1alpha1", ["Bundle"], "Cluster") },
    },
    {
        chart: "vault",
        workloads: [
            {
                name: "vault",
                kind: "StatefulSet",
                labels: { ...named("vault", "vault"), component: "server" },
                port: 8200,
                values: "server",
                monitor: "serverTelemetry.serviceMonitor",
            },
        ],
    },
    {
        chart: "velero",
        workloads: [
            {
                name: "velero",
                labels: named("velero", "velero"),
                port: 8085,
                monitor: "metrics.serviceMonitor",
            },
            {
                name: "node-agent",
                kind: "DaemonSet",
                labels: { name: "node-agent" },
                port: 8085,
                values: "nodeAgent",
                monitor: "metrics.nodeAgentPodMonitor",
            },
        ],
        crdFolder: kinds("velero.io", "v1", ["BackupStorageLocation", "Schedule", "Backup", "Restore"]),
        hooks: [
            {
                name: "velero-server-upgrade-crds",
                when: "pre-install,pre-upgrade,pre-rollback",
                role: "velero-upgrade-crds",
                rules: [{ ...definitions, verbs: ["create", "patch", "update", "get", "list"] }],
            },
        ],
    },
    {
        chart: "ztunnel",
        workloads: [{ name: "ztunnel", kind: "DaemonSet", labels: { app: "ztunnel" }, port: 15020 }],
    },
];
