import type { Profile, Taint } from "../../../platform/addon.ts";
import { budget, everyNode, placement, resources, spread, unprivileged } from "../../../platform/workload.ts";

export const agentPort = 9962;
export const operatorPort = 9963;

/** Nodes are not ready before their network is, and pods of the operator are there before the agents. */
const earlyTolerations = ["node.kubernetes.io/not-ready", "node.cloudprovider.kubernetes.io/uninitialized"].map(
    (key) => ({ key, operator: "Exists" as const }),
);

/** Cilium behind the VPC CNI (https://docs.cilium.io/en/v1.20/installation/cni-chaining-aws-cni/), for policies alone. */
export const ciliumValues = (profile: Profile, startupTaint: Taint) => {
    const { nodeSelector, tolerations } = placement(profile);
    return {
        cni: { chainingMode: "aws-cni", exclusive: false, resources: resources(50, 64) },
        enableIPv4Masquerade: false,
        routingMode: "native",
        endpointRoutes: { enabled: true },
        // Of its own addresses each node takes one, for an interface that no packet comes through; the chart's range
        // (10.0.0.0/8) has those of most VPCs. This one is for benchmarks (RFC 2544), and has 4096 parts.
        ipam: { operator: { clusterPoolIPv4PodCIDRList: ["198.18.0.0/15"], clusterPoolIPv4MaskSize: 27 } },
        // A range in a policy has the nodes and pods whose addresses are in it, as with any other engine.
        policyCIDRMatchMode: ["pods", "nodes"],
        agentNotReadyTaintKey: startupTaint.key,
        // Behind the VPC CNI upstream supports no rule of HTTP or of names; an agent without the proxy says so.
        l7Proxy: false,
        // Its port is declared, and nobody listens.
        envoy: { prometheus: { enabled: false } },
        hubble: { enabled: false },
        // Such rules alone have Secrets.
        tls: {
            readSecretsOnlyFromSecretsNamespace: true,
            secretsNamespace: { name: "" },
            secretSync: { enabled: false },
        },
        tolerations: everyNode.tolerations,
        priorityClassName: "system-node-critical",
        resources: resources(100, 768),
        initResources: resources(50, 128),
        updateStrategy: { rollingUpdate: { maxUnavailable: "10%" } },
        // What is configured counts at once, not when pods happen to start.
        rollOutCiliumPods: true,
        prometheus: { enabled: true, port: agentPort },
        operator: {
            replicas: 2,
            nodeSelector,
            tolerations: [...tolerations, ...earlyTolerations],
            priorityClassName: "system-cluster-critical",
            resources: resources(50, 256),
            topologySpreadConstraints: spread(profile, { "io.cilium/app": "operator", name: "cilium-operator" }),
            podDisruptionBudget: { enabled: true, ...budget },
            rollOutPods: true,
            // Its image is made for any user.
            securityContext: { ...unprivileged, runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 },
            prometheus: { enabled: true, port: operatorPort },
            // Pods that were there before the agent have no policies: they start again, one every 15 s.
            unmanagedPodWatcher: { restart: true, selector: "" },
        },
    };
};
