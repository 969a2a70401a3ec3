import type { PodDisruptionBudget, PodMonitor } from "../../platform/kubernetes-object.ts";
import { budget } from "../../platform/workload.ts";

/** Pods of an engine: what their objects are called, and their labels. */
export interface Pods {
    name: string;
    labels: Record<string, string>;
}

/** For those whose chart makes none that a broken pod does not hold up. */
export const budgetOf = (namespace: string, { name, labels: matchLabels }: Pods): PodDisruptionBudget => ({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    spec: { ...budget, selector: { matchLabels } },
});

/** @param path default: Prometheus' own, `/metrics` */
export const podMonitor = (namespace: string, { name, labels: matchLabels }: Pods, path?: string): PodMonitor => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace },
    spec: { selector: { matchLabels }, podMetricsEndpoints: [{ port: "metrics", ...(path && { path }) }] },
});
