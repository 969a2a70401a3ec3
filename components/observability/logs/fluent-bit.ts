import { type LogReceiverOffer, offered } from "../../offers.ts";
import type { Part, PartAddon, Platform } from "../../part.ts";
import { everyNode, resources, unprivileged } from "../../platform/workload.ts";
import { fluentBitAlerts } from "./fluent-bit-alerts.ts";
import { forwarding, output, section, service, state } from "./fluent-bit-config.ts";
import { logForwarding } from "./fluent-bit-dashboard.ts";

const namespace = "fluent-bit";

const daemonSet = "DaemonSet fluent-bit/fluent-bit";

/** Fluent Bit on every node, whatever its taints: what a container writes to its output reaches the log store. */
export const fluentBit: Part = {
    name: "fluent-bit",
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Reads the log files of all containers on the host, and keeps its buffers there.",
        review: "2027-04-30",
    },
    requires: { logs: "it sends the logs to a store, and there is none" },
    accepted: [
        {
            check: "pod-run-as-non-root",
            objects: [daemonSet],
            reason: "the log files of the node belong to root",
            review: "2027-04-30",
        },
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "it reads the log files of the node, and keeps there how far it came",
            review: "2027-04-30",
        },
    ],
    addon: (_, platform) => addon(platform),
};

function addon(platform: Platform): PartAddon {
    const { part, credentials, outputs, archived } = forwarding({ name: "fluent-bit", namespace }, platform);
    return {
        ...part,
        rules: [fluentBitAlerts],
        dashboards: [logForwarding],
        before: credentials?.before,
        values: {
            ...everyNode,
            resources: resources(50, 128),
            // The files belong to root; nothing else of root's powers is needed.
            securityContext: {
                ...unprivileged,
                runAsUser: 0,
                readOnlyRootFilesystem: true,
                seccompProfile: { type: "RuntimeDefault" },
            },
            env: credentials?.env,
            extraVolumes: credentials?.volumes,
            extraVolumeMounts: credentials?.mounts,
            daemonSetVolumes: [
                { name: "logs", hostPath: { path: "/var/log" } },
                { name: "state", hostPath: { path: state, type: "DirectoryOrCreate" } },
            ],
            daemonSetVolumeMounts: [
                { name: "logs", mountPath: "/var/log", readOnly: true },
                { name: "state", mountPath: state },
            ],
            config: config(outputs, archived, offered(platform.offers, "logs").mergedUnder),
            serviceMonitor: { enabled: true },
            prometheusRule: { enabled: false },
            testFramework: { enabled: false },
        },
    };
}

const config = (outputs: ReturnType<LogReceiverOffer["outputs"]>, more: string[], mergedUnder: string | undefined) => ({
    service,
    inputs: [
        section("INPUT", {
            Name: "tail",
            Tag: "kube.*",
            Path: "/var/log/containers/*.log",
            // Its own errors would feed on themselves. By its namespace: pods of others may be called like its own.
            Exclude_Path: `/var/log/containers/*_${namespace}_*.log`,
            // Seconds between two looks for new files (default: 60). A Job that a release removes once it is done is
            // gone before.
            Refresh_Interval: 10,
            "multiline.parser": "cri",
            DB: `${state}/containers.db`,
            "storage.type": "filesystem",
            Read_from_Head: "On",
            Skip_Long_Lines: "On",
            Rotate_Wait: 30,
        }),
        section("INPUT", {
            Name: "systemd",
            Tag: "node.*",
            Path: "/var/log/journal",
            Systemd_Filter: "_SYSTEMD_UNIT=kubelet.service",
            DB: `${state}/journal.db`,
            "storage.type": "filesystem",
            Read_From_Tail: "On",
            Strip_Underscores: "On",
        }),
    ].join("\n"),
    filters: section("FILTER", {
        Name: "kubernetes",
        Match: "kube.*",
        Merge_Log: "On",
        ...(mergedUnder && { Merge_Log_Key: mergedUnder }),
        Keep_Log: "Off",
        // No pod decides that its logs are not kept.
        "K8S-Logging.Exclude": "Off",
        "K8S-Logging.Parser": "On",
        Annotations: "Off",
        Buffer_Size: 0,
    }),
    outputs: [output("kube.*", outputs.containers), output("node.*", outputs.nodes), ...more].join("\n"),
});
