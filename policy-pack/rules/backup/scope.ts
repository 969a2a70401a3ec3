import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, pass } from "../../judgement/verdict.ts";
import { isInstalled } from "../../reading/installed.ts";
import { matches } from "../../reading/label-selectors.ts";
import { within } from "../../reading/relations.ts";
import { namespacesOf, type Schedule, schedulesOf } from "../../reading/velero.ts";
import { containers, podTemplate, workloadsOf } from "../../reading/workloads.ts";

/** Claims of the stack, and what may make its own. */
const claiming = (inventory: Inventory): readonly Resource[] => [
    ...inventory.objects("PersistentVolumeClaim", "core"),
    ...inventory.objects("StatefulSet", "apps"),
];

type Template = NonNullable<Schedule["template"]>;

const includes = (names: string[] | undefined, name: string) =>
    (names ?? ["*"]).some((each) => each === "*" || each === name);

/** Labels of a claim, or of those that a StatefulSet makes. */
const labelsOf = ({ type, props }: Resource): Record<string, string>[] => {
    const claims = type.endsWith(":StatefulSet") ? props.spec.volumeClaimTemplates : [props];
    return claims.map(({ metadata }: Resource["props"]) => metadata?.labels ?? {});
};

/** Whether a schedule takes a namespace in: what is left out counts. */
const holds = ({ includedNamespaces, excludedNamespaces = [] }: Template, namespace: string): boolean =>
    includes(includedNamespaces, namespace) && !excludedNamespaces.includes(namespace);

/** Whether a schedule backs the volumes of a claim up. */
function covers({ template = {} }: Schedule, namespace: string, claim: Resource): boolean {
    const { labelSelector, orLabelSelectors = labelSelector ? [labelSelector] : [{}] } = template;
    const isSelected = labelsOf(claim).every((labels) => orLabelSelectors.some((each) => matches(each, labels)));
    const volumes = template.snapshotVolumes !== false || template.defaultVolumesToFsBackup === true;
    return holds(template, namespace) && volumes && isSelected && holdsClaims(template);
}

/** Claims, by every name that Velero knows them by (https://velero.io/docs/main/resource-filtering/). */
const claims = ["persistentvolumeclaims", "persistentvolumeclaim", "pvc", "*"];

/** Whether the filters of a schedule let claims in: without them their volumes are in no backup. */
function holdsClaims(template: Template): boolean {
    const { includedResources, includedNamespaceScopedResources, excludedResources, excludedNamespaceScopedResources } =
        template;
    const names = (list: string[] = []) =>
        list.some((name) => claims.includes(name.toLowerCase().replace(/\..*$/, "")));
    const included = [includedResources, includedNamespaceScopedResources].filter((list) => list && list.length > 0);
    return included.every(names) && ![excludedResources, excludedNamespaceScopedResources].some(names);
}

/**
 * Whether a schedule that moves the contents of volumes leaves Velero's own namespace out. From the second one on its
 * backups would hold the records of earlier moves, and Velero restores no volume that has two
 * (https://github.com/vmware-tanzu/velero/issues/9472).
 */
function leavesRecordsOut({ template = {} }: Schedule, ofVelero: readonly string[]): boolean {
    const isHeld = ofVelero.some((name) => holds(template, name));
    return !template.snapshotMoveData || !isHeld || !!template.excludedResources?.includes("datauploads.velero.io");
}

export const backupCoversStateful = rule({
    id: "backup-covers-stateful",
    title: "Every volume is in a backup",
    level: "mandatory",
    severity: "high",
    mend: "Let a Schedule include the namespace, and not that of Velero, with snapshotVolumes or defaultVolumesToFsBackup",
    url: "https://velero.io/docs/main/api-types/schedule/",
    inhibitedBy: ["backup-tool-present"],
    inCharts: true,
    subjects: (inventory) => (isInstalled(inventory, "velero") ? claiming(inventory) : []),
    applies: ({ type, props }) => !type.endsWith(":StatefulSet") || (props.spec?.volumeClaimTemplates ?? []).length > 0,
    judge: (claim, { inventory }) => {
        const namespace = namespaceOf(inventory, claim);
        return any(
            schedulesOf(inventory).map(
                (schedule) => () =>
                    all([
                        must(
                            () => covers(schedule, namespace, claim),
                            `no schedule backs the volumes of namespace ${namespace} up`,
                        ),
                        must(
                            () => leavesRecordsOut(schedule, namespacesOf(inventory)),
                            "backups hold the namespace of Velero, and from the second one on no volume is restored",
                        ),
                    ]),
            ),
            () => fail("there is no schedule"),
        );
    },
});

/** Images of databases whose files alone are no consistent backup, and the tools that dump them. */
const databases = /(^|\/)(postgres(ql)?|mysql|mariadb|mongo(db)?)(:|@|-|$)/;
const dumps = /pg_dump|pg_basebackup|mysqldump|mariadb-dump|mongodump|pgbackrest|barman|wal-g/;
const hook = "pre.hook.backup.velero.io/command";

export const backupDbDumps = rule({
    id: "backup-db-dumps",
    title: "Databases in the cluster are dumped, not only copied while they write",
    level: "advisory",
    severity: "medium",
    mend: `Add the annotation ${hook} to the pods, or a CronJob that runs pg_dump or mysqldump`,
    url: "https://velero.io/docs/main/backup-hooks/",
    inCharts: true,
    subjects: workloadsOf("StatefulSet", "Deployment"),
    applies: (workload) => containers(workload).some(({ image = "" }) => databases.test(image)),
    judge: (workload, { inventory }) => {
        if (hook in (podTemplate(workload).metadata?.annotations ?? {})) return pass();
        const namespace = namespaceOf(inventory, workload);
        const dumped = within(inventory, namespace, "CronJob", "batch")
            .flatMap(containers)
            .some(({ command = [], args = [], image = "" }) => dumps.test([...command, ...args, image].join(" ")));
        return dumped ? pass() : fail("nothing dumps the database");
    },
});
