import { literal, type Match, type Policy } from "./policy.ts";

const api = "rbac.authorization.k8s.io";
const roles: Match[] = [{ group: api, version: "v1", resources: ["roles", "clusterroles"] }];
const bindings: Match[] = [{ group: api, version: "v1", resources: ["rolebindings", "clusterrolebindings"] }];

const reads = ["get", "list", "watch"];
const writes = ["create", "update", "patch", "delete", "deletecollection"];

/** A role without rules has null there. */
const rulesOf = (object: string) => `dyn(${object}).?rules.orValue(null) == null ? [] : dyn(${object}).rules`;
const subjectsOf = (object: string) => `dyn(${object}).?subjects.orValue([])`;

const ofRoles = { match: roles, judged: rulesOf, variables: { rules: rulesOf("object") } };
const ofBindings = {
    match: bindings,
    judged: (object: string) => `[dyn(${object}.roleRef), ${subjectsOf(object)}]`,
    variables: { subjects: subjectsOf("object") },
};

/** Each verb on each resource of each API group; `""` is the core group. */
interface Permission {
    groups: string[];
    resources: string[];
    verbs: string[];
}

/** Whether a rule `r` grants one of the verbs on one of the resources, and not only on objects that it names. */
function grants({ groups, resources, verbs }: Permission): string {
    const has = (field: string, wanted: string[]) =>
        `r.?${field}.orValue([]).exists(x, x in ${literal(["*", ...wanted])} || ` +
        // A subresource of every resource: `*` before the slash.
        `(x.startsWith("*/") && ${literal(wanted)}.exists(w, w.endsWith(x.substring(1)))))`;
    return [
        "r.?resourceNames.orValue([]).size() == 0",
        has("apiGroups", groups),
        has("resources", resources),
        has("verbs", verbs),
    ].join(" && ");
}

/** No rule of a role grants any of the permissions. */
const withheld = (id: string, action: Policy["action"], forbidden: Permission[], message: string): Policy => ({
    id,
    action,
    ...ofRoles,
    validations: forbidden.map((permission) => ({
        expression: `!variables.rules.exists(r, ${grants(permission)})`,
        message,
    })),
});

export const rbacPolicies: Policy[] = [
    {
        id: "rbac-no-wildcards",
        action: "deny",
        ...ofRoles,
        validations: [
            {
                expression:
                    "variables.rules.all(r, (r.?verbs.orValue([]) + r.?resources.orValue([]) + r.?apiGroups.orValue([]))" +
                    '.all(x, x != "*" && !x.startsWith("*/")))',
                message: "the role grants by wildcard; write out the verbs, resources and API groups that are needed",
            },
        ],
    },
    withheld(
        "rbac-escalation-verbs",
        "deny",
        [
            { groups: [api], resources: ["roles", "clusterroles"], verbs: ["bind", "escalate", ...writes] },
            { groups: [api], resources: ["rolebindings", "clusterrolebindings"], verbs: writes },
            {
                groups: ["", "authentication.k8s.io"],
                resources: ["users", "groups", "uids", "serviceaccounts", "userextras"],
                verbs: ["impersonate"],
            },
        ],
        "the role can give itself more rights; take bind, escalate, impersonate and writes on RBAC objects out",
    ),
    withheld(
        "rbac-nodes-proxy",
        "deny",
        [{ groups: [""], resources: ["nodes/proxy"], verbs: [...reads, ...writes] }],
        "the role runs commands on nodes past admission and audit; take nodes/proxy out",
    ),
    withheld(
        "rbac-token-create",
        "deny",
        [{ groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
        "the role can act as any service account; take create on serviceaccounts/token out",
    ),
    withheld(
        "rbac-csr-approve",
        "deny",
        [
            {
                groups: ["certificates.k8s.io"],
                resources: ["certificatesigningrequests/approval"],
                verbs: ["update", "patch"],
            },
            { groups: ["certificates.k8s.io"], resources: ["signers"], verbs: ["approve"] },
        ],
        "the role can make itself a certificate of anybody; take approval of certificates out",
    ),
    withheld(
        "rbac-webhook-config",
        // Operators keep the certificate of their own webhooks there.
        "warn",
        [
            {
                groups: ["admissionregistration.k8s.io"],
                resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
                verbs: writes,
            },
        ],
        "the role can switch admission off; take writes on webhook configurations out",
    ),
    withheld(
        "rbac-secrets-access",
        // Most operators read Secrets.
        "warn",
        [{ groups: [""], resources: ["secrets"], verbs: reads }],
        "the role reads Secrets; name them by resourceNames",
    ),
    {
        id: "rbac-no-cluster-admin",
        action: "deny",
        ...ofBindings,
        validations: [
            {
                expression: 'object.roleRef.name != "cluster-admin"',
                message: "cluster-admin is bound; bind a role with the rights that are needed",
            },
        ],
    },
    {
        id: "rbac-no-cluster-edit",
        action: "deny",
        ...ofBindings,
        match: [{ group: api, version: "v1", resources: ["clusterrolebindings"] }],
        validations: [
            {
                expression: '!(object.roleRef.name in ["admin", "edit"])',
                message: "it is bound in every namespace; bind the role in each namespace by a RoleBinding",
            },
        ],
    },
    {
        id: "rbac-no-shared-accounts",
        action: "deny",
        ...ofBindings,
        validations: [
            {
                // Kubernetes itself binds this role to all accounts: it tells how tokens are checked.
                expression:
                    'object.roleRef.name == "system:service-account-issuer-discovery" || variables.subjects.all(s, ' +
                    '!(s.kind == "ServiceAccount" && s.name == "default") && !s.name.matches("^system:serviceaccounts(:|$)"))',
                message: "a role is bound to every pod without an account of its own; bind one of the workload",
            },
        ],
    },
    {
        id: "rbac-no-user-subjects",
        action: "deny",
        ...ofBindings,
        validations: [
            {
                expression: 'variables.subjects.all(s, s.kind != "User" || s.name.startsWith("system:"))',
                message: "a role is bound to a single user; bind a Group of the identity provider",
            },
        ],
    },
    {
        id: "rbac-no-anonymous",
        action: "deny",
        ...ofBindings,
        validations: [
            {
                expression:
                    'variables.subjects.all(s, !(s.name in ["system:anonymous", "system:unauthenticated", "system:authenticated"]))',
                message: "a role is bound to everybody; bind a named group",
            },
        ],
    },
    {
        id: "rbac-no-system-masters",
        action: "deny",
        ...ofBindings,
        validations: [
            {
                expression: 'variables.subjects.all(s, s.name != "system:masters")',
                message: "a role is bound to system:masters; use a group of your own",
            },
        ],
    },
];
