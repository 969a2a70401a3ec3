import type { Restore } from "../platform/kubernetes-object.ts";

/** Namespaces that Kubernetes has by itself. */
const ofKubernetes = ["kube-system", "kube-public", "kube-node-lease"];

/** Seconds: Velero gives up on a volume after four hours. */
const patience = 5 * 3600;

/**
 * Everything of a backup but what this program makes on both sides. What belongs to no namespace stays out, as it does
 * where namespaces are left out, but for the volumes of the claims: it comes of this program and of Git. Nothing that is
 * there is changed.
 */
export const failoverRestore = (backupName: string, namespace: string, platform: readonly string[]): Restore => ({
    apiVersion: "velero.io/v1",
    kind: "Restore",
    metadata: {
        name: backupName,
        namespace,
        annotations: {
            // A restore that is complete in parts alone is for a person to judge.
            "pulumi.com/waitFor": "jsonpath={.status.phase}=Completed",
            "pulumi.com/timeoutSeconds": String(patience),
        },
    },
    spec: {
        backupName,
        excludedNamespaces: [...ofKubernetes, ...platform],
        // They bind pods to load balancers of the primary's region.
        excludedResources: ["targetgroupbindings.elbv2.k8s.aws"],
        restorePVs: true,
    },
});
