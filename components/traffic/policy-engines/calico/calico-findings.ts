import { type AcceptedFinding, chartSecrets, type Exemption, unprobed } from "../../../platform/exemption.ts";

const review = "2027-11-30";
const role = "ClusterRole tigera-operator";
const operator = "Deployment tigera-operator/tigera-operator";
const uninstall = "Job tigera-operator/tigera-operator-uninstall";

const privileges = "it makes the roles, webhooks and pods of Calico, and the certificates between them";
const certificates = "the operator makes the certificates between agents and Typha";
const alone = "without it what runs goes on, and one that is cut off loses its lease and ends";
const brief = "it ends in seconds, with what its namespace gives a container";

/** Of the operator's namespace. */
export const operatorExemptions: Exemption[] = [
    chartSecrets("tigera-operator", certificates, review),
    unprobed("tigera-operator", alone, review),
    {
        name: "calico-operator",
        policies: ["rbac-escalation-verbs"],
        namespaces: [""],
        names: ["tigera-operator"],
        reason: privileges,
        review,
    },
];

/** Its chart has no value for the Job that Helm runs before it goes. */
export const operatorLeaving: Exemption[] = [
    {
        name: "calico-removal",
        policies: ["res-limits", "res-requests"],
        namespaces: ["tigera-operator"],
        names: ["tigera-operator-uninstall"],
        reason: brief,
        review,
    },
];

export const calicoExemptions: Exemption[] = [chartSecrets("calico-system", certificates, review)];

const finding = (reason: string, objects: readonly string[], checks: readonly string[]): AcceptedFinding[] =>
    checks.map((check) => ({ check, objects, reason, review }));

/** What the policy pack finds of the operator, and stays so: its chart has no key for any of it. */
export const accepted: AcceptedFinding[] = [
    ...finding(
        privileges,
        [role],
        [...["rbac-create-workloads", "rbac-escalation-verbs", "rbac-secrets-access", "rbac-webhook-config"]],
    ),
    ...finding(
        "it starts before pods have a network, on that of its node",
        [operator, uninstall],
        ["pod-no-host-namespaces"],
    ),
    ...finding("it reads what Calico found of its node", [operator], ["pod-volume-types"]),
    ...finding(
        "its image runs as user 10001, and its chart does not say so",
        [operator, uninstall],
        ["pod-caps-dropped", "pod-no-privilege-escalation", "pod-run-as-non-root", "pod-seccomp"],
    ),
    ...finding(alone, [operator], ["probe-liveness", "replicas-min"]),
    ...finding(brief, [uninstall], ["res-limits", "res-requests"]),
];
