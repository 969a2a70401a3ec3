/** API groups that every API server has, as Pulumi's type tokens spell them, and the SDK folder of each. */
export const builtInGroups: Record<string, string> = {
    core: "core",
    apps: "apps",
    batch: "batch",
    autoscaling: "autoscaling",
    policy: "policy",
    "admissionregistration.k8s.io": "admissionregistration",
    "apiextensions.k8s.io": "apiextensions",
    "apiregistration.k8s.io": "apiregistration",
    "certificates.k8s.io": "certificates",
    "coordination.k8s.io": "coordination",
    "discovery.k8s.io": "discovery",
    "events.k8s.io": "events",
    "flowcontrol.apiserver.k8s.io": "flowcontrol",
    "networking.k8s.io": "networking",
    "node.k8s.io": "node",
    "rbac.authorization.k8s.io": "rbac",
    "resource.k8s.io": "resource",
    "scheduling.k8s.io": "scheduling",
    "storage.k8s.io": "storage",
    "storagemigration.k8s.io": "storagemigration",
};

/** Built-in kinds that belong to the whole cluster; all others live in a namespace. */
export const clusterWide = new Set([
    ...["Namespace", "Node", "PersistentVolume", "StorageClass", "VolumeAttributesClass", "CSIDriver", "CSINode"],
    ...["PriorityClass", "RuntimeClass", "IngressClass", "ClusterRole", "ClusterRoleBinding", "APIService"],
    ...["CustomResourceDefinition", "CertificateSigningRequest", "FlowSchema", "PriorityLevelConfiguration"],
    ...["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy"],
    ...["ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
    ...["DeviceClass", "ResourceSlice", "ServiceCIDR", "IPAddress", "ClusterTrustBundle"],
]);

/** What EKS puts into every new cluster. */
export const born: Record<string, string[]> = {
    "Namespace.core": ["default", "kube-system", "kube-public", "kube-node-lease"],
    "StorageClass.storage.k8s.io": ["gp2"],
    "PriorityClass.scheduling.k8s.io": ["system-cluster-critical", "system-node-critical"],
};

/** What a type token says. */
export interface Gvk {
    group: string;
    version: string;
    kind: string;
    /** A `...Patch` type: it changes an object that may be somebody else's. */
    patch: boolean;
}

/** `kubernetes:apps/v1:Deployment` is Deployment of apps, v1. */
export function gvkOf(token: string): Gvk {
    const [, module = "", name = ""] = token.split(":");
    const [group = "", version = ""] = module.split("/");
    const patch = group in builtInGroups && name.endsWith("Patch");
    return { group, version, kind: patch ? name.slice(0, -"Patch".length) : name, patch };
}

/** As `apiVersion` spells it: the core group is not named there. */
export const apiVersionOf = ({ group, version }: Gvk): string => (group === "core" ? version : `${group}/${version}`);
