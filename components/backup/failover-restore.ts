import type { SealingKeysOffer } from "../offers.ts";
import type { Restore } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";

/** Namespaces that Kubernetes has by itself. */
const ofKubernetes = ["kube-system", "kube-public", "kube-node-lease"];

/** Seconds: Velero gives up on a volume after four hours. */
const patience = 5 * 3600;

/**
 * What a standby restores of the backup that it is told, one after the other: the keys of sealed secrets, which are opened
 * with them; the kinds that belong to no namespace, where some are named; and then everything but what this program makes on both sides. By itself the second leaves out what
 * belongs to no namespace, as Velero does where namespaces are left out, but for the volumes of the claims: it comes of
 * this program and of Git. Nothing that is there is changed.
 */
export function failoverRestores(
    standby: Pick<NonNullable<Settings["standby"]>, "restore" | "restoreClusterScoped"> | undefined,
    namespace: string,
    platform: readonly string[],
    keys?: SealingKeysOffer,
): Restore[] {
    if (standby?.restore === undefined) return [];
    const { restore, restoreClusterScoped: kinds } = standby;
    const excludedNamespaces = [...ofKubernetes, ...platform];
    return [
        ...(keys
            ? [
                  awaited(`${restore}-sealing-keys`, namespace, {
                      ...{ backupName: restore, includedNamespaces: [keys.namespace], includedResources: ["secrets"] },
                      labelSelector: { matchLabels: keys.labels },
                  }),
              ]
            : []),
        ...(kinds.length > 0
            ? [
                  awaited(`${restore}-cluster`, namespace, {
                      ...{ backupName: restore, excludedNamespaces },
                      ...{ includedResources: kinds, includeClusterResources: true },
                  }),
              ]
            : []),
        awaited(restore, namespace, {
            ...{ backupName: restore, excludedNamespaces },
            // They bind pods to load balancers of the primary's region.
            excludedResources: ["targetgroupbindings.elbv2.k8s.aws"],
            restorePVs: true,
        }),
    ];
}

const awaited = (name: string, namespace: string, spec: Restore["spec"]): Restore => ({
    apiVersion: "velero.io/v1",
    kind: "Restore",
    metadata: {
        name,
        namespace,
        annotations: {
            // A restore that is complete in parts alone is for a person to judge.
            "pulumi.com/waitFor": "jsonpath={.status.phase}=Completed",
            "pulumi.com/timeoutSeconds": String(patience),
        },
    },
    spec,
});
