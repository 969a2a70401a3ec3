/** A Kubernetes object as the API server gives and takes it. */
export interface KubernetesObject extends Kind {
    metadata: Metadata;
    // biome-ignore lint/suspicious/noExplicitAny: every kind has fields of its own
    [field: string]: any;
}

export interface Metadata {
    name: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    deletionTimestamp?: string;
    ownerReferences?: OwnerReference[];
}

interface OwnerReference {
    apiVersion: string;
    kind: string;
    name: string;
    uid?: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
}

/** What names a kind. */
export interface Kind {
    apiVersion: string;
    kind: string;
}

/** What names an object. */
export interface Reference extends Kind {
    metadata: Pick<Metadata, "name" | "namespace" | "uid">;
}

/** One of the conditions in an object's status. */
export interface Condition {
    readonly type: string;
    readonly status: "True" | "False" | "Unknown";
    readonly reason?: string;
    readonly message?: string;
}

/** `namespace/name`, or the name alone of what is in no namespace. */
export const namespacedName = ({ metadata }: Pick<Reference, "metadata">): string =>
    [metadata.namespace, metadata.name].filter(Boolean).join("/");

/** Name of an object for people: `v1 Namespace kyverno`, `apps/v1 Deployment kyverno/reports`. */
export const describe = (object: Reference): string => `${object.apiVersion} ${object.kind} ${namespacedName(object)}`;

/** The condition of this type, or undefined where nobody has said anything yet. */
export const conditionOf = ({ status }: KubernetesObject, type: string): Condition | undefined =>
    status?.conditions?.find((it: Condition) => it.type === type);

/** Whether the condition of this type holds. */
export const isTrue = (object: KubernetesObject, type: string): boolean => conditionOf(object, type)?.status === "True";
