/** What follows from a fault is not sent while that is told. */
interface Inhibition {
    /** Alerts that tell of the fault, by name. */
    fault: readonly string[];
    /** Alerts that follow from it, by name, or of any name that have these labels. */
    echo: readonly string[] | { having: string };
    /** Labels that both have with the same value. Default: none, it is said once for the cluster. */
    same?: readonly string[];
}

/** Alerts of workloads that lack pods, which do not say on which node the pods are. All are warnings. */
const lackingPods = [
    "KubeDaemonSetRolloutStuck",
    "KubeDeploymentReplicasMismatch",
    "KubeDeploymentRolloutStuck",
    "KubePdbNotEnoughHealthyPods",
    "KubeStatefulSetReplicasMismatch",
    "KubeStatefulSetUpdateNotRolledOut",
    "LokiRingUnhealthy",
    "TargetDown",
];

/** Alerts of a workload that has no pod left. */
const unavailable = ["DeploymentUnavailable", "StatefulSetUnavailable"];

/** Why a pod is not ready. */
const podFaults = ["ContainerCannotStart", "KubePodCrashLooping", "PodOOMKilled", "PodsUnschedulable"];

/**
 * From the widest fault to the narrowest. An alert that is silenced itself still silences: a lost zone its nodes, and
 * each of these its pods.
 */
const inhibitions: Inhibition[] = [
    { fault: ["ZoneDown"], echo: { having: "zone" }, same: ["zone"] },
    { fault: ["ZoneDown"], echo: ["NodeCountBelowMinimum", "PodsUnschedulable"] },
    { fault: ["KubeNodeNotReady"], echo: { having: "node" }, same: ["node"] },
    { fault: ["ZoneDown", "KubeNodeNotReady"], echo: [...lackingPods, "KubePodNotReady", "PodStuckTerminating"] },
    { fault: ["SubnetOutOfAddresses"], echo: ["NodeOutOfAddresses"], same: ["node"] },
    {
        fault: ["SubnetOutOfAddresses", "NodeOutOfAddresses"],
        echo: [...lackingPods, "KubePodNotReady", "ContainerCannotStart"],
    },
    { fault: ["KarpenterDown", "KarpenterCannotLaunch"], echo: ["PodsUnschedulable"] },
    { fault: ["SecretStoreNotReady"], echo: ["ExternalSecretNotReady"] },
    { fault: ["LokiDown", "LokiRefusesWrites"], echo: ["FluentBitSendFailing"] },
    { fault: ["DatabaseDumpFailed"], echo: ["KubeJobFailed"], same: ["namespace", "job_name"] },
    { fault: podFaults, echo: ["KubePodNotReady"], same: ["namespace", "pod"] },
    { fault: [...unavailable, ...podFaults], echo: lackingPods, same: ["namespace"] },
];

/** Labels that name what an alert is about. A label that two alerts lack is the same in both. */
const object = [
    ...["cluster", "zone", "node", "instance", "device", "mountpoint", "namespace", "pod", "container", "service"],
    ...["persistentvolumeclaim", "horizontalpodautoscaler", "schedule", "slo", "name"],
];

/** Which alerts are not sent while another one fires: one fault gives one notification. */
export const inhibitRules = [
    ...inhibitions.map(({ fault, echo, same }) => ({
        source_matchers: [named(fault)],
        target_matchers: ["having" in echo ? `${echo.having} =~ ".+"` : named(echo)],
        ...(same && { equal: same }),
    })),
    // A system of the platform that does not answer is a workload without pods, which is told sooner and by its name.
    // What is in the control plane is no workload, and has the namespace of its Service.
    {
        source_matchers: [named(unavailable), 'namespace !~ "kube-system|default"'],
        target_matchers: ['alertname =~ ".+Down"'],
        equal: ["namespace"],
    },
    // The restore test says of which backup it is; that its job failed says no more. Two rules: of sources that are
    // targets too, Alertmanager may remember the wrong one.
    ...["RestoreTestFailed", "RestoreTestRunFailed"].map((alert) => ({
        source_matchers: [named([alert])],
        target_matchers: [
            named(alert === "RestoreTestFailed" ? ["RestoreTestRunFailed", "KubeJobFailed"] : ["KubeJobFailed"]),
            'namespace = "restore-test"',
        ],
    })),
    // What they say of DNS is why its objective is missed.
    {
        source_matchers: [named(["CoreDNSDown", "CoreDNSErrorsHigh"])],
        target_matchers: ['alertname = "ErrorBudgetBurn"', 'slo = "dns"'],
    },
    // The same of one object, but worse.
    worse("critical", "warning|info"),
    worse("warning", "info"),
    // Of one budget that burns, what is seen in a shorter time is told.
    ...["long", "window"].flatMap((label) => [sooner(label, "1h", "6h"), sooner(label, "1d", "3d")]),
    // Says that nothing else is wrong in a namespace, so that what is `info` there is not worth a message.
    { source_matchers: [named(["InfoInhibitor"])], target_matchers: ['severity = "info"'], equal: ["namespace"] },
];

function named(alerts: readonly string[]): string {
    return `alertname =~ "${alerts.join("|")}"`;
}

/** Upstream calls the time that a budget is looked at `long`, our own objectives `window`. */
function sooner(label: string, long: string, longer: string) {
    return {
        source_matchers: [`${label} = "${long}"`],
        target_matchers: [`${label} = "${longer}"`],
        equal: ["alertname", ...object],
    };
}

function worse(severity: string, less: string) {
    return {
        source_matchers: [`severity = "${severity}"`],
        target_matchers: [`severity =~ "${less}"`],
        equal: ["alertname", ...object],
    };
}
