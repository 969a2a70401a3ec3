import { isHidden } from "../inventory/unknown.ts";
import type { KubernetesObject } from "./manifests.ts";

/** What is read of a CustomResourceDefinition. */
interface Definition {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string }[];
}

/** The APIs that a cluster serves beside its own. */
export interface Apis {
    /** `group/version` and `group/version/Kind`, as `helm template --api-versions` takes them. */
    readonly versions: readonly string[];
    /** `group/Kind` of objects that are in no namespace. */
    readonly clusterScoped: ReadonlySet<string>;
}

/** Kinds of Kubernetes itself that are in no namespace. */
const builtIn = [
    ["", "Namespace", "Node", "PersistentVolume"],
    ["admissionregistration.k8s.io", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
    ["admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
    ["admissionregistration.k8s.io", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
    ["apiextensions.k8s.io", "CustomResourceDefinition"],
    ["apiregistration.k8s.io", "APIService"],
    ["certificates.k8s.io", "CertificateSigningRequest", "ClusterTrustBundle"],
    ["flowcontrol.apiserver.k8s.io", "FlowSchema", "PriorityLevelConfiguration"],
    ["networking.k8s.io", "IngressClass", "IPAddress", "ServiceCIDR"],
    ["node.k8s.io", "RuntimeClass"],
    ["rbac.authorization.k8s.io", "ClusterRole", "ClusterRoleBinding"],
    ["resource.k8s.io", "DeviceClass", "ResourceSlice"],
    ["scheduling.k8s.io", "PriorityClass"],
    ["storage.k8s.io", "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
].flatMap(([group, ...kinds]) => kinds.map((kind) => `${group}/${kind}`));

/** The APIs of these CustomResourceDefinitions; what of them cannot be read is left out. */
export function apisOf(definitions: readonly object[]): Apis {
    const specs = definitions.flatMap((each) => definition(each as Record<string, unknown>) ?? []);
    const versions = specs.flatMap(({ group, names, versions }) =>
        versions.flatMap(({ name }) => [`${group}/${name}`, `${group}/${name}/${names.kind}`]),
    );
    const scoped = specs.filter(({ scope }) => scope === "Cluster").map(({ group, names }) => `${group}/${names.kind}`);
    return { versions: [...new Set(versions)].sort(), clusterScoped: new Set([...builtIn, ...scoped]) };
}

const name = /^[\w.-]+$/;

function definition(crd: Record<string, unknown>): Definition | undefined {
    if (isHidden(crd, "spec")) return undefined;
    try {
        const { group, scope, names, versions } = crd.spec as Definition;
        const known = versions.map((version) => ({ name: version.name }));
        const words = [group, names.kind, ...known.map((version) => version.name)];
        return words.every((word) => name.test(word)) ? { group, scope, names, versions: known } : undefined;
    } catch {
        return undefined;
    }
}

export const isDefinition = ({ kind }: Pick<KubernetesObject, "kind">): boolean => kind === "CustomResourceDefinition";

/** The object in the namespace that Helm puts it into: the release's, where it names none and has one. */
export function placed(object: KubernetesObject, namespace: string, { clusterScoped }: Apis): KubernetesObject {
    const group = object.apiVersion.includes("/") ? object.apiVersion.split("/")[0] : "";
    if (object.metadata.namespace || clusterScoped.has(`${group}/${object.kind}`)) return object;
    return { ...object, metadata: { ...object.metadata, namespace } };
}
