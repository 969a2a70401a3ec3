import type { PodDisruptionBudget, PodMonitor } from "./kubernetes-object.ts";
import { budget } from "./workload.ts";

/** Pods of one kind: what their objects are called, where they are, and their labels. */
export interface Pods {
    name: string;
    namespace: string;
    labels: Record<string, string>;
}

/** For those whose chart makes none that a broken pod does not hold up. */
export const budgetOf = ({ name, namespace, labels: matchLabels }: Pods): PodDisruptionBudget => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    spec: { ...budget, selector: { matchLabels } },
});

/**
 * @param endpoint a port that a container declares, by its name or number, or an `undeclared` one: by a number that no
 * container declares nothing is found; path default: Prometheus' own, `/metrics`
 */
export const podMonitor = (
    { name, namespace, labels: matchLabels }: Pods,
    endpoint: { port: string; path?: string } | { portNumber: number; path?: string } | ReturnType<typeof undeclared>,
): PodMonitor => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace },
    spec: { selector: { matchLabels }, podMetricsEndpoints: [endpoint] },
});

/** A port that a container serves metrics on and does not declare: each container is a target, and this one has this port. */
export const undeclared = (container: string, port: number) => ({
    relabelings: [
        { action: "keep" as const, sourceLabels: ["__meta_kubernetes_pod_container_name"], regex: container },
        { sourceLabels: ["__meta_kubernetes_pod_ip"], targetLabel: "__address__", replacement: `$1:${port}` },
    ],
});
