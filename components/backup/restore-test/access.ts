import { serviceAccount } from "../../platform/exemption.ts";
import type { KubernetesObject, Role } from "../../platform/kubernetes-object.ts";
import { nativePolicy } from "../../platform/native-policy.ts";
import { granted, grantedEverywhere } from "../../platform/role.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { account, canaryLabels, namespaces } from "./names.ts";

/** Names of what the test writes in its own namespace. */
export const written = { results: "restore-test-results", lease: "restore-test" };

/** What the test may do where Velero is: read backups, and make and remove restores. */
export const accessToVelero = (namespace: string): KubernetesObject[] =>
    grantedIn(namespace, [
        { apiGroups: ["velero.io"], resources: ["backups", "schedules"], verbs: ["get", "list"] },
        { apiGroups: ["velero.io"], resources: ["restores"], verbs: ["get", "list", "create", "delete"] },
    ]);

/** What it may do where the canary lives: see since when it does. */
export const accessToCanary: KubernetesObject[] = grantedIn(namespaces.canary, [
    { apiGroups: [""], resources: ["configmaps"], resourceNames: ["contents"], verbs: ["get"] },
]);

const lookAndRemove = ["list", "delete"];

/** What it may do where it restores to: see what came of it, and remove it. */
export const accessToScratch: KubernetesObject[] = grantedIn(namespaces.scratch, [
    {
        apiGroups: [""],
        resources: ["configmaps", "persistentvolumeclaims", "pods", "secrets", "serviceaccounts", "services"],
        verbs: lookAndRemove,
    },
    { apiGroups: ["apps"], resources: ["statefulsets"], verbs: lookAndRemove },
    { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: lookAndRemove },
    { apiGroups: ["external-secrets.io"], resources: ["externalsecrets"], verbs: lookAndRemove },
    { apiGroups: ["generators.external-secrets.io"], resources: ["passwords"], verbs: lookAndRemove },
]);

/** What it may do where it is: write its results down, keep others out, and raise its voice. */
export const accessToItsOwn: KubernetesObject[] = [
    accountWithoutToken({ ...account }),
    ...grantedIn(namespaces.test, [
        { apiGroups: [""], resources: ["configmaps"], verbs: ["create"] },
        { apiGroups: [""], resources: ["configmaps"], resourceNames: [written.results], verbs: ["get", "update"] },
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
        {
            apiGroups: ["coordination.k8s.io"],
            resources: ["leases"],
            resourceNames: [written.lease],
            verbs: ["get", "update"],
        },
        { apiGroups: [""], resources: ["events"], verbs: ["create"] },
    ]),
];

function grantedIn(namespace: string, rules: Role["rules"]): KubernetesObject[] {
    return granted({ name: account.name, namespace }, rules, account);
}

/** Volumes belong to no namespace: of whose claims it may let them go, an admission policy says. */
const accessToVolumes = grantedEverywhere(
    account.name,
    [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["list", "patch"] }],
    account,
);

const user = serviceAccount(account.namespace, account.name);
const isTheTest = { name: "restore-test", expression: `request.userInfo.username == "${user}"` };

/**
 * Who may make restores may make Velero write anything that was ever backed up: the test may have the canary back, in
 * its scratch namespace, and nothing else.
 */
const restoresOfTheCanary = nativePolicy("restore-test-restores", {
    rule: { apiGroups: ["velero.io"], apiVersions: ["*"], operations: ["CREATE"], resources: ["restores"] },
    conditions: [isTheTest],
    validation: {
        expression: [
            `object.spec.?includedNamespaces.orValue([]) == ["${namespaces.canary}"]`,
            `object.spec.?namespaceMapping.orValue({}) == {"${namespaces.canary}": "${namespaces.scratch}"}`,
            `object.spec.?labelSelector.matchLabels.orValue({}) == ${JSON.stringify(canaryLabels)}`,
            "!object.spec.?includeClusterResources.orValue(false)",
            "!has(object.spec.hooks)",
            "!has(object.spec.existingResourcePolicy)",
            "!has(object.spec.restoreStatus)",
        ].join(" && "),
        message: `the restore test restores ${namespaces.canary} into ${namespaces.scratch}, and nothing else`,
    },
});

/** It may have a restored volume deleted with its claim, and change nothing else of any. */
const restoredVolumes = nativePolicy("restore-test-volumes", {
    rule: { apiGroups: [""], apiVersions: ["v1"], operations: ["UPDATE"], resources: ["persistentvolumes"] },
    conditions: [isTheTest],
    validation: {
        expression: [
            `oldObject.spec.?claimRef.namespace.orValue("") == "${namespaces.scratch}"`,
            `object.spec.?claimRef.namespace.orValue("") == "${namespaces.scratch}"`,
            'object.spec.?persistentVolumeReclaimPolicy.orValue("") == "Delete"',
        ].join(" && "),
        message: `the restore test lets volumes of ${namespaces.scratch} go, and no other`,
    },
});

/** What it may do in no namespace, and what holds it where roles cannot. */
export const accessToTheCluster: KubernetesObject[] = [...accessToVolumes, ...restoresOfTheCanary, ...restoredVolumes];
