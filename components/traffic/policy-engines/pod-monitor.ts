import type { PodMonitor } from "../../platform/kubernetes-object.ts";

/** Who asks pods of an engine, which are on the network of the nodes. */
export const podMonitor = (
    name: string,
    namespace: string,
    matchLabels: Record<string, string>,
    portNumber: number,
): PodMonitor => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace },
    spec: { selector: { matchLabels }, podMetricsEndpoints: [{ portNumber }] },
});
