import type { Inventory } from "../../inventory/inventory.ts";
import { rule } from "../../judgement/rule.ts";
import { all, must, pass } from "../../judgement/verdict.ts";

const url = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/";
const api = "rbac.authorization.k8s.io";

const bindings = (inventory: Inventory) => [
    ...inventory.objects("RoleBinding", api),
    ...inventory.objects("ClusterRoleBinding", api),
];

interface Subject {
    kind: string;
    name: string;
}

export const rbacNoUserSubjects = rule({
    id: "rbac-no-user-subjects",
    title: "Roles are bound to groups and service accounts, not to single people",
    level: "mandatory",
    severity: "medium",
    mend: "Bind a Group of the identity provider instead of a User",
    url,
    inCharts: true,
    subjects: bindings,
    judge: ({ props }) =>
        all(
            ((props.subjects ?? []) as Subject[]).map((subject) =>
                must(
                    () => subject.kind !== "User" || subject.name.startsWith("system:"),
                    "a role is bound to a single user",
                ),
            ),
        ),
});

export const rbacNoClusterAdmin = rule({
    id: "rbac-no-cluster-admin",
    title: "Nobody is bound to cluster-admin",
    level: "mandatory",
    severity: "critical",
    mend: "Bind a role with the rights that are needed, and keep cluster-admin for access entries of administrators",
    url,
    inCharts: true,
    subjects: bindings,
    judge: ({ props }) => all([must(() => props.roleRef?.name !== "cluster-admin", "cluster-admin is bound")]),
});

export const rbacNoClusterEdit = rule({
    id: "rbac-no-cluster-edit",
    title: "The roles admin and edit are bound in namespaces only",
    level: "mandatory",
    severity: "high",
    mend: "Bind the role in each namespace by a RoleBinding: over all namespaces it reads every Secret and uses every service account",
    url: "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles",
    inCharts: true,
    subjects: (inventory) => inventory.objects("ClusterRoleBinding", api),
    judge: ({ props }) =>
        all([must(() => !["admin", "edit"].includes(props.roleRef?.name), "it is bound in every namespace")]),
});

/** Whoever has a token may read how tokens are checked; Kubernetes itself binds this role to all of them. */
const discovery = "system:service-account-issuer-discovery";

export const rbacNoSharedAccounts = rule({
    id: "rbac-no-shared-accounts",
    title: "Nothing is granted to accounts that pods share",
    level: "mandatory",
    severity: "high",
    mend: "Bind a ServiceAccount of the workload's own instead of default or the group system:serviceaccounts",
    url,
    inCharts: true,
    subjects: bindings,
    judge: ({ props }) =>
        props.roleRef?.name === discovery
            ? pass()
            : all(
                  ((props.subjects ?? []) as Subject[]).map((subject) =>
                      must(() => !isShared(subject), "a role is bound to every pod without an account of its own"),
                  ),
              ),
});

const isShared = ({ kind, name }: Subject): boolean =>
    (kind === "ServiceAccount" && name === "default") || /^system:serviceaccounts(:|$)/.test(name);

const everybody = ["system:anonymous", "system:unauthenticated", "system:authenticated"];

export const rbacNoAnonymous = rule({
    id: "rbac-no-anonymous",
    title: "Nothing is granted to everybody",
    level: "mandatory",
    severity: "critical",
    mend: "Bind a named group instead of system:anonymous, system:unauthenticated or system:authenticated",
    url,
    inCharts: true,
    subjects: bindings,
    judge: ({ props }) =>
        all(
            ((props.subjects ?? []) as Subject[]).map((subject) =>
                must(() => !everybody.includes(subject.name), "a role is bound to everybody"),
            ),
        ),
});

export const rbacNoSystemMasters = rule({
    id: "rbac-no-system-masters",
    title: "Nobody is in system:masters, which RBAC cannot take back",
    level: "mandatory",
    severity: "critical",
    mend: "Use a group of your own, or the access policy AmazonEKSClusterAdminPolicy",
    url,
    inCharts: true,
    subjects: (inventory) => [...bindings(inventory), ...inventory.of("aws:eks/accessEntry:AccessEntry")],
    judge: ({ props }) =>
        all([
            ...((props.subjects ?? []) as Subject[]).map((subject) =>
                must(() => subject.name !== "system:masters", "a role is bound to system:masters"),
            ),
            must(
                () => !(props.kubernetesGroups ?? []).includes("system:masters"),
                "the access entry puts its principal into system:masters",
            ),
        ]),
});
