/**
 * What Velero restores first, and last, where nobody says otherwise (1.18.3, `pkg/cmd/server/config/config.go`). Kinds
 * that are not named come in between, by their names; they are given all together or not at all.
 */
const beforePods = [
    "customresourcedefinitions",
    "namespaces",
    "storageclasses",
    "volumesnapshotclass.snapshot.storage.k8s.io",
    "volumesnapshotcontents.snapshot.storage.k8s.io",
    "volumesnapshots.snapshot.storage.k8s.io",
    "datauploads.velero.io",
    "persistentvolumes",
    "persistentvolumeclaims",
    "clusterroles",
    "roles",
    "serviceaccounts",
    "clusterrolebindings",
    "rolebindings",
    "secrets",
    "configmaps",
    "limitranges",
    "priorityclasses",
];
const pods = ["pods", "replicasets.apps", "clusterclasses.cluster.x-k8s.io", "endpoints", "services"];
const last = [
    "clusterbootstraps.run.tanzu.vmware.com",
    "clusters.cluster.x-k8s.io",
    "clusterresourcesets.addons.cluster.x-k8s.io",
    "apps.kappctrl.k14s.io",
    "packageinstalls.packaging.carvel.dev",
];

/** Kinds that Velero puts in an order of its own. */
export const ordered: readonly string[] = [...beforePods, ...pods, ...last];

/** The order with kinds that come before pods: what they are made of is there then. */
export const restoreOrder = (kinds: readonly string[]): string =>
    [...beforePods, ...kinds, ...pods, "-", ...last].join(",");
