import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, resource, urnOf } from "../../ready/resource.ts";
import { autoCluster, cluster, deployment, type Edge, hold, inShop, nodeGroup } from "../edge.ts";

const entry = (props: Props, from: Record<string, string[]> = {}) =>
    resource("aws:eks/accessEntry:AccessEntry", "entry", { principalArn: role, ...props }, from);
const association = (props: Props) =>
    resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "policy", props);
const role = "arn:aws:iam::123456789012:role/team";
const sso = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0";
const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
const authMap = (data?: Props, name = "aws-auth") => [object("core/v1:ConfigMap", name, { data })];

const entries: Edge[] = [
    ["access-entry-role-not-user", "a role", "pass", [entry({})]],
    [
        "access-entry-role-not-user",
        "a session of a role",
        "pass",
        [entry({ principalArn: "arn:aws:sts::123456789012:assumed-role/team/me" })],
    ],
    ["access-entry-role-not-user", "a user", "fail", [entry({ principalArn: "arn:aws:iam::123456789012:user/me" })]],
    [
        "access-entry-role-not-user",
        "the account's root",
        "fail",
        [entry({ principalArn: "arn:aws:iam::123456789012:root" })],
    ],
    [
        "access-entry-role-not-user",
        "a role of the stack",
        "pass",
        [resource("aws:iam/role:Role", "team", {}), entry({ principalArn: "id-of-team" })],
    ],
    [
        "access-entry-role-not-user",
        "a user of the stack",
        "fail",
        [resource("aws:iam/user:User", "team", {}), entry({ principalArn: "id-of-team" })],
    ],
    [
        "access-policy-admin-limited",
        "an administrator who signs in",
        "pass",
        [association({ policyArn: admin, principalArn: sso })],
    ],
    ["access-policy-admin-limited", "another role", "fail", [association({ policyArn: admin, principalArn: role })]],
    [
        "access-policy-admin-limited",
        "another role that is named",
        "pass",
        [association({ policyArn: admin, principalArn: role })],
        { config: { "access-policy-admin-limited": { administrators: ["none", role] } } },
    ],
    [
        "access-policy-admin-limited",
        "another policy",
        "not-applicable",
        [association({ policyArn: `${admin}s`, principalArn: role })],
    ],
    ["sso-integration-present", "a role of Identity Center", "pass", [cluster(), entry({ principalArn: sso })]],
    ["sso-integration-present", "another role", "fail", [cluster(), entry({})], { says: /no access entry/ }],
    ["sso-integration-present", "nothing", "fail", [cluster()], { says: /no identity provider/ }],
    [
        "sso-integration-present",
        "an identity provider",
        "pass",
        [cluster(), resource("aws:eks/identityProviderConfig:IdentityProviderConfig", "oidc", {})],
    ],
    ["access-entry-groups", "a group", "pass", [entry({ kubernetesGroups: ["team"] })]],
    ["access-entry-groups", "a policy", "pass", [entry({}), association({ principalArn: role })]],
    [
        "access-entry-groups",
        "a policy of another",
        "fail",
        [entry({}), association({ principalArn: sso })],
        { says: /grants nothing/ },
    ],
    ["access-entry-groups", "nothing", "fail", [entry({})], { says: /grants nothing/ }],
    [
        "access-entry-groups",
        "another name in the audit log",
        "fail",
        [entry({ kubernetesGroups: ["team"], userName: "me" })],
        { says: /audit log/ },
    ],
    ["access-entry-groups", "an entry of nodes", "not-applicable", [entry({ type: "EC2_LINUX" })]],
    ["access-entry-groups", "an entry of the standard type", "fail", [entry({ type: "STANDARD" })]],
    ["aws-auth-no-map-users", "roles alone", "pass", authMap({ mapRoles: "rolearn: a" })],
    ["aws-auth-no-map-users", "no data", "pass", authMap()],
    ["aws-auth-no-map-users", "users", "fail", authMap({ mapUsers: "- userarn: a" }), { says: /maps IAM users/ }],
    [
        "aws-auth-no-map-users",
        "an administrator among roles",
        "fail",
        authMap({ mapRoles: "groups: [system:masters]" }),
        { says: /administrator/ },
    ],
    [
        "aws-auth-no-map-users",
        "an administrator among users",
        "fail",
        authMap({ mapUsers: "groups: [system:masters]" }),
        { says: /administrator/ },
    ],
    ["aws-auth-no-map-users", "another ConfigMap", "not-applicable", authMap({ mapUsers: "- userarn: a" }, "other")],
];

const statement = (props: Props) => [
    resource("aws:iam/policy:Policy", "policy", {
        policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:*", Resource: "*", ...props } }),
    }),
];
const attachment = (of: string, policyArn: string) =>
    resource(`aws:iam/${of}PolicyAttachment:${of[0]?.toUpperCase()}${of.slice(1)}PolicyAttachment`, "attachment", {
        policyArn,
    });
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const iamRole = (props: Props) => resource("aws:iam/role:Role", "shop", props);

const nodeRole = urnOf("aws:iam/role:Role", "nodes");
const nodes = (props: Props, ...others: ReturnType<typeof resource>[]) => [
    resource("aws:iam/role:Role", "nodes", props),
    nodeGroup({ nodeRoleArn: "id-of-nodes" }),
    ...others,
];
const held = (name: string) =>
    resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name,
        { policyArn: `arn:aws:iam::aws:policy/${name}` },
        { role: [nodeRole] },
    );

const anything = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const pull = {
    Effect: "Allow",
    Action: "ecr:BatchImportUpstreamImage",
    Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/mirror/*",
};

const iam: Edge[] = [
    ["iam-no-star-policies", "one service on everything", "pass", statement({})],
    [
        "iam-no-star-policies",
        "everything on everything",
        "fail",
        statement({ Action: "*" }),
        { says: /every action on/ },
    ],
    [
        "iam-no-star-policies",
        "everything in a list",
        "fail",
        statement({ Action: ["s3:Get", "*:*"], Resource: ["arn", "*"] }),
    ],
    ["iam-no-star-policies", "everything on one thing", "pass", statement({ Action: "*", Resource: "arn" })],
    [
        "iam-no-star-policies",
        "everything but a few",
        "fail",
        statement({ Action: undefined, NotAction: "iam:*" }),
        { says: /but a few/ },
    ],
    ["iam-no-star-policies", "what is denied", "pass", statement({ Effect: "Deny", Action: "*" })],
    [
        "iam-no-star-policies",
        "a policy that is no text",
        "fail",
        [
            resource("aws:iam/policy:Policy", "policy", {
                policy: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
            }),
        ],
    ],
    [
        "iam-no-star-policies",
        "a policy that says nothing",
        "pass",
        [resource("aws:iam/policy:Policy", "policy", { policy: "{}" })],
    ],
    ["iam-no-star-policies", "no policy", "pass", [resource("aws:iam/policy:Policy", "policy", {})]],
    ...["role", "user", "group"].flatMap((of): Edge[] => [
        [
            "iam-no-star-policies",
            `administrator by attachment to a ${of}`,
            "fail",
            [attachment(of, administrator)],
            { says: /is attached/ },
        ],
        ["iam-no-star-policies", `another attachment to a ${of}`, "pass", [attachment(of, `${administrator}Reader`)]],
    ]),
    [
        "iam-no-star-policies",
        "a policy of the stack, by attachment",
        "pass",
        [
            resource("aws:iam/policy:Policy", "own", { policy: "{}", name: administrator }),
            attachment("role", "id-of-own"),
        ],
    ],
    [
        "iam-no-star-policies",
        "a policy of the stack, by attachment, whose ARN comes later",
        "pass",
        [
            resource("aws:iam/policy:Policy", "own", { policy: "{}" }),
            resource(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                "attachment",
                { policyArn: unknown },
                { policyArn: [urnOf("aws:iam/policy:Policy", "own")] },
            ),
        ],
    ],
    ["iam-no-star-policies", "administrator by the role", "fail", [iamRole({ managedPolicyArns: [administrator] })]],
    [
        "iam-no-star-policies",
        "a policy within the role",
        "fail",
        [iamRole({ inlinePolicies: [{ policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } }] })],
    ],
    ["iam-node-role-minimal", "what nodes need", "pass", nodes({}, held("AmazonEKSWorkerNodeMinimalPolicy"))],
    ["iam-node-role-minimal", "no policy", "pass", nodes({})],
    ...[
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonSSMManagedInstanceCore",
    ].map((name): Edge => ["iam-node-role-minimal", name, "pass", nodes({}, held(name))]),
    [
        "iam-node-role-minimal",
        "another policy",
        "fail",
        nodes({}, held("AmazonEKS_CNI_Policy")),
        { says: /another policy/ },
    ],
    [
        "iam-node-role-minimal",
        "a policy within the role",
        "fail",
        nodes({ inlinePolicies: [{}] }),
        { says: /policy of its own/ },
    ],
    [
        "iam-node-role-minimal",
        "a policy for the role",
        "fail",
        nodes(
            {},
            resource(
                "aws:iam/rolePolicy:RolePolicy",
                "own",
                { policy: { Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" } } },
                { role: [nodeRole] },
            ),
        ),
        { says: /policy of its own/ },
    ],
    ...(
        [
            ["a policy for pulls", "pass", pull],
            ["a policy that denies", "pass", { ...anything, Effect: "Deny" }],
            ["pulls, and more in another statement", "fail", pull, anything],
            ["more, and pulls in another statement", "fail", anything, pull],
            ["pulls into every repository too", "fail", { ...pull, Resource: [pull.Resource, "*"] }],
            ["all but one action", "fail", { ...pull, Action: undefined, NotAction: "ecr:DeleteRepository" }],
        ] as const
    ).map(
        ([what, status, ...Statement]): Edge => [
            "iam-node-role-minimal",
            what,
            status,
            nodes(
                {},
                resource("aws:iam/rolePolicy:RolePolicy", "own", { policy: { Statement } }, { role: [nodeRole] }),
            ),
        ],
    ),
    [
        "iam-node-role-minimal",
        "a role that is elsewhere",
        "unknown",
        [nodeGroup({ nodeRoleArn: role })],
        { says: /not in this stack/ },
    ],
];

const agent = resource("aws:eks/addon:Addon", "agent", { addonName: "eks-pod-identity-agent" });
const identity = resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "shop", {});
const provider = resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc", {});

const identities: Edge[] = [
    ["pod-identity-or-irsa", "the agent", "pass", [cluster(), agent]],
    ["pod-identity-or-irsa", "the agent with associations", "pass", [cluster(), agent, identity]],
    [
        "pod-identity-or-irsa",
        "associations without it",
        "fail",
        [cluster(), identity, provider],
        { says: /agent is missing/ },
    ],
    ["pod-identity-or-irsa", "a provider of OpenID Connect", "pass", [cluster(), provider]],
    ["pod-identity-or-irsa", "nothing", "fail", [cluster()], { says: /role of their node/ }],
    ["pod-identity-or-irsa", "EKS Auto Mode", "pass", [autoCluster(), identity]],
];

const rbac = "rbac.authorization.k8s.io/v1";
const bound = (kind: "RoleBinding" | "ClusterRoleBinding", ...subjects: Props[]) => [
    object(`${rbac}:${kind}`, "binding", { roleRef: { kind: "ClusterRole", name: "view" }, subjects }),
];
const kinds = ["RoleBinding", "ClusterRoleBinding"] as const;
const user = (name: string) => ({ kind: "User", name });
const group = (name: string) => ({ kind: "Group", name });

const bindings: Edge[] = [
    ...kinds.flatMap((kind): Edge[] => [
        ["rbac-no-user-subjects", `a user, by ${kind}`, "fail", bound(kind, group("team"), user("me"))],
        ["rbac-no-user-subjects", `a group, by ${kind}`, "pass", bound(kind, group("team"))],
        [
            "rbac-no-user-subjects",
            `a user of Kubernetes, by ${kind}`,
            "pass",
            bound(kind, user("system:kube-scheduler")),
        ],
        ["rbac-no-anonymous", `a user, by ${kind}`, "fail", bound(kind, user("system:anonymous"))],
        ["rbac-no-system-masters", `masters, by ${kind}`, "fail", bound(kind, group("system:masters"))],
        ["rbac-no-system-masters", `others, by ${kind}`, "pass", bound(kind, group("team"))],
    ]),
    ["rbac-no-anonymous", "who is not signed in", "fail", bound("RoleBinding", group("system:unauthenticated"))],
    ["rbac-no-anonymous", "whoever is signed in", "fail", bound("RoleBinding", group("system:authenticated"))],
    ["rbac-no-anonymous", "somebody", "pass", bound("RoleBinding", group("team"))],
    ["rbac-no-anonymous", "nobody", "pass", [object(`${rbac}:RoleBinding`, "binding", {})]],
    ["rbac-no-user-subjects", "nobody", "pass", [object(`${rbac}:RoleBinding`, "binding", {})]],
    ["rbac-no-system-masters", "nobody", "pass", [object(`${rbac}:RoleBinding`, "binding", {})]],
    [
        "rbac-no-system-masters",
        "an entry of masters",
        "fail",
        [entry({ kubernetesGroups: ["team", "system:masters"] })],
    ],
    ["rbac-no-system-masters", "an entry of others", "pass", [entry({ kubernetesGroups: ["team"] })]],
    [
        "rbac-no-cluster-admin",
        "cluster-admin",
        "fail",
        [object(`${rbac}:RoleBinding`, "binding", { roleRef: { name: "cluster-admin" } })],
    ],
    ["rbac-no-cluster-admin", "another role", "pass", bound("ClusterRoleBinding", group("team"))],
    ["rbac-no-shared-accounts", "nobody", "pass", [object(`${rbac}:RoleBinding`, "binding", {})]],
    ["rbac-no-shared-accounts", "a user of that name", "pass", bound("RoleBinding", user("default"))],
    [
        "rbac-no-shared-accounts",
        "how tokens are checked",
        "pass",
        [
            object(`${rbac}:ClusterRoleBinding`, "binding", {
                roleRef: { kind: "ClusterRole", name: "system:service-account-issuer-discovery" },
                subjects: [group("system:serviceaccounts")],
            }),
        ],
    ],
];

const grant = (apiGroup: string, resources: string[], verbs: string[], kind = "Role") => [
    object(`${rbac}:${kind}`, "role", { rules: [{ apiGroups: [apiGroup], resources, verbs }] }),
];
const writes = ["create", "update", "patch", "delete", "deletecollection"];
const reads = ["get", "list", "watch"];

/** By check: group, resources and verbs, each of which alone it finds. */
const forbidden: [check: string, group: string, resources: string[], verbs: string[]][] = [
    ["rbac-secrets-access", "", ["secrets"], reads],
    ["rbac-create-workloads", "", ["pods", "replicationcontrollers"], ["create"]],
    ["rbac-create-workloads", "apps", ["deployments", "statefulsets", "daemonsets", "replicasets"], ["create"]],
    ["rbac-create-workloads", "batch", ["jobs", "cronjobs"], ["create"]],
    ["rbac-escalation-verbs", "rbac.authorization.k8s.io", ["roles", "clusterroles"], ["bind", "escalate", ...writes]],
    ["rbac-escalation-verbs", "rbac.authorization.k8s.io", ["rolebindings", "clusterrolebindings"], writes],
    ["rbac-escalation-verbs", "", ["users", "groups", "serviceaccounts"], ["impersonate"]],
    ["rbac-escalation-verbs", "authentication.k8s.io", ["uids", "userextras"], ["impersonate"]],
    ["rbac-exec-attach", "", ["pods/exec", "pods/attach", "pods/portforward"], ["create", "get"]],
    ["rbac-nodes-proxy", "", ["nodes/proxy"], [...reads, ...writes]],
    [
        "rbac-webhook-config",
        "admissionregistration.k8s.io",
        ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
        writes,
    ],
    ["rbac-csr-approve", "certificates.k8s.io", ["certificatesigningrequests/approval"], ["update", "patch"]],
    ["rbac-csr-approve", "certificates.k8s.io", ["signers"], ["approve"]],
    ["rbac-pv-create", "", ["persistentvolumes"], ["create"]],
    ["rbac-token-create", "", ["serviceaccounts/token"], ["create"]],
    ["rbac-sensitive-writes", "", ["events"], ["delete", "deletecollection"]],
    ["rbac-sensitive-writes", "events.k8s.io", ["events"], ["delete", "deletecollection"]],
    ["rbac-sensitive-writes", "", ["configmaps", "endpoints", "services/status", "pods/log"], writes],
    ["rbac-sensitive-writes", "discovery.k8s.io", ["endpointslices"], writes],
    ["rbac-sensitive-writes", "networking.k8s.io", ["networkpolicies", "ingresses"], writes],
];

const roles: Edge[] = [
    ...forbidden.flatMap(([check, apiGroup, resources, verbs]) =>
        resources.flatMap((each) => [
            ...verbs.map(
                (verb): Edge => [
                    check,
                    `${verb} on ${each} of "${apiGroup}"`,
                    "fail",
                    grant(apiGroup, ["other", each], ["other", verb]),
                ],
            ),
            [check, `another verb on ${each} of "${apiGroup}"`, "pass", grant(apiGroup, [each], ["other"])] as Edge,
            [check, `${each} of another group than "${apiGroup}"`, "pass", grant("example.com", [each], verbs)] as Edge,
        ]),
    ),
    ["rbac-secrets-access", "by a ClusterRole", "fail", grant("", ["secrets"], ["get"], "ClusterRole")],
    [
        "rbac-secrets-access",
        "one Secret by its name",
        "pass",
        [
            object(`${rbac}:Role`, "role", {
                rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: ["shop"] }],
            }),
        ],
    ],
    [
        "rbac-secrets-access",
        "an empty list of names",
        "fail",
        [
            object(`${rbac}:Role`, "role", {
                rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"], resourceNames: [] }],
            }),
        ],
    ],
    ["rbac-secrets-access", "no rules", "pass", [object(`${rbac}:Role`, "role", {})]],
    [
        "rbac-secrets-access",
        "a rule for paths",
        "pass",
        [object(`${rbac}:ClusterRole`, "role", { rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }] })],
    ],
    [
        "rbac-exec-attach",
        "a subresource of anything",
        "not-applicable",
        grant("", ["*/exec"], ["create"]),
        { says: /see rbac-no-wildcards/ },
    ],
    ["rbac-no-wildcards", "a verb", "fail", grant("", ["pods"], ["*"])],
    ["rbac-no-wildcards", "a resource", "fail", grant("", ["*"], ["get"])],
    ["rbac-no-wildcards", "a group", "fail", grant("*", ["pods"], ["get"])],
    ["rbac-no-wildcards", "a subresource of anything", "fail", grant("", ["*/scale"], ["get"])],
    ["rbac-no-wildcards", "every subresource of one", "pass", grant("", ["pods/*"], ["get"])],
    ["rbac-no-wildcards", "no rules", "pass", [object(`${rbac}:Role`, "role", {})]],
    [
        "rbac-no-wildcards",
        "a rule for paths",
        "pass",
        [object(`${rbac}:ClusterRole`, "role", { rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }] })],
    ],
];

const account = (name: string, props: Props = {}) => inShop("core/v1:ServiceAccount", name, props);
const withAccount = (serviceAccountName: string, pod: Props = {}) => deployment({}, { serviceAccountName, ...pod });
const unmounted = { automountServiceAccountToken: false };
const mounted = { automountServiceAccountToken: true };

const accounts: Edge[] = [
    ["sa-default-unused", "an account", "pass", [withAccount("shop")]],
    ["sa-default-unused", "none", "fail", [deployment()]],
    ["sa-default-unused", "an empty name", "fail", [withAccount("")]],
    ["sa-default-unused", "the one called default", "fail", [withAccount("default")]],
    ["sa-default-unused", "an account by the old field", "pass", [deployment({}, { serviceAccount: "shop" })]],
    ["sa-token-not-mounted", "switched off by the pod", "pass", [withAccount("shop", unmounted)]],
    ["sa-token-not-mounted", "switched off by the account", "pass", [withAccount("shop"), account("shop", unmounted)]],
    [
        "sa-token-not-mounted",
        "switched off by the account, and on by the pod",
        "fail",
        [withAccount("shop", mounted), account("shop", unmounted)],
    ],
    [
        "sa-token-not-mounted",
        "switched on by the account, and off by the pod",
        "pass",
        [withAccount("shop", unmounted), account("shop", mounted)],
    ],
    [
        "sa-token-not-mounted",
        "switched off by another account",
        "fail",
        [withAccount("shop"), account("other", unmounted), account("shop")],
    ],
    ["sa-token-not-mounted", "an account that is not there", "fail", [withAccount("shop")]],
    ["sa-token-not-mounted", "the account default, switched off", "pass", [account("default", unmounted)]],
    ["sa-token-not-mounted", "the account default", "fail", [account("default")], { says: /that name no account/ }],
    ["sa-token-not-mounted", "another account alone", "not-applicable", [account("shop")]],
    ["sa-exists", "an account that is there", "pass", [withAccount("shop"), account("shop")]],
    ["sa-exists", "one that is not", "fail", [withAccount("shop"), account("other")], { says: /does not exist/ }],
    ["sa-exists", "both fields", "pass", [withAccount("shop", { serviceAccount: "shop" }), account("shop")]],
    [
        "sa-exists",
        "the old field alone",
        "fail",
        [deployment({}, { serviceAccount: "shop" }), account("shop")],
        { says: /deprecated/ },
    ],
    [
        "sa-exists",
        "two names",
        "fail",
        [withAccount("shop", { serviceAccount: "other" }), account("shop")],
        { says: /deprecated/ },
    ],
    ["sa-exists", "the account default", "pass", [deployment()], { config: { "sa-default-unused": "disabled" } }],
];

hold([...entries, ...iam, ...identities, ...bindings, ...roles, ...accounts]);
