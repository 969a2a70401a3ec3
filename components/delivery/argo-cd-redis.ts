import { budget, type placement, resources } from "../platform/workload.ts";

/**
 * After a restart a Sentinel can spin on a member that is gone, until it is told to look for the members anew:
 * https://github.com/argoproj/argo-cd/pull/20645.
 */
const forgetTheGone = ["/bin/sh", "-c", "sleep 30; redis-cli -p 26379 sentinel reset argocd"];

/**
 * A cache of three, with a proxy in front that knows the leader. As Argo CD's own manifests for high availability have
 * it.
 */
export const redis = ({ nodeSelector, tolerations }: ReturnType<typeof placement>) => ({
    enabled: true,
    nodeSelector,
    tolerations,
    // The chart cannot leave tainted nodes out of the count: held to zones and hosts strictly, pods of a drained zone
    // would wait for it.
    topologySpreadConstraints: { enabled: true, maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
    hardAntiAffinity: false,
    podDisruptionBudget: budget,
    redis: { resources: resources(50, 128) },
    sentinel: { resources: resources(25, 64), lifecycle: { postStart: { exec: { command: forgetTheGone } } } },
    init: { resources: resources(25, 64) },
    splitBrainDetection: { resources: resources(10, 32) },
    exporter: { enabled: true, resources: resources(10, 32), serviceMonitor: { enabled: true } },
    haproxy: {
        hardAntiAffinity: false,
        // Nodes and pods have IPv4; where the kernel has no IPv6 the proxy would not start.
        IPv6: { enabled: false },
        // Its tables are sized for as many connections as the node allows open files, which is more than its memory:
        // https://github.com/argoproj/argo-cd/issues/15319.
        extraConfig: "global\n  maxconn 4096\n",
        resources: resources(25, 128),
        init: { resources: resources(10, 32) },
        podDisruptionBudget: budget,
        metrics: { enabled: true, serviceMonitor: { enabled: true } },
    },
});
