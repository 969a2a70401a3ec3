/**
 * An API group that every API server has: the SDK folder of its types, and the versions that EKS 1.32 to 1.36 serves.
 */
interface BuiltInGroup {
    folder: string;
    versions: string[];
}

const group = (folder: string, ...versions: string[]): BuiltInGroup => ({ folder, versions });

/** Built-in API groups, as Pulumi's type tokens spell them. */
export const builtInGroups: Record<string, BuiltInGroup> = {
    core: group("core", "v1"),
    apps: group("apps", "v1"),
    batch: group("batch", "v1"),
    autoscaling: group("autoscaling", "v1", "v2"),
    policy: group("policy", "v1"),
    "admissionregistration.k8s.io": group("admissionregistration", "v1", "v1beta1"),
    "apiextensions.k8s.io": group("apiextensions", "v1"),
    "apiregistration.k8s.io": group("apiregistration", "v1"),
    "certificates.k8s.io": group("certificates", "v1"),
    "coordination.k8s.io": group("coordination", "v1"),
    "discovery.k8s.io": group("discovery", "v1"),
    "events.k8s.io": group("events", "v1"),
    "flowcontrol.apiserver.k8s.io": group("flowcontrol", "v1"),
    "networking.k8s.io": group("networking", "v1"),
    "node.k8s.io": group("node", "v1"),
    "rbac.authorization.k8s.io": group("rbac", "v1"),
    "resource.k8s.io": group("resource", "v1", "v1beta1"),
    "scheduling.k8s.io": group("scheduling", "v1"),
    "storage.k8s.io": group("storage", "v1"),
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
export const preinstalled: Record<string, string[]> = {
    "Namespace.core": ["default", "kube-system", "kube-public", "kube-node-lease"],
    "StorageClass.storage.k8s.io": ["gp2"],
    "PriorityClass.scheduling.k8s.io": ["system-cluster-critical", "system-node-critical"],
};

/** What a type token says. */
export interface Gvk {
    group: string;
    version: string;
    kind: string;
}

/** `kubernetes:apps/v1:Deployment` is Deployment of apps, v1; `kubernetes:apps/v1:DeploymentPatch` is about one. */
export function gvkOf(token: string): Gvk {
    const { kind, ...gvk } = spelledOut(token);
    return { ...gvk, kind: isPatch(token) ? kind.slice(0, -"Patch".length) : kind };
}

/** Whether a type applies some fields of an object that somebody else made. */
export function isPatch(token: string): boolean {
    const { group, kind } = spelledOut(token);
    return group in builtInGroups && kind.endsWith("Patch");
}

function spelledOut(token: string): Gvk {
    const [, module = "", kind = ""] = token.split(":");
    const [group = "", version = ""] = module.split("/");
    return { group, version, kind };
}

/** As `apiVersion` spells it: the core group is not named there. */
export const apiVersionOf = ({ group, version }: Gvk): string => (group === "core" ? version : `${group}/${version}`);
