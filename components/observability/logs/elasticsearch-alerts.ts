import { noneUp, type RuleGroup } from "../../platform/rules.ts";

const nodes = 'namespace="elasticsearch",statefulset="elasticsearch-es-nodes"';
const volumes = 'namespace="elasticsearch",persistentvolumeclaim=~"elasticsearch-data-.+"';

/**
 * What Kubernetes sees of Elasticsearch, which has no metrics for Prometheus of its own. That lines are not taken, the
 * writers tell.
 */
export const elasticsearchAlerts: RuleGroup = {
    name: "elasticsearch",
    rules: [
        {
            alert: "ElasticsearchNoMajority",
            expr: `kube_statefulset_status_replicas_ready{${nodes}} < 2`,
            for: "5m",
            severity: "critical",
            summary:
                "{{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value }} of 3 nodes: it takes no line and answers no search.",
        },
        {
            alert: "ElasticsearchNodeMissing",
            expr: `kube_statefulset_status_replicas_ready{${nodes}} < 3`,
            for: "30m",
            severity: "warning",
            summary:
                "{{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value }} of 3 nodes: with the next one that goes no line is taken.",
        },
        {
            // At 95 % its indices are closed to writers (https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/cluster-level-shard-allocation-routing-settings).
            alert: "ElasticsearchVolumeNearFloodStage",
            expr: `kubelet_volume_stats_available_bytes{${volumes}} / kubelet_volume_stats_capacity_bytes < 0.12`,
            for: "15m",
            severity: "critical",
            summary:
                "{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left: below 5 % Elasticsearch takes no line.",
        },
        {
            alert: "KibanaDown",
            expr: 'kube_deployment_status_replicas_available{namespace="elasticsearch",deployment="kibana-kb"} < 1',
            for: "15m",
            severity: "warning",
            summary: "{{ $labels.namespace }}/{{ $labels.deployment }} has no pod: nobody can read the logs.",
        },
        {
            alert: "ElasticsearchOperatorDown",
            expr: noneUp("elasticsearch", "elasticsearch/elastic-operator"),
            for: "30m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: no node is replaced in a roll-out, no certificate renewed.",
        },
    ],
};
