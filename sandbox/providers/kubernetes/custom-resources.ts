/**
 * API groups that a chart or an EKS add-on of the platform defines. A group that is in no list here is accepted at any
 * time: the sandbox cannot tell whose it is.
 */
export const groupsOfCharts: Record<string, string[]> = {
    "argo-cd": ["argoproj.io"],
    "aws-load-balancer-controller": ["elbv2.k8s.aws", "gateway.k8s.aws", "aga.k8s.aws"],
    cilium: ["cilium.io"],
    "eks-node-monitoring-agent": ["eks.amazonaws.com"],
    "external-secrets": ["external-secrets.io", "generators.external-secrets.io"],
    gatekeeper: ["templates.gatekeeper.sh", "constraints.gatekeeper.sh"],
    karpenter: ["karpenter.sh", "karpenter.k8s.aws"],
    "karpenter-crd": ["karpenter.sh", "karpenter.k8s.aws"],
    "kube-prometheus-stack": ["monitoring.coreos.com"],
    kyverno: ["kyverno.io", "policies.kyverno.io", "reports.kyverno.io"],
    "linkerd-crds": ["linkerd.io", "policy.linkerd.io", "workload.linkerd.io"],
    "nginx-gateway-fabric": ["gateway.nginx.org"],
    "prometheus-operator-crds": ["monitoring.coreos.com"],
    "snapshot-controller": ["snapshot.storage.k8s.io"],
    "tigera-operator": ["crd.projectcalico.org", "operator.tigera.io", "policy.networking.k8s.io"],
    traefik: ["traefik.io"],
    velero: ["velero.io"],
};

/** Groups whose objects carry a finalizer: they go only while the release of this chart runs. */
export const finalizedBy: Record<string, string> = {
    "karpenter.sh": "karpenter",
    "karpenter.k8s.aws": "karpenter",
    "operator.tigera.io": "tigera-operator",
};

/** Kinds behind which a controller makes machines in the VPC. */
export const kindsInVpc = ["NodePool.karpenter.sh"];

/** Charts and add-ons that define a group. */
export const definersOf = (group: string): string[] =>
    Object.keys(groupsOfCharts).filter((chart) => groupsOfCharts[chart]?.includes(group));
