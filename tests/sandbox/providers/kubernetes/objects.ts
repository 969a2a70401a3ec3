import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws, clusterIn, type Driver, kubernetes, newAccount, object } from "../clouds.ts";

export const types = {
    namespace: "kubernetes:core/v1:Namespace",
    configMap: "kubernetes:core/v1:ConfigMap",
    secret: "kubernetes:core/v1:Secret",
    quota: "kubernetes:core/v1:ResourceQuota",
    limits: "kubernetes:core/v1:LimitRange",
    policy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    storage: "kubernetes:storage.k8s.io/v1:StorageClass",
    priority: "kubernetes:scheduling.k8s.io/v1:PriorityClass",
    binding: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    role: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    release: "kubernetes:helm.sh/v3:Release",
    nodePool: "kubernetes:karpenter.sh/v1:NodePool",
};
export type Name = keyof typeof types;

export const named = (name = "it", more: Values = {}) => ({ metadata: { name, ...more } });
export const good: Record<Name, Values> = {
    namespace: named("team", { labels: { "pod-security.kubernetes.io/enforce": "restricted" } }),
    configMap: { ...named(), data: { "a.yaml": "b" } },
    secret: { ...named(), stringData: { password: "x" } },
    quota: { ...named(), spec: { hard: { "requests.cpu": "4", "limits.memory": "8Gi" } } },
    limits: { ...named(), spec: { limits: [{ type: "Container", default: { cpu: "500m" } }] } },
    policy: {
        ...named(),
        spec: {
            podSelector: {},
            policyTypes: ["Ingress"],
            ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: [{ port: 443 }] }],
        },
    },
    storage: { ...named(), provisioner: "ebs.csi.aws.com", reclaimPolicy: "Retain" },
    priority: { ...named(), value: 1000 },
    binding: {
        ...named(),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "x" },
        subjects: [{ kind: "ServiceAccount", name: "x", namespace: "y" }],
    },
    role: { ...named("system:thing"), rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    release: {
        name: "it",
        namespace: "kube-system",
        chart: "kyverno",
        version: "3.9.0",
        repositoryOpts: { repo: "https://kyverno.github.io/kyverno" },
    },
    nodePool: { ...named(), spec: {} },
};
export const inputs = (name: Name, change: Values = {}): Values =>
    name === "release" ? { ...good.release, ...change } : object(types[name], { ...good[name], ...change });

/** A cluster, and a provider that talks to it. */
export function cluster(settings: Values = {}): Driver & { driver: Driver } {
    const account = newAccount();
    const driver = aws(account);
    const { endpoint } = clusterIn(driver);
    return Object.assign(kubernetes(account, endpoint, settings), { driver });
}
