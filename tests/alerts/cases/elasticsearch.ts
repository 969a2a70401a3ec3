import { type Case, down } from "../case.ts";

const namespace = "elasticsearch";
const nodes = { namespace, statefulset: "elasticsearch-es-nodes" };
const ready = `kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="elasticsearch-es-nodes"}`;
const ofAnother = `kube_statefulset_status_replicas_ready{namespace="${namespace}",statefulset="elastic-operator"}`;

const claim = { namespace, persistentvolumeclaim: "elasticsearch-data-elasticsearch-es-nodes-0" };
const volume = (which: "available" | "capacity") =>
    `kubelet_volume_stats_${which}_bytes{namespace="${namespace}",persistentvolumeclaim="${claim.persistentvolumeclaim}"}`;

const kibana = `kube_deployment_status_replicas_available{namespace="${namespace}",deployment="kibana-kb"}`;

export const elasticsearch: Case[] = [
    {
        alert: "ElasticsearchNoMajority",
        severity: "critical",
        after: "5m",
        labels: nodes,
        says: "elasticsearch/elasticsearch-es-nodes has 1 of 3 nodes: it takes no line and answers no search.",
        fires: { [ready]: "1" },
        silent: [{ [ready]: "2" }, { [ready]: null, [ofAnother]: "1" }],
        otherwise: { 'namespace="elasticsearch"': 'namespace="shop"' },
    },
    {
        alert: "ElasticsearchNodeMissing",
        severity: "warning",
        after: "30m",
        labels: nodes,
        says: "elasticsearch/elasticsearch-es-nodes has 2 of 3 nodes: with the next one that goes no line is taken.",
        fires: { [ready]: "2" },
        silent: [{ [ready]: "3" }],
        otherwise: {
            'namespace="elasticsearch"': 'namespace="shop"',
            'statefulset="elasticsearch-es-nodes"': 'statefulset="elastic-operator"',
        },
    },
    {
        alert: "ElasticsearchVolumeNearFloodStage",
        severity: "critical",
        after: "15m",
        labels: claim,
        says: `${claim.persistentvolumeclaim} has 11% left: below 5 % Elasticsearch takes no line.`,
        fires: { [volume("available")]: "11", [volume("capacity")]: "100" },
        silent: [{ [volume("available")]: "13" }],
        otherwise: {
            'namespace="elasticsearch"': 'namespace="shop"',
            'persistentvolumeclaim="elasticsearch-data-': 'persistentvolumeclaim="other-',
        },
    },
    {
        alert: "KibanaDown",
        severity: "warning",
        after: "15m",
        labels: { namespace, deployment: "kibana-kb" },
        says: "elasticsearch/kibana-kb has no pod: nobody can read the logs.",
        fires: { [kibana]: "0" },
        silent: [{ [kibana]: "1" }],
        otherwise: {
            'namespace="elasticsearch"': 'namespace="shop"',
            'deployment="kibana-kb"': 'deployment="another"',
        },
    },
    ...down(
        { job: "elasticsearch/elastic-operator", namespace },
        {
            alert: "ElasticsearchOperatorDown",
            severity: "warning",
            after: "30m",
            says: "No pod of elasticsearch/elastic-operator answers: no node is replaced in a roll-out, no certificate renewed.",
        },
    ),
];
