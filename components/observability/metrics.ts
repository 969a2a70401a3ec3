import type { Input } from "@pulumi/pulumi";
import type { Addon, Egress, Profile, Statement } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { externalSecret, generatedPassword } from "../platform/external-secret.ts";
import { alertmanager, heartbeatSecret } from "./alertmanager.ts";
import { controlPlaneMonitors, controlPlaneRules } from "./control-plane-metrics.ts";
import { configMapReader, grafana, grafanaAdminSecret, type LogSource } from "./grafana.ts";
import { kubeStateMetrics, prometheus, prometheusOperator } from "./prometheus.ts";

export interface MetricsFacts {
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
    /** Pods of other namespaces that Prometheus reads metrics from. */
    scrapeTargets: Egress[];
}

const namespace = "monitoring";

/** Prometheus, Alertmanager and Grafana: metrics with 15 days of history, alerts that reach people, dashboards. */
export const metrics = (profile: Profile, facts: MetricsFacts): Addon => ({
    name: "monitoring",
    chart: charts.kubePrometheusStack,
    crds: charts.prometheusOperatorCrds,
    namespace: { name: namespace, podSecurity: "restricted" },
    identities: [{ serviceAccount: "monitoring-alertmanager", statements: publish(facts) }],
    traffic: {
        from: [
            { peer: "apiServer", ports: [10250] },
            { peer: "sameNamespace", ports: "any" },
        ],
        to: [
            { peer: "kubeApi" },
            { peer: "aws" },
            { peer: "sameNamespace" },
            // kubelet and node exporter
            { peer: "nodes", ports: [10250, 9100] },
            // CoreDNS
            { peer: { namespace: "kube-system" }, ports: [9153] },
            { peer: { namespace: facts.logs.namespace }, ports: [facts.logs.port] },
            ...facts.scrapeTargets,
            { peer: { internet: "Alertmanager reports to the dead-man switch." }, ports: [443] },
        ],
    },
    needs: ["external-secrets"],
    answers: ["Monitoring Infrastructure"],
    values: values(profile, facts),
    before: [
        externalSecret({
            name: heartbeatSecret,
            namespace,
            store: facts.secretStore,
            key: facts.heartbeatUrlSecret,
            data: { url: undefined },
        }),
        ...generatedPassword(grafanaAdminSecret, namespace, "admin"),
        configMapReader,
    ],
});

const publish = ({ alertTopicArn, alertKeyArn }: MetricsFacts): Statement[] => [
    { Sid: "PublishAlerts", Effect: "Allow", Action: ["sns:Publish"], Resource: alertTopicArn },
    { Sid: "EncryptAlerts", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: alertKeyArn },
];

const values = (profile: Profile, { alertTopicArn, storageClass, logs }: MetricsFacts) => ({
    fullnameOverride: "monitoring",
    ...controlPlaneRules,
    // Installed as an add-on of its own; its dashboards are here.
    nodeExporter: {
        enabled: false,
        forceDeployDashboards: true,
        operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } },
    },
    prometheusOperator: prometheusOperator(profile),
    prometheus: { ...prometheus(profile, storageClass), ...controlPlaneMonitors },
    "kube-state-metrics": kubeStateMetrics(profile),
    alertmanager: alertmanager(profile, { topicArn: alertTopicArn, storageClass }),
    grafana: grafana(profile, logs),
});
