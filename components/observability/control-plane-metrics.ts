import type { IServiceMonitorSpec } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitorSpec";

/**
 * EKS publishes the metrics of the scheduler and the controller manager behind the API server (Kubernetes 1.28 and up).
 */
const group = "metrics.eks.amazonaws.com";
const components = { "kube-scheduler": "ksh", "kube-controller-manager": "kcm" };

/** What kube-prometheus-stack would look for on control-plane nodes, which EKS does not show. */
export const controlPlaneRules = {
    kubeEtcd: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeControllerManager: { enabled: false },
    // Listens on the node's loopback only.
    kubeProxy: { enabled: false },
};

/** The same metrics by the way that EKS offers, under their usual job names. */
export const controlPlaneMonitors = {
    additionalRulesForClusterRole: [
        {
            apiGroups: [group],
            resources: Object.values(components).map((component) => `${component}/metrics`),
            verbs: ["get"],
        },
    ],
    additionalServiceMonitors: Object.entries(components).map(([job, component]) => ({
        name: job,
        namespaceSelector: { matchNames: ["default"] },
        selector: { matchLabels: { component: "apiserver", provider: "kubernetes" } },
        endpoints: [
            {
                port: "https",
                scheme: "https",
                path: `/apis/${group}/v1/${component}/container/metrics`,
                bearerTokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
                tlsConfig: {
                    caFile: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
                    serverName: "kubernetes",
                },
                relabelings: [{ action: "replace", targetLabel: "job", replacement: job }],
            },
        ],
    })) satisfies (IServiceMonitorSpec & { name: string })[],
};
