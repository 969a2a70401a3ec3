import type { Rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { api, noRoleGrants, type PolicyRule, reads, roles, url, writes } from "../../reading/permissions.ts";

export const rbacNoWildcards: Rule = {
    id: "rbac-no-wildcards",
    title: "Roles name verbs, resources and API groups",
    level: "mandatory",
    severity: "high",
    mend: "Write out the verbs, resources and API groups that are needed",
    url,
    inCharts: true,
    subjects: roles,
    judge: ({ props }) =>
        all(
            ((props.rules ?? []) as PolicyRule[]).map(({ apiGroups = [], resources = [], verbs = [] }) =>
                must(
                    () => ![...verbs, ...resources, ...apiGroups].some((each) => each === "*" || each.startsWith("*/")),
                    "the role grants by wildcard",
                ),
            ),
        ),
};

export const rbacSecretsAccess = noRoleGrants(
    {
        id: "rbac-secrets-access",
        title: "Roles do not read Secrets",
        level: "mandatory",
        severity: "high",
        mend: "Take get, list and watch on secrets out, or name the secrets by resourceNames",
    },
    [{ groups: [""], resources: ["secrets"], verbs: reads }],
    "the role reads Secrets",
);

export const rbacCreateWorkloads = noRoleGrants(
    {
        id: "rbac-create-workloads",
        title: "Roles do not create pods",
        level: "advisory",
        severity: "medium",
        mend: "Let GitOps create workloads, or except the role",
    },
    [
        { groups: [""], resources: ["pods", "replicationcontrollers"], verbs: ["create"] },
        {
            groups: ["apps"],
            resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
            verbs: ["create"],
        },
        { groups: ["batch"], resources: ["jobs", "cronjobs"], verbs: ["create"] },
    ],
    "the role creates pods, which may use any service account of the namespace",
);

export const rbacEscalationVerbs = noRoleGrants(
    {
        id: "rbac-escalation-verbs",
        title: "Roles cannot give themselves more rights",
        level: "mandatory",
        severity: "critical",
        mend: "Take bind, escalate, impersonate and writes on RBAC objects out",
    },
    [
        { groups: [api], resources: ["roles", "clusterroles"], verbs: ["bind", "escalate", ...writes] },
        { groups: [api], resources: ["rolebindings", "clusterrolebindings"], verbs: writes },
        {
            groups: ["", "authentication.k8s.io"],
            resources: ["users", "groups", "uids", "serviceaccounts", "userextras"],
            verbs: ["impersonate"],
        },
    ],
    "the role can give itself more rights",
);

export const rbacExecAttach = noRoleGrants(
    {
        id: "rbac-exec-attach",
        title: "Roles do not enter running pods",
        level: "advisory",
        severity: "medium",
        mend: "Take pods/exec, pods/attach, pods/portforward and pods/ephemeralcontainers out, or keep them for a break-glass role",
    },
    [
        { groups: [""], resources: ["pods/exec", "pods/attach", "pods/portforward"], verbs: ["create", "get"] },
        // kubectl debug puts a container of any image into a pod that runs.
        { groups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["update", "patch"] },
    ],
    "the role enters running pods",
);

export const rbacNodesProxy = noRoleGrants(
    {
        id: "rbac-nodes-proxy",
        title: "Roles do not reach the kubelet's API",
        level: "mandatory",
        severity: "high",
        mend: "Take nodes/proxy out; nodes/metrics and nodes/stats are enough to observe",
    },
    [{ groups: [""], resources: ["nodes/proxy"], verbs: [...reads, ...writes] }],
    "the role runs commands on nodes past admission and audit",
);

export const rbacWebhookConfig = noRoleGrants(
    {
        id: "rbac-webhook-config",
        title: "Roles do not change admission webhooks",
        level: "mandatory",
        severity: "high",
        mend: "Take writes on validating and mutating webhook configurations out",
    },
    [
        {
            groups: ["admissionregistration.k8s.io"],
            resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
            verbs: writes,
        },
    ],
    "the role can switch admission off",
);

export const rbacCsrApprove = noRoleGrants(
    {
        id: "rbac-csr-approve",
        title: "Roles do not approve certificates",
        level: "mandatory",
        severity: "high",
        mend: "Take updates of certificatesigningrequests/approval and approve on signers out",
    },
    [
        {
            groups: ["certificates.k8s.io"],
            resources: ["certificatesigningrequests/approval"],
            verbs: ["update", "patch"],
        },
        { groups: ["certificates.k8s.io"], resources: ["signers"], verbs: ["approve"] },
    ],
    "the role can make itself a certificate of anybody",
);

export const rbacPvCreate = noRoleGrants(
    {
        id: "rbac-pv-create",
        title: "Roles do not create persistent volumes",
        level: "advisory",
        severity: "medium",
        mend: "Take create on persistentvolumes out; claims are enough for workloads",
    },
    [{ groups: [""], resources: ["persistentvolumes"], verbs: ["create"] }],
    "the role can mount the host's file system by a volume",
);

export const rbacTokenCreate = noRoleGrants(
    {
        id: "rbac-token-create",
        title: "Roles do not make tokens of service accounts",
        level: "mandatory",
        severity: "high",
        mend: "Take create on serviceaccounts/token out",
    },
    [{ groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
    "the role can act as any service account",
);

export const rbacSensitiveWrites = noRoleGrants(
    {
        id: "rbac-sensitive-writes",
        title: "Roles do not change what others rely on",
        level: "advisory",
        severity: "medium",
        mend: "Take writes on events, ConfigMaps, endpoints, Service status and network objects out",
    },
    [
        { groups: ["", "events.k8s.io"], resources: ["events"], verbs: ["delete", "deletecollection"] },
        { groups: [""], resources: ["configmaps", "endpoints", "services/status", "pods/log"], verbs: writes },
        { groups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: writes },
        { groups: ["networking.k8s.io"], resources: ["networkpolicies", "ingresses"], verbs: writes },
    ],
    "the role changes logs, configuration or the network of others",
);
