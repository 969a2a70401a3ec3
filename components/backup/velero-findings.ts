import { type AcceptedFinding, anyObject, type Exemption, serviceAccount, unprobed } from "../platform/exemption.ts";
import { namespace } from "./velero-values.ts";

const nodeAgent = "DaemonSet velero/node-agent";

/** Who restores. */
export const velerosAccount = serviceAccount(namespace, "velero-server");

/** What admission does not hold against Velero. */
export const exemptions: Exemption[] = [
    unprobed(namespace, "the node agent serves nothing but its metrics", "2027-05-31"),
    {
        name: "restores",
        policies: ["no-naked-pods"],
        users: [velerosAccount],
        reason: "a restored pod has lost its owner, which takes it back",
        review: "2027-08-31",
    },
    {
        name: "restores-any-object",
        policies: anyObject,
        namespaces: [namespace],
        names: ["velero-server"],
        reason: "Velero keeps objects of every kind in its namespace",
        review: "2027-08-31",
    },
    {
        name: "backups",
        policies: ["rbac-no-cluster-admin"],
        namespaces: [""],
        names: ["velero-server"],
        binds: { namespace, name: "velero-server" },
        reason: "Velero reads and restores objects of every kind",
        review: "2027-08-31",
    },
];

/** What the policy pack finds of Velero, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "pod-run-as-non-root",
        objects: [nodeAgent],
        reason: "it reads and writes files of volumes whoever owns them",
        review: "2027-03-31",
    },
    {
        check: "probe-liveness",
        objects: [nodeAgent],
        reason: "its chart offers no probe; a backup that hangs is cancelled by its timeout",
        review: "2027-05-31",
    },
    {
        check: "probe-readiness",
        objects: [nodeAgent],
        reason: "its chart offers no probe; nothing but the scraping of metrics reaches it",
        review: "2027-05-31",
    },
    {
        check: "rbac-no-cluster-admin",
        objects: ["ClusterRoleBinding velero-server"],
        reason: "a backup reads and a restore writes every kind of object there is",
        review: "2027-08-31",
    },
    {
        check: "rbac-no-wildcards",
        objects: ["Role velero/velero-server"],
        reason: "it is limited to the namespace of Velero, which holds nothing else",
        review: "2027-08-31",
    },
    {
        check: "replicas-min",
        objects: ["Deployment velero/velero"],
        reason: "Velero works on one backup at a time and elects no leader; a schedule that was missed is made up for",
        review: "2027-06-30",
    },
];
