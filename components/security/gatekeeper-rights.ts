import type { ClusterRole, KubernetesObject, Role } from "../platform/kubernetes-object.ts";
import { granted, grantedEverywhere } from "../platform/role.ts";
import { templateName } from "./admission/gatekeeper-policies.ts";
import { everyPolicy, policyIds } from "./admission/policies.ts";

const namespace = "gatekeeper";

const account = (name: string) => ({ name, namespace });

/** The role of the webhook and of the audit. */
export const managerRole = "gatekeeper";

/** Name of the webhook's configuration, as the chart has it. */
const webhook = "gatekeeper-validating-webhook-configuration";

const read = ["get", "list", "watch"];
const definitions = { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"] };
const webhooks = { apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingwebhookconfigurations"] };
const native = { apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingadmissionpolicies"] };

/** What pods of Gatekeeper say of an object, each in an object of its own. */
const statuses = {
    apiGroups: ["status.gatekeeper.sh"],
    resources: [
        "configpodstatuses",
        "connectionpodstatuses",
        "constraintpodstatuses",
        "constrainttemplatepodstatuses",
        "providerpodstatuses",
    ],
};

/** The audit lists the kinds that constraints name. It asks for Secrets too, goes on without them, and judges none. */
const audited = [
    ...Map.groupBy(
        everyPolicy([]).flatMap(({ match }) => match),
        ({ group }) => group,
    ),
].map(([group, matches]) => ({
    apiGroups: [group],
    resources: [...new Set(matches.flatMap(({ resources }) => resources))].filter(
        (resource) => !resource.includes("/") && resource !== "secrets",
    ),
    verbs: ["list"],
}));

/**
 * What Gatekeeper 3.23.0 asks the API server for with the values that it has here, and nothing more: the chart's own role
 * reads every object of every kind. It may not read Secrets but those of its namespace.
 */
const managerRules: NonNullable<ClusterRole["rules"]> = [
    // Labels of the namespace that an object is in.
    { apiGroups: [""], resources: ["namespaces"], verbs: read },
    ...audited,
    // The kind of each template.
    { ...definitions, verbs: [...read, "create", "update"] },
    { apiGroups: ["templates.gatekeeper.sh"], resources: ["constrainttemplates"], verbs: [...read, "update"] },
    {
        apiGroups: ["templates.gatekeeper.sh"],
        resources: ["constrainttemplates/finalizers", "constrainttemplates/status"],
        verbs: ["update"],
    },
    // Kinds that templates define: nobody can name them.
    { apiGroups: ["constraints.gatekeeper.sh"], resources: ["*"], verbs: [...read, "update"] },
    { apiGroups: ["config.gatekeeper.sh"], resources: ["configs"], verbs: read },
    { apiGroups: ["config.gatekeeper.sh"], resources: ["configs/status"], verbs: ["update"] },
    { apiGroups: ["syncset.gatekeeper.sh"], resources: ["syncsets"], verbs: read },
    { apiGroups: ["connection.gatekeeper.sh"], resources: ["connections"], verbs: read },
    { apiGroups: ["externaldata.gatekeeper.sh"], resources: ["providers"], verbs: read },
    // It looks at each start whether one is to be stored in another version.
    {
        apiGroups: ["mutations.gatekeeper.sh"],
        resources: ["assign", "assignimage", "assignmetadata", "modifyset"],
        verbs: ["list"],
    },
    { ...statuses, verbs: read },
    // Its certificate goes into its own webhook.
    { ...webhooks, verbs: read },
    { ...webhooks, resourceNames: [webhook], verbs: ["update"] },
    // It looks whether a template became a policy of the API server, and has it deleted with the template, there or not.
    { ...native, resources: [...native.resources, "validatingadmissionpolicybindings"], verbs: read },
    {
        ...native,
        resourceNames: policyIds.map((id) => `gatekeeper-${templateName(id)}`),
        verbs: ["delete"],
    },
];

const ownRules: Role["rules"] = [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
    // The certificate of its webhook: the Secret is the chart's, and watched among those of the namespace.
    { apiGroups: [""], resources: ["secrets"], verbs: ["list", "watch"] },
    {
        apiGroups: [""],
        resources: ["secrets"],
        resourceNames: ["gatekeeper-webhook-server-cert"],
        verbs: ["get", "update"],
    },
    { ...statuses, verbs: ["create", "update", "delete"] },
];

/** Rights of Gatekeeper's accounts, which its chart makes: its pods, and its hooks that apply the kinds and delete the webhook. */
export const gatekeeperRights: KubernetesObject[] = [
    ...grantedEverywhere(managerRole, managerRules, account("gatekeeper-admin")),
    ...granted({ name: managerRole, namespace }, ownRules, account("gatekeeper-admin")),
    ...grantedEverywhere(
        "gatekeeper-upgrade-crds",
        [{ ...definitions, verbs: ["get", "create", "patch"] }],
        account("gatekeeper-admin-upgrade-crds"),
    ),
    ...grantedEverywhere(
        "gatekeeper-delete-webhook",
        [{ ...webhooks, resourceNames: [webhook], verbs: ["delete"] }],
        account("gatekeeper-delete-webhook-configs"),
    ),
];
