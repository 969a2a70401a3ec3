import { object } from "../ready/resource.ts";
import { add, hide } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const role = "Role shop-developers";
const binding = "RoleBinding shop-developers";

/** A rule added to the developers' role. */
const grant = (check: string, apiGroup: string, resource: string, verb: string): Mutant =>
    property(check, role, "rules.2", { apiGroups: [apiGroup], resources: [resource], verbs: [verb] });

/** Mutants of roles, bindings and access entries. */
export const rightsMutants: readonly Mutant[] = [
    grant("rbac-no-wildcards", "apps", "*", "get"),
    grant("rbac-no-wildcards", "apps", "deployments", "*"),
    grant("rbac-secrets-access", "", "secrets", "list"),
    grant("rbac-create-workloads", "apps", "deployments", "create"),
    grant("rbac-escalation-verbs", "rbac.authorization.k8s.io", "roles", "escalate"),
    grant("rbac-escalation-verbs", "", "groups", "impersonate"),
    grant("rbac-exec-attach", "", "pods/exec", "create"),
    grant("rbac-exec-attach", "", "pods/ephemeralcontainers", "patch"),
    grant("rbac-nodes-proxy", "", "nodes/proxy", "get"),
    grant("rbac-webhook-config", "admissionregistration.k8s.io", "mutatingwebhookconfigurations", "patch"),
    grant("rbac-csr-approve", "certificates.k8s.io", "certificatesigningrequests/approval", "update"),
    grant("rbac-pv-create", "", "persistentvolumes", "create"),
    grant("rbac-token-create", "", "serviceaccounts/token", "create"),
    grant("rbac-sensitive-writes", "", "configmaps", "update"),
    property("rbac-no-user-subjects", binding, "subjects.0", { kind: "User", name: "jane" }),
    property("rbac-no-cluster-admin", binding, "roleRef.name", "cluster-admin", {
        "refs-resolve": "there is no Role of the name in the namespace",
    }),
    property("rbac-no-shared-accounts", binding, "subjects.0", {
        kind: "ServiceAccount",
        name: "default",
        namespace: "shop",
    }),
    property("rbac-no-shared-accounts", binding, "subjects.0.name", "system:serviceaccounts"),
    property("rbac-no-shared-accounts", binding, "subjects.0.name", "system:serviceaccounts:shop"),
    property("rbac-no-cluster-edit", "ClusterRoleBinding viewers", "roleRef.name", "admin"),
    property("rbac-no-cluster-edit", "ClusterRoleBinding viewers", "roleRef.name", "edit"),
    property("rbac-no-anonymous", binding, "subjects.0.name", "system:authenticated"),
    property("rbac-no-system-masters", binding, "subjects.0.name", "system:masters"),
    property("rbac-no-system-masters", "AccessEntry administrators", "kubernetesGroups", ["system:masters"]),
    property("access-entry-groups", "AccessEntry administrators", "userName", "admin"),
    {
        check: "aws-auth-no-map-users",
        breaks: add(awsAuth({ mapUsers: "- userarn: arn:aws:iam::123456789012:user/jane" })),
        hides: (stack) => {
            add(awsAuth({ mapUsers: "" }))(stack);
            hide("ConfigMap aws-auth", "data.mapUsers")(stack);
        },
    },
    {
        check: "aws-auth-no-map-users",
        breaks: add(awsAuth({ mapRoles: "- groups: [system:masters]" })),
    },
];

function awsAuth(data: Record<string, string>) {
    return object("core/v1:ConfigMap", "aws-auth", { metadata: { namespace: "kube-system" }, data });
}
