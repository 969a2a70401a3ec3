import { serviceAccount } from "../platform/exemption.ts";
import type {
    AppProject,
    ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding,
} from "../platform/kubernetes-object.ts";
import { nativePolicy } from "../platform/native-policy.ts";
import type { RuleGroup } from "../platform/rules.ts";

/** Label of the AppProjects whose applications own volumes. */
const stateful = { "production-cluster/stateful": "true" };

const name = "standby";

/**
 * Argo CD's own way to say something of many projects: those that a global project selects have its windows too
 * (https://argo-cd.readthedocs.io/en/stable/user-guide/projects/#configuring-global-projects-v18).
 */
export const globalProjects = JSON.stringify([{ labelSelector: { matchLabels: stateful }, projectName: name }]);

/** While the standby waits, a window that never ends keeps the applications with volumes from being synced. */
export const project = (waiting: boolean, namespace: string): AppProject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name, namespace },
    spec: {
        description: `What applications with volumes wait for: AppProjects with the label ${Object.keys(stateful)}.`,
        syncWindows: waiting ? [{ kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["*"] }] : [],
    },
});

/**
 * A volume that somebody else takes first cannot be restored: while the standby waits, only Velero and the platform
 * have volumes, and pods those that go with them. It holds what nobody has labelled. It changes before the window does,
 * so that what is let go finds its way free.
 */
export const hold = (
    waiting: boolean,
    platform: readonly string[],
): [ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding] =>
    nativePolicy("standby-volumes", {
        rule: {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["persistentvolumeclaims"],
        },
        conditions: [
            { name: "waits", expression: String(waiting) },
            { name: "somebody-else", expression: `request.userInfo.username != "${velero}"` },
            { name: "elsewhere", expression: `!(request.namespace in ${JSON.stringify(platform)})` },
            {
                name: "to-stay",
                expression: '!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.kind == "Pod")',
            },
        ],
        validation: {
            expression: "false",
            message:
                "this cluster is a standby that waits: volumes come of a restore. Give the AppProject of the application " +
                `the label ${Object.entries(stateful).flat().join("=")}, and it waits too`,
        },
    });

const velero = serviceAccount("velero", "velero-server");

/** What waits differs from Git, and is not there: so it shall be, and nobody is called for it. */
const expected = new Set(["ArgoCdAppOutOfSync", "ArgoCdAppUnhealthy"]);

export const asOfStandby = ({ rules, ...group }: RuleGroup): RuleGroup => ({
    ...group,
    rules: rules.map((rule) => ("alert" in rule && expected.has(rule.alert) ? { ...rule, severity: "info" } : rule)),
});
