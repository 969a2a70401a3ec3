/**
 * API groups that a chart or an EKS add-on defines. A group that is in no list here is accepted at any time: the sandbox
 * cannot tell whose it is.
 */
export const groupsOfCharts: Record<string, string[]> = {
    "alloy-operator": ["collectors.grafana.com"],
    "argo-cd": ["argoproj.io"],
    "argo-rollouts": ["argoproj.io"],
    "argo-workflows": ["argoproj.io"],
    "aws-load-balancer-controller": ["elbv2.k8s.aws", "gateway.k8s.aws", "aga.k8s.aws"],
    "cert-manager": ["cert-manager.io", "acme.cert-manager.io"],
    "eks-node-monitoring-agent": ["eks.amazonaws.com"],
    "external-dns": ["externaldns.k8s.io"],
    "external-secrets": ["external-secrets.io", "generators.external-secrets.io"],
    flux2: [
        ...["source.toolkit.fluxcd.io", "kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"],
        ...["notification.toolkit.fluxcd.io", "image.toolkit.fluxcd.io"],
    ],
    gatekeeper: [
        "templates.gatekeeper.sh",
        "constraints.gatekeeper.sh",
        "config.gatekeeper.sh",
        "mutations.gatekeeper.sh",
    ],
    "gateway-helm": ["gateway.envoyproxy.io", "gateway.networking.k8s.io"],
    "istio-base": ["networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io"],
    karpenter: ["karpenter.sh", "karpenter.k8s.aws"],
    "karpenter-crd": ["karpenter.sh", "karpenter.k8s.aws"],
    keda: ["keda.sh", "eventing.keda.sh"],
    "kube-prometheus-stack": ["monitoring.coreos.com"],
    kyverno: ["kyverno.io", "policies.kyverno.io", "reports.kyverno.io"],
    "linkerd-crds": ["linkerd.io", "policy.linkerd.io", "workload.linkerd.io"],
    "opentelemetry-operator": ["opentelemetry.io"],
    "prometheus-operator-crds": ["monitoring.coreos.com"],
    "sealed-secrets": ["bitnami.com"],
    "secrets-store-csi-driver": ["secrets-store.csi.x-k8s.io"],
    "snapshot-controller": ["snapshot.storage.k8s.io"],
    "tigera-operator": ["operator.tigera.io", "crd.projectcalico.org"],
    traefik: ["traefik.io", "hub.traefik.io"],
    "trivy-operator": ["aquasecurity.github.io"],
    "trust-manager": ["trust.cert-manager.io"],
    velero: ["velero.io"],
    "vertical-pod-autoscaler": ["autoscaling.k8s.io"],
};

/** Groups whose objects carry a finalizer: they go only while the release of this chart runs. */
export const finalizedBy: Record<string, string> = {
    "karpenter.sh": "karpenter",
    "karpenter.k8s.aws": "karpenter",
    "elbv2.k8s.aws": "aws-load-balancer-controller",
};

/** Kinds behind which a controller makes things in the VPC: load balancers, machines. */
export const kindsInVpc = ["Ingress.networking.k8s.io", "Gateway.gateway.networking.k8s.io", "NodePool.karpenter.sh"];

/** Charts and add-ons that define a group. */
export const definersOf = (group: string): string[] =>
    Object.keys(groupsOfCharts).filter((chart) => groupsOfCharts[chart]?.includes(group));
