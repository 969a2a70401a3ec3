import type { FluentdOutput, LogKind, LogStoreOffer } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { Profile } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { unprobed } from "../../platform/exemption.ts";
import { placement, resources, restrictedPod, singleton } from "../../platform/workload.ts";
import { elasticsearchAlerts } from "./elasticsearch-alerts.ts";
import { elasticsearchCluster, kibana, kibanaBudget } from "./elasticsearch-cluster.ts";
import { lifecycleJob } from "./elasticsearch-lifecycle.ts";
import { account, host, httpPort, namespace } from "./elasticsearch-names.ts";
import { credentialsFor, credentialsStore, mounted, users, writer } from "./elasticsearch-users.ts";
import { fromEnvironment } from "./fluentd-config.ts";

/** Where the operator serves its metrics. */
const metricsPort = 8080;

const statefulSet = `StatefulSet ${namespace}/elastic-operator`;

const operatorRole = `Role ${namespace}/elastic-operator`;

const offer: LogStoreOffer = {
    needs: ["external-secrets", "elasticsearch"],
    flow: { peer: { namespace }, ports: [httpPort] },
    credentials: credentialsFor,
    // Below a key of its own no application can give a field the type that the next one does not have.
    mergedUnder: "json",
    outputs: () => ({ containers: output("containers"), nodes: output("nodes"), events: output("events") }),
    fluentd: {
        outputs: () => ({ containers: fluentd("containers"), nodes: fluentd("nodes"), events: fluentd("events") }),
    },
};

const indexOf = (kind: LogKind) => `logs-kubernetes.${kind}-default`;

/**
 * Lines that Elasticsearch refuses are lost with some luck, and hold up all behind them with none: Fluent Bit 5.1 takes
 * an answer for success as soon as one line in it is stored, and tries everything again where none is. So nothing may be
 * refused: see the mapping in `elasticsearch-lifecycle.ts`; and no line has an id of its own, by which a second one would be.
 */
const output = (kind: LogKind) => ({
    Name: "es",
    Host: host,
    Port: httpPort,
    HTTP_User: writer,
    HTTP_Passwd: mounted.password,
    tls: "On",
    "tls.verify": "On",
    "tls.ca_file": mounted.certificate,
    Index: indexOf(kind),
    Write_Operation: "create",
    Suppress_Type_Name: "On",
    Replace_Dots: "On",
    Time_Key_Nanos: "On",
    Trace_Error: "On",
    Compress: "gzip",
});

/** Fluentd tries again what is refused for a while, and counts what is refused for good: its output says which. */
const fluentd = (kind: LogKind): FluentdOutput => ({
    keys: {
        "@type": "elasticsearch",
        scheme: "https",
        host,
        port: httpPort,
        user: writer,
        password: fromEnvironment(mounted.variable),
        ca_file: mounted.certificate,
        index_name: indexOf(kind),
        write_operation: "create",
        include_timestamp: "true",
        suppress_type_name: "true",
        // Its version, and the addresses of its nodes, a writer may not ask for.
        verify_es_version_at_startup: "false",
        default_elasticsearch_version: 9,
        reload_connections: "false",
        request_timeout: "30s",
        compression_level: "default_compression",
        // By default a full queue of Elasticsearch is one.
        unrecoverable_error_types: "[]",
    },
});

/**
 * Elasticsearch with Kibana, made and kept by the ECK operator, which sees this namespace only. Three nodes, each in its
 * zone; every line lies on two of them. The operator makes certificates, users' files, budgets and roll-outs.
 */
export const elasticsearch: Part = {
    name: "elasticsearch",
    namespace: { name: namespace, podSecurity: "restricted" },
    exemptions: [unprobed(namespace, "the chart and the operator give readiness probes only, or none", "2027-10-31")],
    accepted: [
        {
            check: "replicas-min",
            objects: [statefulSet],
            reason: "it reconciles only; Elasticsearch and Kibana go on without it",
            review: "2027-10-31",
        },
        {
            check: "stateful-storage",
            objects: [statefulSet],
            reason: "a StatefulSet for its fixed name only: it keeps nothing",
            review: "2027-10-31",
        },
        ...["probe-liveness", "probe-readiness"].map((check) => ({
            check,
            objects: [statefulSet],
            reason: "the chart offers no probe; the process ends when it loses its lease",
            review: "2027-10-31",
        })),
        {
            check: "rbac-secrets-access",
            objects: [operatorRole],
            reason: "it makes the certificates and users of Elasticsearch, in the namespace of its own add-on",
            review: "2027-10-31",
        },
    ],
    offers: () => ({ logs: offer }),
    addon: ({ logs: { retentionDays, elasticsearch } }, { profile, offers }) => ({
        chart: charts.eckOperator,
        traffic: {
            from: [
                { peer: "sameNamespace", ports: "any" },
                { peer: "clients", ports: [httpPort] },
                { peer: "metrics", ports: [metricsPort] },
            ],
            to: [{ peer: "kubeApi" }, { peer: "sameNamespace" }],
        },
        needs: ["external-secrets"],
        answers: ["Log aggregation"],
        rules: [elasticsearchAlerts],
        values: values(profile),
        before: [
            { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } },
            ...users,
            ...credentialsStore(offers),
        ],
        after: [
            elasticsearchCluster(profile, elasticsearch ?? sizes),
            kibana(profile),
            kibanaBudget,
            ...lifecycleJob(profile, retentionDays),
        ],
    }),
};

const sizes = { memoryGiB: 4, volumeGiB: 100 };

const values = (profile: Profile) => {
    const { nodeSelector, tolerations, priorityClassName } = placement(profile);
    return {
        nodeSelector,
        tolerations,
        priorityClassName,
        statefulsetAnnotations: singleton("Reconciles only; Elasticsearch and Kibana go on without it."),
        resources: resources(100, 256),
        podSecurityContext: restrictedPod,
        // Roles of its namespace instead of the cluster: no webhook, no storage classes, no nodes.
        managedNamespaces: [namespace],
        createClusterScopedResources: false,
        webhook: { enabled: false },
        config: {
            validateStorageClass: false,
            exposedNodeLabels: [],
            setDefaultSecurityContext: "true",
            // Ten years: Fluent Bit reads the authority when it starts, and would not know the next one.
            caValidity: "87600h",
            metrics: { port: String(metricsPort) },
        },
        telemetry: { disabled: true },
        podMonitor: { enabled: true },
    };
};
