/** Alerts that say that a machine or a zone is gone; those of what was on it are its echo. */
const nodeDown = "KubeNodeNotReady";
const zoneDown = "ZoneDown";

/**
 * What a lost machine does to workloads, in alerts that do not say on which machine. They are silenced of the whole
 * cluster while one is down, where they are warnings: the pods of a lost machine are the likely reason.
 */
const echoes = [
    "KubeDaemonSetRolloutStuck",
    "KubeDeploymentReplicasMismatch",
    "KubePdbNotEnoughHealthyPods",
    "KubePodNotReady",
    "KubeStatefulSetReplicasMismatch",
    "TargetDown",
];

/** Labels that name what an alert is about. A label that two alerts lack is the same in both. */
const object = [
    ...["namespace", "node", "instance", "pod", "container", "service"],
    ...["persistentvolumeclaim", "device", "mountpoint", "horizontalpodautoscaler", "schedule", "slo"],
];

/** Which alerts are not sent while another one fires: one fault gives one notification. */
export const inhibitRules = [
    // A zone takes its nodes with it, and each of these its pods.
    { source_matchers: [is(zoneDown)], target_matchers: ['zone =~ ".+"'], equal: ["zone"] },
    { source_matchers: [is(nodeDown)], target_matchers: ['node =~ ".+"'], equal: ["node"] },
    {
        source_matchers: [`alertname =~ "${nodeDown}|${zoneDown}"`],
        target_matchers: [`alertname =~ "${echoes.join("|")}"`, 'severity = "warning"'],
    },
    { source_matchers: [is(zoneDown)], target_matchers: ['alertname = "NodeCountBelowMinimum"'] },
    // What they say of DNS is why its objective is missed.
    {
        source_matchers: ['alertname =~ "CoreDNS(Down|ErrorsHigh)"'],
        target_matchers: ['alertname = "ErrorBudgetBurn"', 'slo = "dns"'],
    },
    // The same of one object, but worse.
    {
        source_matchers: ['severity = "critical"'],
        target_matchers: ['severity =~ "warning|info"'],
        equal: ["alertname", ...object],
    },
    {
        source_matchers: ['severity = "warning"'],
        target_matchers: ['severity = "info"'],
        equal: ["alertname", ...object],
    },
    // Says that nothing else is wrong in a namespace, so that what is `info` there is not worth a message.
    { source_matchers: [is("InfoInhibitor")], target_matchers: ['severity = "info"'], equal: ["namespace"] },
];

function is(alert: string): string {
    return `alertname = "${alert}"`;
}
