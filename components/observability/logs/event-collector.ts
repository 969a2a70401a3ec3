import type { LogReceiverOffer } from "../../offers.ts";
import type { Part, PartAddon, Platform } from "../../part.ts";
import { grantedEverywhere } from "../../platform/role.ts";
import { placement, resources, restrictedPod, singleton, unprivileged } from "../../platform/workload.ts";
import { eventCollectorAlerts } from "./event-collector-alerts.ts";
import { forwarding, output, section, service, state } from "./fluent-bit-config.ts";

const name = "event-collector";

const namespace = name;

/**
 * Keeps the events of Kubernetes, which the API server forgets after an hour, beside the logs: one Fluent Bit that
 * watches them. On every node it would write each of them once a node.
 */
export const eventCollector: Part = {
    name,
    namespace: { name: namespace, podSecurity: "restricted" },
    requires: { logs: "it sends the events to a store, and there is none" },
    accepted: [
        {
            check: "replicas-min",
            objects: [`Deployment ${namespace}/${name}`],
            reason: "two of them would write every event twice; one that starts reads those of the last hour again",
            review: "2027-08-31",
        },
    ],
    addon: (_, platform) => addon(platform),
};

function addon(platform: Platform): PartAddon {
    const { part, credentials, outputs, archived } = forwarding({ name, namespace }, platform);
    const { before = [], env, volumes = [], mounts = [] } = credentials ?? {};
    return {
        ...part,
        rules: [eventCollectorAlerts],
        before: [...reader, ...before],
        values: {
            ...placement(platform.profile),
            fullnameOverride: name,
            kind: "Deployment",
            replicaCount: 1,
            annotations: singleton("Two of them would write every event twice."),
            updateStrategy: { type: "Recreate" },
            // The chart's own role reads pods and namespaces too.
            rbac: { create: false },
            resources: resources(25, 128),
            podSecurityContext: restrictedPod,
            securityContext: { ...unprivileged, runAsUser: 65532, runAsGroup: 65532, readOnlyRootFilesystem: true },
            env,
            extraVolumes: [{ name: "state", emptyDir: { sizeLimit: "1Gi" } }, ...volumes],
            extraVolumeMounts: [{ name: "state", mountPath: state }, ...mounts],
            config: config(outputs, archived),
            serviceMonitor: { enabled: true },
            testFramework: { enabled: false },
        },
    };
}

/**
 * Without a database: with one, Fluent Bit 5.1 knows an event by its uid alone, and does not keep that it happened
 * again. What a new pod reads twice has the same time and text.
 */
const config = ({ events }: ReturnType<LogReceiverOffer["outputs"]>, more: string[]) => ({
    service,
    inputs: section("INPUT", {
        Name: "kubernetes_events",
        Tag: "event",
        // Events of a page when it starts: a list of all would be held in memory at once.
        kube_request_limit: 500,
        "storage.type": "filesystem",
    }),
    // Who changed which field of the event; what it is about stands in `involvedObject`.
    filters: section("FILTER", { Name: "record_modifier", Match: "event", Remove_key: "metadata" }),
    outputs: [output("event", events), ...more].join("\n"),
});

const reader = grantedEverywhere(name, [{ apiGroups: [""], resources: ["events"], verbs: ["list", "watch"] }], {
    name,
    namespace,
});
