import type { ClusterRole, ClusterRoleBinding, KubernetesObject, Role, RoleBinding } from "./kubernetes-object.ts";

export interface ServiceAccountName {
    name: string;
    namespace: string;
}

const api = "rbac.authorization.k8s.io";

/** A Role of a namespace, and its binding under the same name to one service account. */
export const granted = (
    metadata: { name: string; namespace: string },
    rules: Role["rules"],
    to: ServiceAccountName,
): KubernetesObject[] => [
    { apiVersion: `${api}/v1`, kind: "Role", metadata, rules } satisfies Role,
    {
        apiVersion: `${api}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: api, kind: "Role", name: metadata.name },
        subjects: [{ kind: "ServiceAccount", ...to }],
    } satisfies RoleBinding,
];

/** A ClusterRole, and its binding under the same name to one service account. */
export const grantedEverywhere = (
    name: string,
    rules: NonNullable<ClusterRole["rules"]>,
    to: ServiceAccountName,
): [ClusterRole, ClusterRoleBinding] => [
    { apiVersion: `${api}/v1`, kind: "ClusterRole", metadata: { name }, rules },
    {
        apiVersion: `${api}/v1`,
        kind: "ClusterRoleBinding",
        metadata: { name },
        roleRef: { apiGroup: api, kind: "ClusterRole", name },
        subjects: [{ kind: "ServiceAccount", ...to }],
    },
];

/** The right to make tokens of one service account, and of no other of its namespace. */
export const tokensOf = ({ name, namespace }: ServiceAccountName, as: string, to: ServiceAccountName) =>
    granted(
        { name: as, namespace },
        [{ apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: [name], verbs: ["create"] }],
        to,
    );
