import type { Profile } from "../../platform/addon.ts";
import type { KubernetesObject } from "../../platform/kubernetes-object.ts";
import { versioned } from "../../platform/versioned.ts";
import { placement, resources, restrictedPod, unprivileged } from "../../platform/workload.ts";
import { account, certificateSecret, host, httpPort, imageOf, namespace } from "./elasticsearch-names.ts";
import { keeper } from "./elasticsearch-users.ts";

const name = "elasticsearch-lifecycle";

/** Name of the policy and of the template in Elasticsearch. */
const kubernetesLogs = "logs-kubernetes";

/** Indices that lie there at once, of each kind of log. */
const atOnce = 90;

/**
 * Index lifecycle: an index is closed after a day (or longer, so that there are some 90 of them), or once its shards are
 * as large as Elasticsearch likes them, and removed when its last line is past its time.
 */
const policy = (retentionDays: number) => ({
    policy: {
        phases: {
            hot: {
                actions: {
                    rollover: { max_age: `${Math.ceil(retentionDays / atOnce)}d`, max_primary_shard_size: "25gb" },
                },
            },
            delete: { min_age: `${retentionDays}d`, actions: { delete: {} } },
        },
    },
});

const keyword = { type: "keyword", ignore_above: 1024 };
const text = { type: "match_only_text" };
const anything = { type: "flattened", ignore_above: 1024, depth_limit: 100 };

/**
 * Data streams `logs-kubernetes.<kind>-default`. What is searched has its type here; anything else is kept and not
 * indexed, so that no application can make a field that another's line does not fit into.
 */
const template = {
    index_patterns: [`${kubernetesLogs}.*`],
    // Before Elasticsearch's own template for `logs-*-*`, which has 100.
    priority: 200,
    data_stream: {},
    template: {
        settings: { "index.lifecycle.name": kubernetesLogs, "index.number_of_replicas": 1 },
        mappings: {
            dynamic: false,
            properties: {
                "@timestamp": { type: "date_nanos" },
                log: text,
                stream: keyword,
                json: anything,
                kubernetes: {
                    properties: {
                        namespace_name: keyword,
                        pod_name: keyword,
                        container_name: keyword,
                        container_image: keyword,
                        host: keyword,
                        labels: anything,
                    },
                },
                MESSAGE: text,
                HOSTNAME: keyword,
                SYSTEMD_UNIT: keyword,
                PRIORITY: keyword,
                message: text,
                reason: keyword,
                type: keyword,
                involvedObject: { properties: { kind: keyword, namespace: keyword, name: keyword } },
            },
        },
    },
};

/** Elasticsearch is there some minutes after its resource; the policy before the template that names it. */
const script = `set -eu
put() {
  printf 'user = "${keeper}:%s"\\n' "$(cat /etc/keeper/password)" | curl --config - --silent --show-error --fail-with-body \\
    --retry 80 --retry-delay 10 --retry-all-errors --cacert /etc/certificate/ca.crt \\
    --header 'Content-Type: application/json' --request PUT --data "@/etc/lifecycle/$2" "https://${host}:${httpPort}/$1"
  echo
}
put _ilm/policy/${kubernetesLogs} policy.json
put _index_template/${kubernetesLogs} template.json
`;

/**
 * Says to Elasticsearch how long logs are kept, before the first line comes, and again whenever that changes: a Job of
 * another name.
 */
export function lifecycleJob(profile: Profile, retentionDays: number): KubernetesObject[] {
    const data = {
        "policy.json": JSON.stringify(policy(retentionDays)),
        "template.json": JSON.stringify(template),
        "put.sh": script,
    };
    const job = versioned(name, data);
    return [
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: job, namespace }, data },
        {
            apiVersion: "batch/v1",
            kind: "Job",
            metadata: { name: job, namespace },
            spec: {
                backoffLimit: 6,
                activeDeadlineSeconds: 1800,
                template: {
                    spec: {
                        ...placement(profile),
                        restartPolicy: "Never",
                        serviceAccountName: account,
                        automountServiceAccountToken: false,
                        securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
                        containers: [
                            {
                                name: "put",
                                // The image is on the nodes already, and has curl: the operator's own hook calls it.
                                image: imageOf("elasticsearch"),
                                command: ["bash", "/etc/lifecycle/put.sh"],
                                securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
                                resources: resources(25, 64),
                                volumeMounts: [
                                    { name: "lifecycle", mountPath: "/etc/lifecycle" },
                                    { name: "keeper", mountPath: "/etc/keeper" },
                                    { name: "certificate", mountPath: "/etc/certificate" },
                                ],
                            },
                        ],
                        volumes: [
                            { name: "lifecycle", configMap: { name: job } },
                            { name: "keeper", secret: { secretName: keeper } },
                            { name: "certificate", secret: { secretName: certificateSecret } },
                        ],
                    },
                },
            },
        },
    ];
}
