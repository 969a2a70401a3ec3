import { firing } from "./firing.ts";
import { withDown } from "./nodes.ts";
import { constant, growing, type Series } from "./series.ts";

/** Something that breaks, and the one notification that it must end in. */
export interface Fault {
    readonly name: string;
    /** What is measured of it, and of what follows from it. */
    readonly series: readonly Series[];
    /** The alert that is told of it, and to whom. */
    readonly alert: string;
    readonly receiver: "oncall" | "topic";
    /** Minutes within which somebody is told, from the first sample that shows it. */
    readonly within: number;
    /** The alert is of a chart, and not ours. Default false. */
    readonly ofChart?: boolean;
    /** Minutes that were measured before. Default 60. */
    readonly history?: number;
}

const ksm = `job="kube-state-metrics"`;

/** A pod that waits, and its Deployment that lacks it. */
const waiting = (namespace: string, deployment: string): Series[] => {
    const pod = `namespace="${namespace}",pod="${deployment}-1"`;
    const workload = `${ksm},namespace="${namespace}",deployment="${deployment}"`;
    return [
        constant(`kube_pod_status_phase{${ksm},${pod},phase="Pending"}`),
        constant(`kube_pod_owner{${ksm},${pod},owner_kind="ReplicaSet",owner_name="${deployment}"}`),
        constant(`kube_deployment_spec_replicas{${workload}}`, 3),
        constant(`kube_deployment_status_replicas_available{${workload}}`, 2),
        constant(`kube_deployment_status_replicas_updated{${workload}}`, 3),
    ];
};

/** A Deployment without a pod. */
const gone = (namespace: string, deployment: string): Series[] => {
    const workload = `${ksm},namespace="${namespace}",deployment="${deployment}"`;
    return [
        constant(`kube_deployment_spec_replicas{${workload}}`, 3),
        constant(`kube_deployment_status_replicas_available{${workload}}`, 0),
        constant(`kube_deployment_status_replicas_updated{${workload}}`, 3),
    ];
};

const volume = `job="kubelet",metrics_path="/metrics",namespace="shop",persistentvolumeclaim="data"`;
const requests = `job="apiserver",verb="GET",subresource=""`;

export const faults: readonly Fault[] = [
    {
        name: "a node is down, with its pods",
        series: withDown("b1"),
        alert: "KubeNodeNotReady",
        receiver: "topic",
        within: 7,
    },
    {
        name: "a zone is down, with its nodes and their pods",
        series: withDown("b1", "b2"),
        alert: "ZoneDown",
        receiver: "oncall",
        within: 7,
    },
    {
        name: "a volume will be full in four days",
        series: [
            constant(`kubelet_volume_stats_capacity_bytes{${volume}}`, 100),
            constant(`kubelet_volume_stats_used_bytes{${volume}}`, 90),
            { series: `kubelet_volume_stats_available_bytes{${volume}}`, value: (ago) => 10 + ago / 400 },
        ],
        alert: "KubePersistentVolumeFillingUp",
        receiver: "topic",
        within: 62,
        ofChart: true,
        history: 7 * 60,
    },
    {
        name: "the last good backup is seven hours old",
        series: [
            {
                series: 'velero_backup_last_successful_timestamp{schedule="velero-every-6h"}',
                value: () => Date.now() / 1000 - 7.01 * 3600,
            },
        ],
        alert: "VeleroBackupTooOld",
        receiver: "oncall",
        within: 17,
    },
    {
        name: "the restore test fails, and with it its job",
        series: [
            ...firing("RestoreTestFailed"),
            ...firing("RestoreTestRunFailed"),
            constant(`kube_job_failed{${ksm},namespace="restore-test",job_name="restore-test-1",condition="true"}`),
        ],
        alert: "RestoreTestFailed",
        receiver: "oncall",
        within: 2,
    },
    {
        name: "no backup was restored for eight days",
        series: [
            {
                series: 'kube_cronjob_created{namespace="restore-test",cronjob="restore-test"}',
                value: () => Date.now() / 1000 - 8.1 * 86_400,
            },
        ],
        alert: "RestoreTestMissing",
        receiver: "oncall",
        within: 62,
    },
    {
        name: "a certificate ends in six days",
        series: ["1", "2"].flatMap((pod) => {
            const of = `{namespace="shop",name="web",pod="${pod}"}`;
            const in6Days = () => Date.now() / 1000 + 6 * 86_400;
            return [
                { series: `certmanager_certificate_expiration_timestamp_seconds${of}`, value: in6Days },
                // Of 45 days.
                {
                    series: `certmanager_certificate_renewal_timestamp_seconds${of}`,
                    value: () => in6Days() - 15 * 86_400,
                },
            ];
        }),
        alert: "CertificateExpires",
        receiver: "topic",
        within: 12,
    },
    {
        name: "an application is out of sync",
        series: firing("ArgoCdAppOutOfSync"),
        alert: "ArgoCdAppOutOfSync",
        receiver: "topic",
        within: 17,
    },
    {
        name: "no node takes a pod",
        series: [constant('kube_pod_status_unschedulable{namespace="shop",pod="web-1"}'), ...waiting("shop", "web")],
        alert: "PodsUnschedulable",
        receiver: "topic",
        within: 12,
    },
    {
        name: "the error budget of the API burns",
        series: [
            growing(`apiserver_request_total{${requests},code="500"}`, 3),
            growing(`apiserver_request_total{${requests},code="200"}`, 7),
            ...["resource", "namespace", "cluster"].flatMap((scope) =>
                ["1", "5", "30", "+Inf"].map((le) =>
                    growing(
                        `apiserver_request_sli_duration_seconds_bucket{${requests},scope="${scope}",le="${le}"}`,
                        1,
                    ),
                ),
            ),
            growing(`apiserver_request_sli_duration_seconds_count{${requests}}`, 3),
        ],
        alert: "KubeAPIErrorBudgetBurn",
        receiver: "oncall",
        within: 8,
        ofChart: true,
        history: 6 * 60,
    },
    {
        name: "Loki refuses writes",
        series: firing("LokiRefusesWrites"),
        alert: "LokiRefusesWrites",
        receiver: "oncall",
        within: 12,
    },
    {
        name: "the forwarder drops lines",
        series: firing("FluentBitDropping"),
        alert: "FluentBitDropping",
        receiver: "oncall",
        within: 7,
    },
    {
        name: "a secret is not read from the store",
        series: firing("ExternalSecretNotReady"),
        alert: "ExternalSecretNotReady",
        receiver: "oncall",
        within: 12,
    },
    {
        name: "the policy engine is down, with its Deployment",
        series: [...firing("PolicyEngineDown"), ...gone("kyverno", "kyverno-admission-controller")],
        alert: "DeploymentUnavailable",
        receiver: "oncall",
        within: 7,
    },
    {
        name: "etcd is near its limit",
        series: firing("EtcdDatabaseNearLimit", "critical"),
        alert: "EtcdDatabaseNearLimit",
        receiver: "oncall",
        within: 12,
    },
    {
        name: "a subnet is out of addresses, and so is a node in it, with a pod that waits",
        series: [...firing("NodeOutOfAddresses"), ...firing("SubnetOutOfAddresses"), ...waiting("shop", "web")],
        alert: "SubnetOutOfAddresses",
        receiver: "oncall",
        within: 7,
    },
    {
        name: "Karpenter launches machines in vain, and pods wait for them",
        series: [
            ...firing("KarpenterCannotLaunch"),
            constant('kube_pod_status_unschedulable{namespace="shop",pod="web-1"}'),
            ...waiting("shop", "web"),
        ],
        alert: "KarpenterCannotLaunch",
        receiver: "oncall",
        within: 12,
    },
    {
        name: "an autoscaler is at its maximum",
        series: Object.entries({
            spec_min_replicas: 2,
            spec_max_replicas: 10,
            status_current_replicas: 10,
            status_desired_replicas: 10,
        }).map(([what, value]) =>
            constant(
                `kube_horizontalpodautoscaler_${what}{${ksm},namespace="shop",horizontalpodautoscaler="web"}`,
                value,
            ),
        ),
        alert: "KubeHpaMaxedOut",
        receiver: "topic",
        within: 17,
        ofChart: true,
    },
    {
        name: "a container is at its memory limit",
        series: firing("ContainerNearMemoryLimit"),
        alert: "ContainerNearMemoryLimit",
        receiver: "topic",
        within: 17,
    },
    {
        name: "a clock goes wrong",
        series: [constant('node_timex_offset_seconds{job="node-exporter",instance="10.0.0.1:9100"}', 0.1)],
        alert: "NodeClockSkewDetected",
        receiver: "topic",
        within: 12,
        ofChart: true,
    },
];
