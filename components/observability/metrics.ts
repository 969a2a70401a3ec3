import { type DataSource, type MetricsHistory, type Offers, offered } from "../offers.ts";
import type { Part, Platform } from "../part.ts";
import type { Identity, Statement } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { chartSecrets, ownKinds, unprobed } from "../platform/exemption.ts";
import { generatedPassword } from "../platform/external-secret.ts";
import type { DeclaredTraffic } from "../platform/flows.ts";
import { keepOnRemoval } from "../platform/keep-on-removal.ts";
import { mergedValues } from "../platform/merged-values.ts";
import { callerMarks } from "../platform/mesh.ts";
import type { Settings } from "../settings.ts";
import { type Alerting, alertingFlows, alertingObjects, alertingOf, publish } from "./alerting.ts";
import { alertmanager } from "./alertmanager.ts";
import { kubernetesAlerts } from "./alerts/kubernetes.ts";
import { chartRules } from "./chart-rules.ts";
import { cloudWatchSource, readCloudWatch } from "./cloudwatch-source.ts";
import { controlPlaneMonitors, controlPlaneRules } from "./control-plane-metrics.ts";
import { cluster } from "./dashboards/cluster.ts";
import { controlPlane } from "./dashboards/control-plane.ts";
import { nodes } from "./dashboards/nodes.ts";
import { slos } from "./dashboards/slos.ts";
import { workloads } from "./dashboards/workloads.ts";
import { dataSources, toTraces } from "./data-sources.ts";
import { addonMonitors, addonPorts } from "./eks-addon-monitors.ts";
import { configMapReader, grafana, grafanaAdminSecret, grafanaUi } from "./grafana.ts";
import { signOnFlow, signOnObjects } from "./grafana-sign-on.ts";
import { kubeStateMetrics, prometheus, prometheusCaller, prometheusOperator } from "./prometheus.ts";
import { remoteWriteFlows, remoteWriteObjects } from "./remote-write.ts";
import { sloGroups } from "./slos.ts";

const namespace = "monitoring";

/** Prometheus, Alertmanager and Grafana: metrics with 15 days of history, alerts that reach people, dashboards. */
export const metrics: Part = {
    name: "monitoring",
    namespace: { name: namespace, podSecurity: "restricted" },
    lessElsewhere: {
        "alert topic": "alerts reach people over SNS",
        "cloud alarms": "CloudWatch watches what AWS runs outside of the cluster",
        "control plane metrics": "EKS publishes them in a way of its own",
    },
    awsApis: ["logs", "sns"],
    exemptions: [
        chartSecrets(namespace, "the operator takes Alertmanager's configuration as a Secret only", "2027-07-31"),
        unprobed(namespace, "what the operator makes is probed as the operator has it", "2027-05-31"),
        ownKinds("monitoring-operator", "the operator owns every kind of its API group", "2027-09-30"),
    ],
    accepted: [
        {
            check: "rbac-no-wildcards",
            objects: ["ClusterRole monitoring-operator"],
            reason: "the operator owns all resources of its own API group, and the workloads that it makes of them",
            review: "2027-09-30",
        },
        {
            check: "rbac-secrets-access",
            objects: ["Role monitoring/monitoring-admission"],
            reason: "it is limited to the namespace of its own add-on",
            review: "2027-09-30",
        },
        {
            check: "rbac-webhook-config",
            objects: ["ClusterRole monitoring-admission"],
            reason: "a hook that puts the new certificate into the webhook of the operator, and is gone then",
            review: "2027-09-30",
        },
        {
            check: "replicas-min",
            objects: ["Deployment monitoring/monitoring-kube-state-metrics"],
            reason: "two of them would count everything twice",
            review: "2027-06-30",
        },
        {
            check: "replicas-min",
            objects: ["Deployment monitoring/monitoring-operator"],
            reason: "it elects no leader; Prometheus and Alertmanager run on without it",
            review: "2027-06-30",
        },
        {
            check: "secret-from-store",
            objects: ["Secret monitoring/alertmanager-monitoring-alertmanager"],
            reason: "the operator takes the configuration of Alertmanager as a Secret only; it holds no credential: SNS by identity, the dead-man switch and every receiver by file",
            review: "2027-07-31",
        },
    ],
    reads: ({ alerts, metrics: { remoteWrite }, grafana: { sso } }) => [
        ...(alerts ? [alerts.heartbeatUrlSecret, ...alerts.receivers.map(({ secretName }) => secretName)] : []),
        ...remoteWrite.map(({ secretName }) => secretName),
        ...(sso ? [sso.clientSecretName] : []),
    ],
    opens: ({ grafana: { sso } }) => sso && grafanaUi,
    addon: (settings, platform) => {
        const { profile, eks, offers } = platform;
        const { remoteWrite } = settings.metrics;
        const { sso } = settings.grafana;
        const store = () => offered(offers, "secretStore");
        const alerting = eks && alertingOf(settings, eks, offers);
        const history = eks && offers.metricsHistory?.connect(settings, eks);
        return {
            chart: charts.kubePrometheusStack,
            crds: { chart: charts.prometheusOperatorCrds, values: { crds: { annotations: keepOnRemoval } } },
            identities: alerting && identities(alerting, history, readCloudWatch(eks, offers)),
            traffic: {
                from: [
                    { peer: "apiServer", ports: [10250] },
                    { peer: "sameNamespace", ports: "any" },
                    ...(offers.analysis ? [{ peer: offers.analysis, ports: [9090] }] : []),
                    ...(offers.metricsHistory?.traffic.from ?? []),
                ],
                to: egress(offers, alerting, settings),
            },
            needs: ["external-secrets", ...(offers.metricsHistory?.needs ?? [])],
            answers: ["Monitoring Infrastructure"],
            mesh: prometheusCaller,
            dashboards: [cluster, nodes, workloads, controlPlane, slos],
            values: values(platform, alerting, history, settings, eks && cloudWatchSource(eks, offers)),
            rules: [...kubernetesAlerts(profile, eks !== undefined), ...sloGroups(settings.slos)],
            before: [
                ...(alerting ? alertingObjects(alerting, namespace) : []),
                ...remoteWriteObjects(remoteWrite, namespace, store),
                ...(history?.before ?? []),
                ...(sso ? signOnObjects(sso, namespace, store()) : []),
                ...generatedPassword(grafanaAdminSecret, namespace, "admin"),
                configMapReader,
            ],
            after: eks && addonMonitors,
        };
    },
};

const identities = (alerting: Alerting, history: MetricsHistory | undefined, readLogs: Statement[]): Identity[] => [
    { serviceAccount: "monitoring-alertmanager", statements: publish(alerting) },
    ...(history ? [{ serviceAccount: "monitoring-prometheus", statements: history.write }] : []),
    { serviceAccount: "monitoring-grafana", statements: [...(history?.read ?? []), ...readLogs] },
];

const egress = (
    { logs, metricsHistory, policyEngine, traces }: Offers,
    alerting: Alerting | undefined,
    { metrics: { remoteWrite }, grafana: { sso } }: Settings,
): DeclaredTraffic["to"] => [
    { peer: "kubeApi" },
    ...(alerting ? [{ peer: "aws" as const }] : []),
    { peer: "sameNamespace" },
    // kubelet, node exporter, and what else is on the network of the nodes
    {
        peer: "nodes",
        ports: [10250, 9100, ...(alerting ? addonPorts("nodes") : []), ...(policyEngine?.metricsPorts ?? [])],
    },
    // CoreDNS, and the other EKS add-ons
    { peer: { namespace: "kube-system" }, ports: [9153, ...(alerting ? addonPorts("pods") : [])] },
    ...(logs?.dataSource ? [logs.flow] : []),
    ...(traces?.source ? [traces.source.flow] : []),
    ...(metricsHistory?.traffic.to ?? []).filter(({ peer }) => peer !== "aws" || !alerting),
    { peer: "metrics" },
    ...(alerting ? alertingFlows(alerting) : []),
    ...(sso ? [signOnFlow(sso)] : []),
    ...remoteWriteFlows(remoteWrite),
];

const values = (
    { profile, offers, webApp }: Platform,
    alerting: Alerting | undefined,
    history: MetricsHistory | undefined,
    settings: Settings,
    controlPlaneLogs: DataSource | undefined,
) => ({
    fullnameOverride: "monitoring",
    defaultRules: chartRules,
    ...controlPlaneRules,
    // Installed as an add-on of its own; its dashboards are here.
    nodeExporter: {
        enabled: false,
        forceDeployDashboards: true,
        operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } },
    },
    prometheusOperator: prometheusOperator(profile),
    prometheus: mergedValues(
        {
            ...prometheus(
                profile,
                {
                    receivers: settings.metrics.remoteWrite,
                    exemplars: offers.traces !== undefined,
                    marks: callerMarks(offers.mesh, prometheusCaller),
                },
                alerting?.region,
            ),
            ...(alerting ? controlPlaneMonitors : {}),
        },
        history?.prometheus,
    ),
    "kube-state-metrics": kubeStateMetrics(profile),
    alertmanager: alertmanager(profile, alerting),
    grafana: mergedValues(
        grafana(
            profile,
            { settings: settings.grafana, webApp },
            dataSources(offers, [...(history?.dataSources ?? []), ...(controlPlaneLogs ? [controlPlaneLogs] : [])]),
            toTraces(offers),
        ),
        history?.grafana,
    ),
});
