import { offered } from "../offers.ts";
import type { Part } from "../part.ts";
import { charts } from "../platform/charts.ts";
import { externalSecret } from "../platform/external-secret.ts";
import { everyNode, resources, unprivileged } from "../platform/workload.ts";
import type { DatadogArgs } from "./metrics-args.ts";

const namespace = "datadog";

/** Name of the Kubernetes Secret, and the key in it that the chart looks for. */
const apiKey = { secret: "datadog-api-key", key: "api-key" };

const daemonSet = "DaemonSet datadog/datadog";

/**
 * Datadog's agent on every node: metrics of machines, kubelets and containers go to Datadog, beside Prometheus. No
 * cluster agent, no process, trace or log agent: objects, logs and traces are others' business.
 */
export const datadog = ({ apiKeySecretName, site }: Required<DatadogArgs>): Part => ({
    name: "datadog",
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Reads /proc, the control groups and the container runtime of the host, to measure what runs there.",
        review: "2027-11-15",
    },
    requires: { secretStore: "its API key comes from the secret store" },
    accepted: [
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "it measures the processes and containers of the node, read-only",
            review: "2027-11-15",
        },
        {
            check: "pod-run-as-non-root",
            objects: [daemonSet],
            reason: "control groups and the container runtime of the node belong to root",
            review: "2027-11-15",
        },
    ],
    reads: () => [apiKeySecretName],
    addon: (_, { profile, offers }) => ({
        chart: charts.datadog,
        traffic: {
            from: [],
            to: [
                { peer: "kubeApi" },
                { peer: "nodes", ports: [10250] },
                { peer: { internet: `The agent sends metrics to ${site}.` }, ports: [443] },
            ],
        },
        needs: ["external-secrets"],
        before: [
            externalSecret({
                name: apiKey.secret,
                namespace,
                store: offered(offers, "secretStore"),
                key: apiKeySecretName,
                data: { [apiKey.key]: undefined },
            }),
        ],
        values: {
            registry: "public.ecr.aws/datadog",
            datadog: {
                apiKeyExistingSecret: apiKey.secret,
                site,
                clusterName: profile.clusterName,
                // Not all of the kubelet's API, by which commands are run in pods.
                kubelet: { tlsVerify: false, fineGrainedAuthorization: true },
                disablePasswdMount: true,
                dogstatsd: { useHostPort: false, useSocketVolume: false },
                // Its chart counts installations otherwise, with an id that is another one after each upgrade.
                apm: { socketEnabled: false, instrumentation: { skipKPITelemetry: true } },
                ...off("collectEvents", "leaderElection", "useHostPID"),
                ...disabled("kubeStateMetricsCore", "remoteConfiguration", "discovery"),
                ...disabled("containerImageCollection", "containerLifecycle", "operator", "csi"),
                processAgent: { processCollection: false, containerCollection: false },
            },
            clusterAgent: { enabled: false },
            agents: {
                ...everyNode,
                containers: {
                    agent: { resources: resources(100, 384), securityContext },
                    initContainers: { resources: resources(50, 128), securityContext },
                },
            },
        },
    }),
});

const securityContext = {
    ...unprivileged,
    readOnlyRootFilesystem: true,
    seccompProfile: { type: "RuntimeDefault" },
};

const off = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, false]));
const disabled = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { enabled: false }]));
