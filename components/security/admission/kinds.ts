/** Kinds by their plural names: of everything that some policy matches. */
const kinds: Readonly<Record<string, string>> = {
    clusterrolebindings: "ClusterRoleBinding",
    clusterroles: "ClusterRole",
    configmaps: "ConfigMap",
    cronjobs: "CronJob",
    daemonsets: "DaemonSet",
    deployments: "Deployment",
    gateways: "Gateway",
    horizontalpodautoscalers: "HorizontalPodAutoscaler",
    ingresses: "Ingress",
    jobs: "Job",
    limitranges: "LimitRange",
    namespaces: "Namespace",
    networkpolicies: "NetworkPolicy",
    persistentvolumeclaims: "PersistentVolumeClaim",
    poddisruptionbudgets: "PodDisruptionBudget",
    pods: "Pod",
    podtemplates: "PodTemplate",
    replicasets: "ReplicaSet",
    replicationcontrollers: "ReplicationController",
    resourcequotas: "ResourceQuota",
    rolebindings: "RoleBinding",
    roles: "Role",
    secrets: "Secret",
    serviceaccounts: "ServiceAccount",
    services: "Service",
    statefulsets: "StatefulSet",
    storageclasses: "StorageClass",
};

/** Kinds of resources, each once; a subresource is of the kind that it belongs to. Throws on one that is not known. */
export const kindsOf = (resources: readonly string[]): string[] => [
    ...new Set(
        resources.map((resource) => {
            const [plural = ""] = resource.split("/");
            const kind = kinds[plural];
            if (!kind) throw new Error(`Which kind are ${plural}?`);
            return kind;
        }),
    ),
];
