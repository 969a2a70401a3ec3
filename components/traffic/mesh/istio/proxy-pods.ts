import type { Profile } from "../../../platform/addon.ts";
import { type Pods, podMonitor } from "../../../platform/pods.ts";
import { budget, placement, spread } from "../../../platform/workload.ts";

/** What istiod labels the pods with that it makes for a Gateway. */
export const proxyLabelsOf = (gateway: string) => ({ "gateway.networking.k8s.io/gateway-name": gateway });

/** Of a proxy's agent, with what the proxy counts. */
export const proxyMetricsPort = 15_020;

export const proxyMonitor = (pods: Pods) =>
    podMonitor(pods, { portNumber: proxyMetricsPort, path: "/stats/prometheus" });

interface ProxyPodsArgs {
    profile: Profile;
    /** Labels of the pods. */
    labels: Record<string, string>;
    /** Seconds that a proxy goes on for when it leaves. */
    drain: number;
    /** Seconds until a new one counts as there. Default 0. */
    minReadySeconds?: number;
}

/**
 * What istiod makes for a Gateway, said in addition to its template, a text of YAML a kind: one proxy a zone, three
 * where nodes name none, and one more while they are replaced.
 */
export const proxyPods = ({ profile, labels, drain, minReadySeconds }: ProxyPodsArgs) => ({
    deployment: JSON.stringify({
        spec: {
            replicas: Math.max(3, profile.zones.length),
            ...(minReadySeconds !== undefined && { minReadySeconds }),
            strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
            template: {
                spec: {
                    ...placement(profile),
                    terminationGracePeriodSeconds: 3 * drain,
                    topologySpreadConstraints: spread(profile, labels),
                },
            },
        },
    }),
    podDisruptionBudget: JSON.stringify({ spec: { ...budget, selector: { matchLabels: labels } } }),
});
