/** Alerts that kube-prometheus-stack brings and that are off, by the reason. */
const off = {
    "Another alert says so of the same fault, sooner or with the object's name.": [
        // KubeNodeNotReady
        "KubeNodeUnreachable",
        "KubeletInstanceUnreachable",
        // ContainerCannotStart
        "KubeContainerWaiting",
        // KubeDaemonSetRolloutStuck
        "KubeDaemonSetNotScheduled",
        "KubeDaemonSetMisScheduled",
        // TargetDown
        "KubeAPIInstanceUnreachable",
    ],
    "Ours has this name and comes before what follows from the fault.": ["KubeNodeNotReady"],
    "What they read is nowhere: nodes run neither bonding nor a collector for systemd, kube-state-metrics has one shard.":
        [
            "NodeBondingDegraded",
            "NodeSystemdServiceFailed",
            "NodeSystemdServiceCrashlooping",
            "KubeStateMetricsShardingMismatch",
            "KubeStateMetricsShardsMissing",
        ],
};

/** The rules of the chart stay where they are right, so that upstream keeps them. */
export const chartRules = {
    disabled: Object.fromEntries(
        Object.values(off)
            .flat()
            .map((alert) => [alert, true]),
    ),
};
