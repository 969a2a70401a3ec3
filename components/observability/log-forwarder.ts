import type { Addon, Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { everyNode, resources, unprivileged } from "../platform/workload.ts";

export interface LogForwarderFacts {
    /** Host and port of Loki's Service; namespace and port of the pods behind it. */
    host: string;
    servicePort: number;
    namespace: string;
    port: number;
}

const namespace = "fluent-bit";

const state = "/var/fluent-bit/state";

/** Fluent Bit on every node, whatever its taints: what a container writes to its output reaches Loki. */
export const logForwarder = (profile: Profile, loki: LogForwarderFacts): Addon => ({
    name: "fluent-bit",
    chart: charts.fluentBit,
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        reason: "Reads the log files of all containers on the host, and keeps its buffers there.",
    },
    traffic: {
        from: [{ peer: "metrics", ports: [2020] }],
        to: [{ peer: "kubeApi" }, { peer: { namespace: loki.namespace }, ports: [loki.port] }],
    },
    needs: ["loki"],
    answers: ["Log aggregation"],
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
        daemonSetVolumes: [
            { name: "logs", hostPath: { path: "/var/log" } },
            { name: "state", hostPath: { path: state, type: "DirectoryOrCreate" } },
        ],
        daemonSetVolumeMounts: [
            { name: "logs", mountPath: "/var/log", readOnly: true },
            { name: "state", mountPath: state },
        ],
        config: config(profile, loki),
        serviceMonitor: { enabled: true },
        prometheusRule: { enabled: false },
        dashboards: { enabled: true },
        testFramework: { enabled: false },
    },
});

/**
 * Buffers lie on the node's disk, bounded, so that a Loki that is away for a while costs no line and a forwarder that is
 * restarted goes on where it was.
 */
const config = ({ clusterName }: Profile, { host, servicePort }: LogForwarderFacts) => ({
    service: section("SERVICE", {
        Daemon: "Off",
        Flush: 5,
        Log_Level: "warn",
        Parsers_File: "/fluent-bit/etc/parsers.conf",
        HTTP_Server: "On",
        HTTP_Listen: "0.0.0.0",
        HTTP_Port: 2020,
        Health_Check: "On",
        "storage.path": `${state}/buffers`,
        "storage.sync": "normal",
        // Chunks of 2 MB: what is held in memory stays within the limit, the rest waits on the disk.
        "storage.max_chunks_up": 16,
        "storage.backlog.mem_limit": "16M",
        "storage.metrics": "On",
    }),
    inputs: [
        section("INPUT", {
            Name: "tail",
            Tag: "kube.*",
            Path: "/var/log/containers/*.log",
            // Its own errors would feed on themselves. By its namespace: pods of others may be called like its own.
            Exclude_Path: `/var/log/containers/*_${namespace}_*.log`,
            // Seconds between two looks for new files (default: 60). A Job that a release removes once it is done is gone before.
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
        Keep_Log: "Off",
        // No pod decides that its logs are not kept.
        "K8S-Logging.Exclude": "Off",
        "K8S-Logging.Parser": "On",
        Annotations: "Off",
        Buffer_Size: 0,
    }),
    outputs: [
        output({
            Match: "kube.*",
            Host: host,
            Port: servicePort,
            Labels: [
                `cluster=${clusterName}`,
                "source=container",
                "namespace=$kubernetes['namespace_name']",
                "container=$kubernetes['container_name']",
            ].join(", "),
            // Too many values for labels; still searchable.
            Structured_Metadata: "pod=$kubernetes['pod_name'], node=$kubernetes['host']",
            Remove_Keys: "kubernetes, stream, time, _p",
        }),
        output({ Match: "node.*", Host: host, Port: servicePort, Labels: `cluster=${clusterName}, source=node` }),
    ].join("\n"),
});

const output = (own: Record<string, string | number>) =>
    section("OUTPUT", {
        Name: "loki",
        ...own,
        Line_Format: "json",
        Compress: "gzip",
        Retry_Limit: "no_limits",
        "storage.total_limit_size": "1G",
    });

const section = (name: string, keys: Record<string, string | number>): string =>
    [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `    ${key} ${value}`), ""].join("\n");
