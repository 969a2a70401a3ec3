import type { Input } from "@pulumi/pulumi";
import type { Addon, Egress, Profile, Statement } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { externalSecret, generatedPassword } from "../platform/external-secret.ts";
import { kept } from "../platform/kept.ts";
import { alertmanager, heartbeatSecret } from "./alertmanager.ts";
import { controlPlaneMonitors, controlPlaneRules } from "./control-plane-metrics.ts";
import { configMapReader, grafana, grafanaAdminSecret, type LogSource } from "./grafana.ts";
import { kubeStateMetrics, prometheus, prometheusOperator } from "./prometheus.ts";

export interface MetricsFacts {
    /** Pods of other namespaces that Prometheus reads metrics from. */
    scrapeTargets: Egress[];
    /** What only EKS has. Default: alerts reach nobody, and there are neither logs nor metrics of the control plane. */
    eks?: EksMetricsFacts;
}

export interface EksMetricsFacts {
    region: string;
    /** SNS topic that alerts are published to, and the KMS key that encrypts it. */
    alertTopicArn: Input<string>;
    alertKeyArn: Input<string>;
    /** Name of the Secrets Manager secret that holds the URL of the dead-man switch. */
    heartbeatUrlSecret: string;
    /** Name of the ClusterSecretStore. */
    secretStore: string;
    /** Storage class of the time series; zonal volumes are enough, since every series is kept twice. */
    storageClass: string;
    /** Where Grafana finds the logs. */
    logs: LogSource;
}

const namespace = "monitoring";

/** Prometheus, Alertmanager and Grafana: metrics with 15 days of history, alerts that reach people, dashboards. */
export const metrics = (profile: Profile, { scrapeTargets, eks }: MetricsFacts): Addon => ({
    name: "monitoring",
    chart: charts.kubePrometheusStack,
    crds: { chart: charts.prometheusOperatorCrds, values: { crds: { annotations: kept } } },
    namespace: { name: namespace, podSecurity: "restricted" },
    identities: eks && [{ serviceAccount: "monitoring-alertmanager", statements: publish(eks) }],
    traffic: {
        from: [
            { peer: "apiServer", ports: [10250] },
            { peer: "sameNamespace", ports: "any" },
        ],
        to: [
            { peer: "kubeApi" },
            ...(eks ? [{ peer: "aws" as const }] : []),
            { peer: "sameNamespace" },
            // kubelet and node exporter
            { peer: "nodes", ports: [10250, 9100] },
            // CoreDNS
            { peer: { namespace: "kube-system" }, ports: [9153] },
            ...(eks ? [{ peer: { namespace: eks.logs.namespace }, ports: [eks.logs.port] }] : []),
            ...scrapeTargets,
            ...(eks ? [{ peer: { internet: "Alertmanager reports to the dead-man switch." }, ports: [443] }] : []),
        ],
    },
    needs: ["external-secrets"],
    answers: ["Monitoring Infrastructure"],
    values: values(profile, eks),
    before: [
        ...(eks ? [heartbeat(eks)] : []),
        ...generatedPassword(grafanaAdminSecret, namespace, "admin"),
        configMapReader,
    ],
});

const heartbeat = ({ secretStore, heartbeatUrlSecret }: EksMetricsFacts) =>
    externalSecret({
        name: heartbeatSecret,
        namespace,
        store: secretStore,
        key: heartbeatUrlSecret,
        data: { url: undefined },
    });

const publish = ({ alertTopicArn, alertKeyArn }: EksMetricsFacts): Statement[] => [
    { Sid: "PublishAlerts", Effect: "Allow", Action: ["sns:Publish"], Resource: alertTopicArn },
    { Sid: "EncryptAlerts", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: alertKeyArn },
];

const values = (profile: Profile, eks?: EksMetricsFacts) => ({
    fullnameOverride: "monitoring",
    ...controlPlaneRules,
    // Installed as an add-on of its own; its dashboards are here.
    nodeExporter: {
        enabled: false,
        forceDeployDashboards: true,
        operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } },
    },
    prometheusOperator: prometheusOperator(profile),
    prometheus: { ...prometheus(profile, eks), ...(eks ? controlPlaneMonitors : {}) },
    "kube-state-metrics": kubeStateMetrics(profile),
    alertmanager: alertmanager(profile, eks && { ...eks, topicArn: eks.alertTopicArn }),
    grafana: grafana(profile, eks?.logs),
});
