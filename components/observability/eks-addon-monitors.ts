import type { PodMonitor } from "../platform/kubernetes-object.ts";

/** Pods of an EKS add-on that serve metrics, in `kube-system`. */
interface Exporter {
    name: string;
    /** Label by which they are found; its value is the name of the job. */
    label: string;
    ports: number[];
    /** Where they listen: on the network of the nodes, or on addresses of their own. */
    network: "nodes" | "pods";
}

/**
 * What EKS installs before there is anything that it could make a monitor of, by the manifests of its publishers
 * (`charts/` of aws/amazon-vpc-cni-k8s v1.22.4 and of kubernetes-sigs/aws-ebs-csi-driver v1.63.1). CoreDNS is watched by the monitor of
 * kube-prometheus-stack. kube-proxy and the Pod Identity agent listen on the node's loopback or not at all, the node
 * monitoring agent declares no port, and what metrics-server does is seen at the API server, which asks it.
 */
const exporters: Exporter[] = [
    // Addresses of the node, and what the agent of network policies does.
    { name: "aws-node", label: "k8s-app", ports: [61678, 8162], network: "nodes" },
    // Calls of EC2, and the driver's helpers: provisioner, attacher, resizer, liveness probe, snapshotter.
    { name: "ebs-csi-controller", label: "app", ports: [3301, 3302, 3303, 3304, 3305, 3306], network: "pods" },
    // Performance of volumes: how long their limits, or those of the machine, held them up.
    { name: "ebs-csi-node", label: "app", ports: [3302], network: "pods" },
];

export const addonPorts = (on: Exporter["network"]): number[] => [
    ...new Set(exporters.filter(({ network }) => network === on).flatMap(({ ports }) => ports)),
];

export const addonMonitors: PodMonitor[] = exporters.map(({ name, label, ports }) => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace: "monitoring" },
    spec: {
        jobLabel: label,
        namespaceSelector: { matchNames: ["kube-system"] },
        selector: { matchLabels: { [label]: name } },
        podMetricsEndpoints: ports.map((portNumber) => ({ portNumber })),
    },
}));
