import { buckets, daily, labelled, lastOf, type Metrics, perMinute, type Value } from "./series.ts";

const reads = `verb="GET",scope="resource"`;
const writes = `verb="POST",scope="resource"`;

const apiServer: Metrics = {
    up: 1,
    'apiserver_request_total{code="200",verb="GET"}': perMinute(3000),
    'apiserver_request_total{code="201",verb="POST"}': perMinute(600),
    'apiserver_request_total{code="500",verb="GET"}': perMinute(0.6),
    ...buckets("apiserver_request_sli_duration_seconds", reads, { "1": 3000, "5": 3000, "30": 3000 }, 3000),
    ...buckets("apiserver_request_sli_duration_seconds", writes, { "1": 600, "5": 600, "30": 600 }, 600),
    ...buckets("apiserver_client_certificate_expiration_seconds", `a=""`, { "604800": 0, "31104000": 60 }, 60),
    apiserver_request_terminations_total: 0,
    'rest_client_requests_total{code="200"}': perMinute(600),
    'kubernetes_build_info{git_version="v1.35.4"}': 1,
    'aggregator_unavailable_apiservice{name="v1beta1.metrics.k8s.io"}': 0,
    'aggregator_unavailable_apiservice_total{name="v1beta1.metrics.k8s.io",reason="FailedDiscoveryCheck"}': 0,
    // A burst of a client is refused once.
    'apiserver_flowcontrol_rejected_requests_total{flow_schema="global-default",priority_level="global-default"}': (
        minute,
    ) => (minute < 6000 ? 0 : 12),
    ...buckets(
        "apiserver_admission_webhook_admission_duration_seconds",
        `name="kyverno",type="validating"`,
        { "0.1": 590, "1": 600 },
        600,
    ),
    'apiserver_admission_webhook_rejection_count{name="kyverno",type="validating",error_type="no_error"}': perMinute(1),
    'apiserver_admission_webhook_rejection_count{name="kyverno",type="validating",error_type="calling_webhook_error"}': 2,
    'apiserver_admission_webhook_fail_open_count{name="other",type="validating"}': 0,
    ...buckets("etcd_request_duration_seconds", `operation="get"`, { "0.1": 600 }, 600),
    ...buckets("etcd_request_duration_seconds", `operation="list"`, { "1": 0, "2": 6 }, 6),
    'apiserver_resource_objects{group="",resource="events"}': daily(6000, 8000),
    'apiserver_requested_deprecated_apis{group="",version="v1",resource="componentstatuses",removed_release=""}': 1,
    'apiserver_storage_size_bytes{storage_cluster_id="etcd-0"}': daily(1e9, 1.4e9),
};

const dns = (name: string, server: string) => buckets(name, server, { "0.016": 550, "0.512": 598, "1.024": 600 }, 600);

/** By the labels of their target. */
const targets: Readonly<Record<string, Metrics>> = {
    'job="apiserver",namespace="default",instance="10.0.0.1:443"': apiServer,
    'job="kube-scheduler",namespace="default",instance="10.0.0.1:443"': {
        up: 1,
        ...buckets(
            "scheduler_scheduling_attempt_duration_seconds",
            `profile="default-scheduler",result="scheduled"`,
            { "0.016": 60 },
            60,
        ),
        'scheduler_schedule_attempts_total{profile="default-scheduler",result="scheduled"}': perMinute(5),
        'scheduler_schedule_attempts_total{profile="default-scheduler",result="error"}': 1,
    },
    'job="kube-controller-manager",namespace="default",instance="10.0.0.1:443"': {
        up: 1,
        'workqueue_depth{name="job"}': daily(0, 200),
    },
    'job="coredns",namespace="kube-system",pod="coredns-1"': {
        up: 1,
        ...dns("coredns_dns_request_duration_seconds", `server="dns://:53"`),
        'coredns_dns_responses_total{server="dns://:53",rcode="NOERROR"}': perMinute(600),
        'coredns_dns_responses_total{server="dns://:53",rcode="SERVFAIL"}': perMinute(0.1),
        ...dns("coredns_proxy_request_duration_seconds", `proxy_name="forward",to="10.0.0.2:53"`),
        coredns_forward_healthcheck_broken_total: 0,
        coredns_panics_total: 0,
        coredns_reload_failed_total: 0,
    },
    'job="kube-state-metrics",namespace="monitoring",instance="10.0.1.2:8080"': {
        up: 1,
        'kube_state_metrics_list_total{result="success"}': perMinute(30),
        'kube_state_metrics_list_total{result="error"}': 0,
        'kube_state_metrics_watch_total{result="success"}': perMinute(30),
        'kube_state_metrics_watch_total{result="error"}': 0,
    },
    'job="monitoring-grafana",namespace="monitoring",pod="grafana-1"': { up: 1 },
    'job="external-secrets-metrics",namespace="external-secrets",pod="external-secrets-1"': {
        up: 1,
        'externalsecret_status_condition{name="db",condition="Ready",status="False"}': 0,
        'externalsecret_status_condition{name="db",condition="Ready",status="True"}': 1,
        'clustersecretstore_status_condition{name="aws",condition="Ready",status="False"}': 0,
        'secretstore_status_condition{name="own",condition="Ready",status="False"}': 0,
    },
    'job="kyverno-svc-metrics",namespace="kyverno",pod="kyverno-1"': {
        up: 1,
        'kyverno_validating_policy_results_total{policy_name="images",result="pass"}': perMinute(60),
        'kyverno_validating_policy_results_total{policy_name="images",result="fail"}': perMinute(1),
        'kyverno_validating_policy_results_total{policy_name="images",result="error"}': 1,
    },
    'job="gatekeeper/webhook",namespace="gatekeeper",pod="gatekeeper-1"': {
        up: 1,
        'gatekeeper_constraint_templates{status="active"}': 40,
        'gatekeeper_constraint_templates{status="error"}': 0,
        'gatekeeper_constraints{enforcement_action="deny",status="active"}': 32,
        'gatekeeper_constraints{enforcement_action="deny",status="error"}': 0,
        'gatekeeper_validation_request_count_total{admission_status="allow"}': perMinute(60),
        'gatekeeper_validation_request_count_total{admission_status="deny"}': perMinute(1),
        'gatekeeper_validation_request_count_total{admission_status="error"}': 1,
    },
    'job="gatekeeper/audit",namespace="gatekeeper",pod="gatekeeper-audit-1"': {
        up: 1,
        gatekeeper_audit_last_run_end_time: lastOf(5, 0),
    },
    'job="falco-metrics",namespace="falco",pod="falco-1"': {
        up: 1,
        'falcosecurity_falco_rules_matches_total{priority="5",rule_name="Terminal shell in container"}': 3,
        falcosecurity_scap_n_drops_total: daily(0, 10),
        falcosecurity_scap_n_evts_total: daily(1000, 20_000),
    },
    'job="kyverno-reports-controller-metrics",namespace="kyverno",pod="kyverno-reports-1"': { up: 1 },
    'job="karpenter",namespace="karpenter",pod="karpenter-1"': {
        up: 1,
        'karpenter_cloudprovider_errors_total{method="Create",error="InsufficientCapacityError"}': (minute) =>
            minute < 4300 ? 0 : 2,
        'karpenter_cloudprovider_errors_total{method="Get",error="NodeClaimNotFoundError"}': perMinute(1),
        'karpenter_nodepools_usage{nodepool="general",resource_type="cpu"}': daily(8, 32),
        'karpenter_nodepools_limit{nodepool="general",resource_type="cpu"}': 100,
        karpenter_cluster_state_synced: (minute) => (minute % 1440 === 300 ? 0 : 1),
        'karpenter_cloudprovider_instance_termination_failures_total{zone="eu-west-1a"}': 0,
    },
    'job="argocd-application-controller-metrics",namespace="argocd",pod="argocd-application-controller-0"': {
        up: 1,
        'argocd_app_info{name="root",sync_status="Synced",health_status="Healthy",autosync_enabled="true"}': (
            minute,
        ) => (minute % 1440 >= 720 && minute % 1440 < 724 ? undefined : 1),
        // A commit is applied each day.
        'argocd_app_info{name="root",sync_status="OutOfSync",health_status="Progressing",autosync_enabled="true"}': (
            minute,
        ) => (minute % 1440 >= 720 && minute % 1440 < 724 ? 1 : undefined),
        'argocd_app_sync_total{name="root",phase="Succeeded"}': (minute) => Math.floor(minute / 1440),
        'argocd_app_sync_total{name="root",phase="Failed"}': 1,
        'argocd_cluster_connection_status{server="https://kubernetes.default.svc"}': 1,
    },
    'job="argo-rollouts-metrics",namespace="argo-rollouts",pod="argo-rollouts-1"': {
        up: 1,
        'rollout_info{exported_namespace="shop",name="shop",phase="Healthy"}': 1,
        'rollout_info{exported_namespace="shop",name="shop",phase="Degraded"}': 0,
    },
    'job="velero",namespace="velero",pod="velero-1"': {
        up: 1,
        ...Object.fromEntries(
            ["failure", "partial_failure", "validation_failure", "deletion_failure"].map((how) => [
                `velero_backup_${how}_total{schedule="velero-every-6h"}`,
                0,
            ]),
        ),
        ...Object.fromEntries(
            ["failed", "partial_failure", "validation_failed"].map((how) => [
                `velero_restore_${how}_total{schedule=""}`,
                0,
            ]),
        ),
        'velero_backup_attempt_total{schedule="velero-every-6h"}': (minute) => Math.floor(minute / 360),
        'velero_backup_attempt_total{schedule="velero-weekly"}': 0,
        // A run takes up to forty minutes.
        'velero_backup_last_successful_timestamp{schedule="velero-every-6h"}': lastOf(360, 40),
        'velero_backup_last_successful_timestamp{schedule="velero-weekly"}': lastOf(7 * 1440, 3 * 1440 + 130),
        'velero_backup_last_successful_timestamp{schedule="velero-monthly"}': lastOf(30 * 1440, 10 * 1440),
        'velero_backup_location_status_gauge{backup_location_name="default"}': 1,
        'velero_repo_maintenance_failure_total{repository_name="shop-default-kopia"}': 1,
    },
    'job="loki/loki",namespace="loki",pod="loki-0",app_instance="loki"': {
        up: 1,
        'loki_request_duration_seconds_count{route="loki_api_v1_push",status_code="204"}': perMinute(600),
        'loki_request_duration_seconds_count{route="loki_api_v1_push",status_code="500"}': perMinute(1),
        'loki_request_duration_seconds_count{route="loki_api_v1_query_range",status_code="200"}': perMinute(60),
        'loki_request_duration_seconds_count{route="loki_api_v1_query_range",status_code="500"}': perMinute(1),
        'loki_request_duration_seconds_bucket{route="loki_api_v1_push",le="0.1"}': perMinute(600),
        'loki_request_duration_seconds_bucket{route="loki_api_v1_push",le="+Inf"}': perMinute(600),
        'loki_request_duration_seconds_sum{route="loki_api_v1_push"}': perMinute(6),
        'loki_discarded_samples_total{reason="line_too_long"}': 3,
        loki_ingester_chunks_flush_failures_total: 1,
        'loki_ring_members{name="ingester",state="Unhealthy"}': 0,
        loki_panic_total: 0,
        loki_boltdb_shipper_compactor_running: 1,
        loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds: lastOf(10),
    },
    'job="aws-load-balancer-controller",namespace="aws-load-balancer-controller",pod="lbc-1"': {
        up: 1,
        'awslbc_controller_reconcile_errors_total{controller="ingress",error_category="build_model_error"}': 1,
        'aws_api_call_permission_errors_total{operation="CreateLoadBalancer",error_code="AccessDenied"}': 0,
        'aws_api_call_service_limit_exceeded_errors_total{operation="CreateLoadBalancer",error_code="TooMany"}': 0,
    },
    'job="envoy-gateway/proxies",namespace="envoy-gateway",pod="gateway-1"': {
        up: 1,
        'envoy_listener_ssl_certificate_expiration_unix_time_seconds{envoy_tls_certificate="shop/web"}': (minute) =>
            (minute < 5000 ? 30 : 95) * 86_400,
    },
    'job="envoy-gateway/controller",namespace="envoy-gateway",pod="envoy-gateway-1"': {
        up: 1,
        'xds_nack_total{nodeID="gateway-1"}': 1,
        'resource_apply_total{kind="Service",status="success"}': perMinute(1),
        'resource_apply_total{kind="Service",status="failure"}': 1,
    },
    'job="istio-system/istiod",namespace="istio-system",pod="istiod-1"': {
        up: 1,
        citadel_server_cert_chain_expiry_timestamp: (minute) => (minute < 5000 ? 31 : 91) * 86_400,
        citadel_server_csr_sign_err_count: 0,
        pilot_total_xds_rejects: 0,
    },
    'job="istio-egress/waypoint",namespace="istio-egress",pod="waypoint-1"': { up: 1 },
    'job="istio-cni/istio-cni",namespace="istio-cni",pod="istio-cni-node-1"': { up: 1 },
    'job="cilium/cilium-agent",namespace="cilium",pod="cilium-1"': {
        up: 1,
        'cilium_endpoint_regenerations_total{outcome="success"}': perMinute(2),
        'cilium_endpoint_regenerations_total{outcome="fail"}': 1,
        'cilium_bpf_map_pressure{map_name="policy_1"}': 0.1,
    },
    'job="cilium/cilium-operator",namespace="cilium",pod="cilium-operator-1"': {
        up: 1,
        cilium_operator_unmanaged_pods: 0,
    },
    'job="calico-system/calico-node",namespace="calico-system",pod="calico-node-1"': {
        up: 1,
        felix_int_dataplane_failures: 1,
        felix_resync_state: 3,
    },
    'job="calico-system/calico-typha",namespace="calico-system",pod="calico-typha-1"': { up: 1 },
    'job="tigera-operator/tigera-operator",namespace="tigera-operator",pod="tigera-operator-1"': { up: 1 },
    'job="linkerd/identity",namespace="linkerd",pod="linkerd-identity-1"': {
        up: 1,
        issuer_cert_ttl_seconds: (minute) => (minute < 5000 ? 31 : 90) * 86_400 - 60 * minute,
    },
    'job="linkerd/destination",namespace="linkerd",pod="linkerd-destination-1"': { up: 1 },
    'job="linkerd/proxy-injector",namespace="linkerd",pod="linkerd-proxy-injector-1"': { up: 1 },
    'job="linkerd-cni/linkerd-cni",namespace="linkerd-cni",pod="linkerd-cni-1"': { up: 1 },
    'job="ztunnel/ztunnel",namespace="ztunnel",pod="ztunnel-1"': { up: 1 },
    'job="fluentd",namespace="fluentd",pod="fluentd-0",plugin_id="containers",type="loki"': {
        up: 1,
        fluentd_output_status_emit_records: perMinute(6000),
        fluentd_output_status_buffer_available_space_ratio: daily(90, 100),
        // The store is updated once a day.
        fluentd_output_status_num_errors: (minute) => 3 * Math.floor(minute / 1440),
    },
    'job="fluentd",namespace="fluentd",pod="fluentd-0",plugin_id="refused",type="null"': {
        fluentd_output_status_emit_records: 3,
    },
    'job="event-collector",namespace="event-collector",pod="event-collector-1"': { up: 1 },
    'job="elasticsearch/elastic-operator",namespace="elasticsearch",pod="elastic-operator-0"': { up: 1 },
    'job="cert-manager",namespace="cert-manager",pod="cert-manager-1"': {
        up: 1,
        // Renewed at two thirds of its life.
        'certmanager_certificate_expiration_timestamp_seconds{name="shop"}': (minute) =>
            (minute < 5000 ? 30 : 95) * 86_400,
        'certmanager_certificate_renewal_timestamp_seconds{name="shop"}': (minute) =>
            minute < 5000 ? 5000 * 60 : 65 * 86_400,
        'certmanager_certificate_ready_status{name="shop",condition="True"}': 1,
        'certmanager_certificate_ready_status{name="shop",condition="False"}': 0,
        'certmanager_certificate_ready_status{name="shop",condition="Unknown"}': 0,
        'certmanager_clusterissuer_ready_status{name="internal",condition="True"}': 1,
        'certmanager_clusterissuer_ready_status{name="internal",condition="False"}': 0,
        'certmanager_clusterissuer_ready_status{name="internal",condition="Unknown"}': 0,
        'certmanager_http_acme_client_request_count{status="200"}': perMinute(0.1),
        'certmanager_http_acme_client_request_count{status="429"}': 1,
    },
    'job="reloader/reloader",namespace="reloader",pod="reloader-1"': {
        up: 1,
        'reloader_reload_executed_total{success="true"}': perMinute(0.01),
        'reloader_reload_executed_total{success="false"}': 0,
    },
    'job="sealed-secrets-metrics",namespace="sealed-secrets",pod="sealed-secrets-1",exported_namespace="shop",name="database"':
        {
            up: 1,
            // A new value is sealed for another namespace by mistake, and mended.
            'sealed_secrets_controller_condition_info{condition="Synced"}': (minute) =>
                minute % 1440 >= 600 && minute % 1440 < 603 ? -1 : 1,
        },
    'job="trivy-operator",namespace="trivy-operator",pod="trivy-operator-1",exported_namespace="shop",image_repository="shop/web",image_tag="1.0.0"':
        {
            up: 1,
            'trivy_image_vulnerabilities{severity="Critical"}': 0,
            'trivy_image_vulnerabilities{severity="High"}': 3,
        },
    // Every day at ten o'clock a node is replaced: another replica leads, and the one before is sealed for a minute.
    ...Object.fromEntries(
        [0, 1, 2].map((replica): [string, Metrics] => {
            const leads = (minute: number): boolean => Math.floor((minute + 840) / 1440) % 3 === replica;
            const restarts = (minute: number): boolean => minute % 1440 === 600 && leads(minute - 1);
            return [
                `job="vault-internal",namespace="vault",pod="vault-${replica}"`,
                {
                    up: 1,
                    vault_core_unsealed: (minute) => (restarts(minute) ? 0 : 1),
                    vault_core_active: (minute) => (leads(minute) ? 1 : 0),
                    vault_autopilot_failure_tolerance: (minute) => ([600, 601].includes(minute % 1440) ? 0 : 1),
                    vault_audit_log_request_failure: 0,
                    vault_audit_log_response_failure: 0,
                },
            ];
        }),
    ),
    'job="kube-state-metrics",namespace="vault"': {
        'kube_job_failed{job_name="vault-configuration-0a1b2c3d",condition="true"}': 0,
        'kube_cronjob_status_last_successful_time{cronjob="vault-snapshots"}': lastOf(360, 10),
    },
    'job="trust-manager-metrics",namespace="trust-manager",pod="trust-manager-1"': { up: 1 },
    'job="aws-privateca-issuer",namespace="aws-privateca-issuer",pod="aws-privateca-issuer-1"': { up: 1 },
    ...Object.fromEntries(
        ["external-dns-private", "external-dns-public"].map((name) => [
            `job="${name}",namespace="${name}",pod="${name}-1"`,
            { up: 1, external_dns_controller_last_sync_timestamp_seconds: lastOf(1) },
        ]),
    ),
    'job="kube-state-metrics",namespace="database-dumps"': {
        'kube_job_failed{job_name="orders-every-6h-1",condition="true"}': 0,
        // Each takes ten minutes.
        'kube_cronjob_status_last_successful_time{cronjob="orders-every-6h"}': lastOf(360, 10),
        'kube_cronjob_status_last_successful_time{cronjob="orders-weekly"}': lastOf(7 * 1440, 10),
        'kube_cronjob_created{cronjob="orders-monthly"}': 0,
    },
    'job="restore-test",namespace="restore-test",pod="restore-test-1"': {
        'restore_test_success{tier="velero-every-6h"}': 1,
        'restore_test_last_success_timestamp_seconds{tier="velero-every-6h"}': lastOf(7 * 1440, 4 * 1440),
        'kube_job_status_failed{job_name="restore-test-1"}': 0,
        'kube_cronjob_created{cronjob="restore-test"}': 0,
    },
    'job="tempo",namespace="tempo",pod="tempo-0"': {
        up: 1,
        tempo_ingester_failed_flushes_total: 1,
        'tempo_discarded_spans_total{reason="trace_too_large"}': 6,
    },
    'job="opentelemetry-collector",namespace="opentelemetry-collector",pod="collector-1"': {
        up: 1,
        'otelcol_receiver_refused_spans_total{receiver="otlp"}': 3,
        'otelcol_exporter_send_failed_spans_total{exporter="otlp"}': 3,
        'otelcol_exporter_enqueue_failed_spans_total{exporter="otlp"}': 0,
        'otelcol_exporter_queue_size{exporter="otlp"}': daily(0, 300),
        'otelcol_exporter_queue_capacity{exporter="otlp"}': 1000,
    },
    'job="monitoring-thanos",namespace="monitoring",pod="prometheus-0",container="thanos-sidecar"': {
        thanos_objstore_bucket_last_successful_upload_time: lastOf(120, 5),
    },
    'job="monitoring-operator",namespace="monitoring",controller="prometheus"': {
        up: 1,
        prometheus_operator_ready: 1,
        ...Object.fromEntries(
            ["list", "watch"].flatMap((it): [string, Value][] => [
                [`prometheus_operator_${it}_operations_total`, perMinute(6)],
                [`prometheus_operator_${it}_operations_failed_total`, 0],
            ]),
        ),
        prometheus_operator_reconcile_operations_total: perMinute(6),
        prometheus_operator_reconcile_errors_total: 0,
        prometheus_operator_status_update_operations_total: perMinute(6),
        prometheus_operator_status_update_errors_total: 0,
        prometheus_operator_node_address_lookup_errors_total: 0,
        'prometheus_operator_syncs{status="failed"}': 0,
        'prometheus_operator_managed_resources{state="rejected"}': 0,
    },
};

const alertmanagers = [0, 1, 2].flatMap((index) =>
    labelled(
        `job="monitoring-alertmanager",container="alertmanager",namespace="monitoring",service="monitoring-alertmanager",pod="alertmanager-${index}"`,
        {
            up: 1,
            alertmanager_config_last_reload_successful: 1,
            alertmanager_cluster_members: 3,
            alertmanager_cluster_failed_peers: 0,
            alertmanager_config_hash: 42,
            process_start_time_seconds: 0,
            'alertmanager_notifications_total{integration="sns"}': perMinute(0.1),
            'alertmanager_notifications_failed_total{integration="sns",reason="other"}': 0,
        },
    ),
);

const prometheis = [0, 1].flatMap((index) =>
    labelled(`job="monitoring-prometheus",namespace="monitoring",pod="prometheus-${index}"`, {
        up: 1,
        prometheus_config_last_reload_successful: 1,
        reloader_last_reload_successful: 1,
        prometheus_tsdb_size_retentions_total: 0,
        'prometheus_tsdb_head_samples_appended_total{type="float"}': perMinute(600_000),
        'prometheus_target_metadata_cache_entries{scrape_job="a"}': 1000,
        'prometheus_rule_group_rules{rule_group="a"}': 10,
        prometheus_notifications_alertmanagers_discovered: 3,
        prometheus_notifications_queue_length: 0,
        prometheus_notifications_queue_capacity: 10_000,
        'prometheus_notifications_sent_total{alertmanager="a"}': perMinute(6),
        'prometheus_notifications_errors_total{alertmanager="a"}': 0,
        prometheus_engine_queries: 1,
        prometheus_engine_queries_concurrent_max: 20,
        ...Object.fromEntries(
            [
                "rule_evaluation_failures_total",
                "rule_group_iterations_missed_total",
                "sd_kubernetes_failures_total",
                "sd_refresh_failures_total",
                "target_scrape_pool_exceeded_label_limits_total",
                "target_scrape_pool_exceeded_target_limit_total",
                "target_scrapes_exceeded_body_size_limit_total",
                "target_scrapes_exceeded_sample_limit_total",
                "target_scrapes_sample_duplicate_timestamp_total",
                "target_scrapes_sample_out_of_order_total",
                "target_sync_failed_total",
                "tsdb_compactions_failed_total",
                "tsdb_reloads_failures_total",
            ].map((counter) => [`prometheus_${counter}`, 0]),
        ),
    }),
);

export const platform: [string, Value][] = [
    ...Object.entries(targets).flatMap(([labels, metrics]) => labelled(labels, metrics)),
    ...alertmanagers,
    ...prometheis,
];
