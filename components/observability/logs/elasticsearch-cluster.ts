import type { Profile } from "../../platform/addon.ts";
import type { Elasticsearch, Kibana } from "../../platform/kubernetes-object.ts";
import { budgetOf } from "../../platform/pods.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../../platform/workload.ts";
import type { ElasticsearchArgs } from "./args.ts";
import { account, cluster, imageOf, namespace, stackVersion } from "./elasticsearch-names.ts";
import { userSecrets } from "./elasticsearch-users.ts";

/** Between the nodes; it is open as soon as one starts. */
const transportPort = 9300;

/** Three equal nodes: a majority is left when one goes. */
const nodeCount = 3;

export const elasticsearchCluster = (
    profile: Profile,
    { memoryGiB, volumeGiB }: Required<ElasticsearchArgs>,
): Elasticsearch => ({
    apiVersion: "elasticsearch.k8s.elastic.co/v1",
    kind: "Elasticsearch",
    metadata: { name: cluster, namespace },
    spec: {
        version: stackVersion,
        // The claims stay when the cluster is removed, and with them the logs, until the namespace goes.
        volumeClaimDeletePolicy: "DeleteOnScaledownOnly",
        auth: {
            fileRealm: userSecrets.map((secretName) => ({ secretName })),
            roles: userSecrets.map((secretName) => ({ secretName })),
        },
        nodeSets: [
            {
                name: "nodes",
                count: nodeCount,
                config: {
                    // More maps than a node allows by default would take a privileged container to ask for.
                    "node.store.allow_mmap": false,
                    // Nothing that it would call is in reach.
                    "ingest.geoip.downloader.enabled": false,
                },
                podTemplate: podTemplate(
                    profile,
                    { "elasticsearch.k8s.elastic.co/cluster-name": cluster },
                    { name: "elasticsearch", port: transportPort, cpu: 500, memory: memoryGiB * 1024 },
                ),
                volumeClaimTemplates: [
                    {
                        metadata: { name: "elasticsearch-data" },
                        spec: {
                            ...(profile.storageClass && { storageClassName: profile.storageClass }),
                            accessModes: ["ReadWriteOnce"],
                            resources: { requests: { storage: `${volumeGiB}Gi` } },
                        },
                    },
                ],
            },
        ],
    },
});

const kibanaLabels = { "kibana.k8s.elastic.co/name": "kibana" };

/** Two Kibanas; the operator gives both the same keys, so that a session is known to either. */
export const kibana = (profile: Profile): Kibana => ({
    apiVersion: "kibana.k8s.elastic.co/v1",
    kind: "Kibana",
    metadata: { name: "kibana", namespace },
    spec: {
        version: stackVersion,
        count: 2,
        elasticsearchRef: { name: cluster },
        config: {
            // Nothing that they would call is in reach.
            "telemetry.optIn": false,
            "newsfeed.enabled": false,
            "map.includeElasticMapsService": false,
            "xpack.fleet.isAirGapped": true,
        },
        // With 1 GiB version 9 does not get through its start, as the operator's own default says.
        podTemplate: podTemplate(profile, kibanaLabels, { name: "kibana", port: 5601, cpu: 200, memory: 2048 }),
    },
});

/**
 * What the operator lays its own over. The security settings are its defaults, said so that everybody sees them; user
 * 1000 is that of both images.
 */
const podTemplate = (
    profile: Profile,
    labels: Record<string, string>,
    { name, port, cpu, memory }: { name: "elasticsearch" | "kibana"; port: number; cpu: number; memory: number },
) => ({
    spec: {
        ...placement(profile),
        serviceAccountName: account,
        automountServiceAccountToken: false,
        hostNetwork: false,
        hostPID: false,
        hostIPC: false,
        securityContext: { ...restrictedPod, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
        topologySpreadConstraints: spread(profile, labels),
        volumes: [],
        containers: [
            {
                name,
                image: imageOf(name),
                env: [],
                ports: [],
                // The operator gives no such probe: a node that is busy must not be restarted. This one asks for no
                // more than a connection, once in ten minutes.
                livenessProbe: { tcpSocket: { port }, periodSeconds: 30, failureThreshold: 20 },
                securityContext: { ...unprivileged, privileged: false, readOnlyRootFilesystem: true },
                resources: resources(cpu, memory),
            },
        ],
    },
});

/** The operator makes one for Elasticsearch, and none for Kibana. */
export const kibanaBudget = budgetOf({ name: "kibana", namespace, labels: kibanaLabels });
