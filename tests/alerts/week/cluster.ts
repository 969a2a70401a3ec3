import { buckets, daily, eachDay, labelled, type Metrics, perMinute, type Value } from "./series.ts";

const day = 1440;

/** Nodes, their zone and the minutes in which they are there: one is replaced on the fourth day. */
const nodes = [
    { node: "n1", zone: "eu-west-1a", from: 0, to: Number.POSITIVE_INFINITY },
    { node: "n2", zone: "eu-west-1b", from: 0, to: Number.POSITIVE_INFINITY },
    { node: "n3", zone: "eu-west-1c", from: 0, to: Number.POSITIVE_INFINITY },
    { node: "n4", zone: "eu-west-1a", from: 0, to: 3 * day },
    { node: "n5", zone: "eu-west-1a", from: 3 * day - 10, to: Number.POSITIVE_INFINITY },
];

const state = `job="kube-state-metrics",namespace="monitoring"`;

const ofNode = ({ node, zone, from, to }: (typeof nodes)[number]) => {
    const there = (value: Value) => (minute: number) => {
        if (minute < from || minute >= to) return undefined;
        if (typeof value === "number") return value;
        return typeof value === "function" ? value(minute) : value.perMinute * (minute - from);
    };
    // Two minutes pass until a new node is ready.
    const ready = (minute: number) => (from === 0 || minute >= from + 2 ? 1 : 0);
    const all: Metrics = {
        ...Object.fromEntries([
            ...labelled(`${state},node="${node}"`, {
                kube_node_info: 1,
                [`kube_node_labels{label_topology_kubernetes_io_zone="${zone}"}`]: 1,
                'kube_node_status_condition{condition="Ready",status="true"}': ready,
                'kube_node_status_condition{condition="MemoryPressure",status="true"}': 0,
                'kube_node_status_condition{condition="NetworkingReady",status="false"}': 0,
                // Drained for ten minutes before it goes.
                kube_node_spec_unschedulable: (minute) => (minute >= to - 10 ? 1 : 0),
                'kube_node_status_allocatable{resource="cpu"}': 4,
                'kube_node_status_allocatable{resource="memory"}': 15e9,
                'kube_node_status_capacity{resource="pods"}': 110,
            }),
            ...labelled(
                `job="kubelet",metrics_path="/metrics",instance="${node}:10250",node="${node}",namespace="kube-system"`,
                {
                    up: 1,
                    kubelet_node_name: 1,
                    kubelet_running_pods: daily(30, 50),
                    'kubelet_evictions{eviction_signal="memory.available"}': 0,
                    kubelet_certificate_manager_client_ttl_seconds: 2e7,
                    kubelet_certificate_manager_server_ttl_seconds: 2e7,
                    kubelet_certificate_manager_client_expiration_renew_errors: 0,
                    kubelet_server_expiration_renew_errors: 0,
                    'storage_operation_duration_seconds_count{status="fail-unknown",volume_plugin="csi",operation_name="volume_mount"}': 0,
                    ...buckets("kubelet_pleg_relist_duration_seconds", `a=""`, { "1": 60 }, 60),
                    ...buckets("kubelet_pod_worker_duration_seconds", `operation_type="sync"`, { "1": 60 }, 60),
                },
            ),
            ...labelled(`job="node-exporter",instance="${node}:9100",namespace="node-exporter"`, {
                up: 1,
                'node_cpu_seconds_total{cpu="0",mode="idle"}': perMinute(30),
                'node_cpu_seconds_total{cpu="0",mode="user"}': perMinute(30),
                node_load1: daily(0.3, 1.5),
                node_memory_MemTotal_bytes: 16e9,
                node_memory_MemAvailable_bytes: daily(10e9, 5e9),
                node_vmstat_pgmajfault: perMinute(60),
                'node_filesystem_avail_bytes{mountpoint="/local",fstype="xfs",device="/dev/nvme1n1p1"}': daily(
                    70e9,
                    60e9,
                ),
                'node_filesystem_size_bytes{mountpoint="/local",fstype="xfs",device="/dev/nvme1n1p1"}': 100e9,
                'node_filesystem_readonly{mountpoint="/local",fstype="xfs",device="/dev/nvme1n1p1"}': 0,
                'node_filesystem_files_free{mountpoint="/local",fstype="xfs",device="/dev/nvme1n1p1"}': 9e6,
                'node_filesystem_files{mountpoint="/local",fstype="xfs",device="/dev/nvme1n1p1"}': 1e7,
                // The root of Bottlerocket: full, and read-only.
                'node_filesystem_avail_bytes{mountpoint="/",fstype="ext4",device="/dev/dm-0"}': 0,
                'node_filesystem_size_bytes{mountpoint="/",fstype="ext4",device="/dev/dm-0"}': 1e9,
                'node_filesystem_readonly{mountpoint="/",fstype="ext4",device="/dev/dm-0"}': 1,
                'node_network_receive_errs_total{device="eth0"}': 0,
                'node_network_transmit_errs_total{device="eth0"}': 0,
                'node_network_receive_packets_total{device="eth0"}': perMinute(60_000),
                'node_network_transmit_packets_total{device="eth0"}': perMinute(60_000),
                'node_network_up{device="eth0"}': 1,
                node_nf_conntrack_entries: daily(3000, 20_000),
                node_nf_conntrack_entries_limit: 262_144,
                node_textfile_scrape_error: 0,
                node_timex_offset_seconds: daily(-0.002, 0.002),
                node_timex_sync_status: 1,
                node_timex_maxerror_seconds: 0.01,
                node_filefd_allocated: 4000,
                node_filefd_maximum: 1e6,
                'node_disk_io_time_weighted_seconds_total{device="nvme1n1"}': perMinute(30),
            }),
            ...labelled(`job="aws-node",pod="aws-node-${node}",namespace="kube-system"`, {
                up: 1,
                awscni_no_available_ip_addresses: 0,
                'awscni_aws_api_error_count{api="AssignPrivateIpAddresses",error="RequestLimitExceeded"}': 1,
                'awscni_aws_api_error_count{api="AssignPrivateIpAddresses",error="InsufficientCidrBlocks"}': 0,
            }),
            ...labelled(state, { [`kube_pod_info{pod="aws-node-${node}",node="${node}"}`]: 1 }),
            ...labelled(`job="fluent-bit",namespace="fluent-bit",pod="fluent-bit-${node}"`, {
                // A scrape fails now and then.
                up: eachDay(1, { at: 700, lasts: 1, value: 0 }),
                'fluentbit_output_dropped_records_total{name="loki.0"}': 0,
                'fluentbit_output_retries_total{name="loki.0"}': 3,
            }),
        ]),
    };
    return Object.entries(all).map(([series, value]): [string, Value] => [series, there(value)]);
};

/** A Deployment of three that is rolled out each day at noon, with its autoscaler, its budget and its pods. */
const shop = labelled(`job="kube-state-metrics",namespace="shop"`, {
    'kube_deployment_spec_replicas{deployment="cart"}': 3,
    'kube_deployment_status_replicas_available{deployment="cart"}': eachDay(3, { at: 720, lasts: 4, value: 2 }),
    'kube_deployment_status_replicas_updated{deployment="cart"}': eachDay(3, { at: 720, lasts: 3, value: 1 }),
    'kube_deployment_status_observed_generation{deployment="cart"}': 4,
    'kube_deployment_metadata_generation{deployment="cart"}': 4,
    'kube_deployment_status_condition{deployment="cart",condition="Progressing",status="false"}': 0,
    'kube_statefulset_replicas{statefulset="db"}': 3,
    'kube_statefulset_status_replicas_ready{statefulset="db"}': eachDay(3, { at: 722, lasts: 3, value: 2 }),
    'kube_statefulset_status_replicas_updated{statefulset="db"}': 3,
    'kube_statefulset_status_observed_generation{statefulset="db"}': 2,
    'kube_statefulset_metadata_generation{statefulset="db"}': 2,
    ...Object.fromEntries(
        ["desired", "current"].map((it) => [`kube_daemonset_status_${it}_number_scheduled{daemonset="agent"}`, 4]),
    ),
    'kube_daemonset_status_number_misscheduled{daemonset="agent"}': 0,
    'kube_daemonset_status_updated_number_scheduled{daemonset="agent"}': 4,
    'kube_daemonset_status_number_available{daemonset="agent"}': 4,
    'kube_pod_container_status_restarts_total{pod="cart-1",container="cart"}': (minute) => (minute < 4000 ? 0 : 1),
    'kube_pod_container_status_last_terminated_reason{pod="cart-1",container="cart",reason="OOMKilled"}': 0,
    // A pod waits for a node while Karpenter brings it.
    'kube_pod_status_unschedulable{pod="cart-2"}': (minute) =>
        minute % day >= 480 && minute % day < 484 ? 1 : undefined,
    'kube_pod_container_status_waiting_reason{pod="cart-2",container="cart",reason="ContainerCreating"}': (minute) =>
        minute % day >= 484 && minute % day < 486 ? 1 : undefined,
    'kube_pod_init_container_status_waiting_reason{pod="cart-2",container="wait",reason="PodInitializing"}': 0,
    'kube_pod_status_phase{pod="cart-1",phase="Running"}': 1,
    'kube_pod_status_phase{pod="cart-1",phase="Pending"}': 0,
    'kube_pod_status_ready{pod="cart-1",condition="true"}': 1,
    'kube_pod_owner{pod="cart-1",owner_kind="ReplicaSet"}': 1,
    'kube_pod_deletion_timestamp{pod="cart-3"}': (minute) => (minute >= 5000 && minute < 5003 ? 300_000 : undefined),
    'kube_pod_container_resource_limits{pod="cart-1",container="cart",resource="memory"}': 5e8,
    'kube_pod_container_resource_requests{pod="cart-1",container="cart",resource="memory"}': 5e8,
    'kube_pod_container_resource_requests{pod="cart-1",container="cart",resource="cpu"}': 1,
    'kube_cronjob_next_schedule_time{cronjob="report"}': (minute) => 60 * (Math.floor(minute / 60) + 1) * 60,
    'kube_cronjob_spec_suspend{cronjob="report"}': 0,
    kube_namespace_created: 0,
    'kube_namespace_status_phase{phase="Terminating"}': 0,
    'kube_job_failed{job_name="report-1"}': 0,
    'kube_job_status_active{job_name="report-1"}': eachDay(0, { at: 60, lasts: 30, value: 1 }),
    'kube_job_status_start_time{job_name="report-1"}': (minute) => Math.floor(minute / day) * 86_400 + 3600,
    'kube_poddisruptionbudget_status_pod_disruptions_allowed{poddisruptionbudget="cart"}': eachDay(1, {
        at: 720,
        lasts: 4,
        value: 0,
    }),
    'kube_poddisruptionbudget_status_expected_pods{poddisruptionbudget="cart"}': 3,
    'kube_poddisruptionbudget_status_current_healthy{poddisruptionbudget="cart"}': eachDay(3, {
        at: 720,
        lasts: 4,
        value: 2,
    }),
    'kube_poddisruptionbudget_status_desired_healthy{poddisruptionbudget="cart"}': 2,
    'kube_horizontalpodautoscaler_status_condition{horizontalpodautoscaler="cart",condition="ScalingActive",status="false"}': 0,
    'kube_horizontalpodautoscaler_status_desired_replicas{horizontalpodautoscaler="cart"}': (minute) =>
        Math.round(daily(3, 8)(minute)),
    'kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="cart"}': (minute) =>
        Math.round(daily(3, 8)(Math.max(0, minute - 1))),
    'kube_horizontalpodautoscaler_spec_min_replicas{horizontalpodautoscaler="cart"}': 3,
    'kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="cart"}': 10,
    'kube_persistentvolumeclaim_status_phase{persistentvolumeclaim="data-db-0",phase="Pending"}': 0,
    'kube_pod_spec_volumes_persistentvolumeclaims_info{persistentvolumeclaim="data-db-0",pod="db-0"}': 1,
    'kube_resourcequota{resourcequota="all",resource="requests.cpu",type="used"}': 6,
    'kube_resourcequota{resourcequota="all",resource="requests.cpu",type="hard"}': 10,
    'kube_service_spec_type{service="cart",type="LoadBalancer"}': 1,
    'kube_service_status_load_balancer_ingress{service="cart",hostname="x.elb.amazonaws.com"}': 1,
});

const kubernetes = labelled(state, {
    'kube_volumeattachment_status_attached{volumeattachment="csi-1"}': (minute) =>
        minute >= 4000 && minute < 4002 ? 0 : 1,
    'kube_volumeattachment_info{volumeattachment="csi-1",node="n1"}': 1,
    'kube_persistentvolume_status_phase{persistentvolume="pvc-1",phase="Released"}': 0,
    'kube_persistentvolume_status_phase{persistentvolume="pvc-1",phase="Failed"}': 0,
    // The kubelet of a new node asks for its certificate.
    'kube_certificatesigningrequest_condition{certificatesigningrequest="csr-1",signer_name="kubernetes.io/kubelet-serving",condition="approved"}':
        (minute) => (minute < 3 * day - 9 || minute > 3 * day + 60 ? undefined : minute < 3 * day - 7 ? 0 : 1),
});

const usage = labelled(`job="kubelet",namespace="shop",node="n1",instance="n1:10250"`, {
    'container_memory_working_set_bytes{metrics_path="/metrics/cadvisor",pod="cart-1",container="cart",image="cart"}':
        daily(2e8, 4.2e8),
    'container_cpu_cfs_periods_total{metrics_path="/metrics/cadvisor",pod="cart-1",container="cart"}': perMinute(600),
    'container_cpu_cfs_throttled_periods_total{metrics_path="/metrics/cadvisor",pod="cart-1",container="cart"}':
        perMinute(6),
    'kubelet_volume_stats_available_bytes{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': daily(
        60e9,
        55e9,
    ),
    'kubelet_volume_stats_capacity_bytes{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': 100e9,
    'kubelet_volume_stats_used_bytes{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': daily(40e9, 45e9),
    'kubelet_volume_stats_inodes_free{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': 9e6,
    'kubelet_volume_stats_inodes{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': 1e7,
    'kubelet_volume_stats_inodes_used{metrics_path="/metrics",persistentvolumeclaim="data-db-0"}': 1e6,
});

export const cluster: [string, Value][] = [...nodes.flatMap(ofNode), ...shop, ...kubernetes, ...usage];
