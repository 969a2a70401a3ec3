import { offered } from "../offers.ts";
import type { Part } from "../part.ts";
import { charts } from "../platform/charts.ts";
import { unprobed } from "../platform/exemption.ts";
import { externalSecret } from "../platform/external-secret.ts";
import { everyNode, resources, restrictedPod, unprivileged } from "../platform/workload.ts";
import type { NewRelicArgs } from "./metrics-args.ts";

const namespace = "newrelic";

/** Name of the Kubernetes Secret, and the key in it that the chart is told of. */
const licenseKey = { secret: "newrelic-license-key", key: "licenseKey" };

const daemonSet = `DaemonSet ${namespace}/newrelic-nrk8s-kubelet`;

/**
 * New Relic's agent on every node: what the kubelet says of nodes, pods, containers and volumes goes to New Relic, beside
 * Prometheus. It reads nothing of the host itself, whose processes and disks node-exporter measures, and not the objects
 * of Kubernetes.
 */
export const newRelic = ({ licenseKeySecretName }: NewRelicArgs): Part => ({
    name: "newrelic",
    namespace: { name: namespace, podSecurity: "restricted", onEveryNode: true },
    requires: { secretStore: "its licence key comes from the secret store" },
    exemptions: [unprobed(namespace, "the chart offers no probe", "2027-11-30")],
    accepted: ["probe-liveness", "probe-readiness"].map((check) => ({
        check,
        objects: [daemonSet],
        reason: "the chart offers no probe; what reads the kubelet ends when it has failed five times",
        review: "2027-11-30",
    })),
    reads: () => [licenseKeySecretName],
    addon: (_, { profile, offers }) => ({
        chart: charts.newRelicInfrastructure,
        traffic: {
            from: [],
            to: [
                { peer: "kubeApi" },
                { peer: "nodes", ports: [10250] },
                { peer: { internet: "The agent sends metrics to newrelic.com or nr-data.net." }, ports: [443] },
            ],
        },
        needs: ["external-secrets"],
        before: [
            externalSecret({
                name: licenseKey.secret,
                namespace,
                store: offered(offers, "secretStore"),
                key: licenseKeySecretName,
                data: { [licenseKey.key]: undefined },
            }),
        ],
        values: {
            ...everyNode,
            cluster: profile.clusterName,
            customSecretName: licenseKey.secret,
            customSecretLicenseKey: licenseKey.key,
            privileged: false,
            // Not all of the kubelet's API, by which commands are run in pods.
            rbac: { kubeletFineGrainedAuth: true },
            // It would ask EC2 for the cluster's ARN, with rights of its own.
            common: { config: { disableCloudClusterIdDetection: true } },
            podSecurityContext: restrictedPod,
            // In the place of what the chart has for agents without privileges, its user among it.
            containerSecurityContext: {
                ...unprivileged,
                runAsUser: 1000,
                runAsGroup: 2000,
                readOnlyRootFilesystem: true,
            },
            kubelet: {
                kubelet: { resources: resources(50, 192) },
                agent: { resources: resources(50, 192) },
            },
            ksm: { enabled: false },
            controlPlane: { enabled: false },
        },
    }),
});
