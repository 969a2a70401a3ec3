import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, pass, type Verdict } from "../../judgement/verdict.ts";
import { api, grants, type PolicyRule } from "../../reading/permissions.ts";
import { period } from "../../reading/schedule.ts";
import { clusters } from "../../reading/subjects.ts";
import { accountOf, workloadsOf } from "../../reading/workloads.ts";

/** Hours between two tests at most: a month. */
const month = 31 * 24;

export const backupRestoreTest = rule({
    id: "backup-restore-test",
    title: "Backups are restored on a schedule, as a test",
    level: "mandatory",
    severity: "high",
    mend: "Add a CronJob that restores the newest backup (its ServiceAccount may create restores.velero.io), or an AWS Backup restore testing plan with a selection",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const jobs = workloadsOf("CronJob")(inventory).map((job) => () => restores(inventory, job));
        const plans = inventory
            .of("aws:backup/restoreTestingPlan:RestoreTestingPlan")
            .map((plan) =>
                must(
                    () => selections(inventory, plan).length > 0,
                    "the restore testing plan selects nothing",
                    plan.urn,
                ),
            );
        return any([...plans, ...jobs], () => fail(untested));
    },
});

const untested = "nobody knows whether the backups can be restored";

const selections = (inventory: Inventory, plan: Resource): readonly Resource[] =>
    inventory
        .of("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        .filter(
            (selection) =>
                inventory.sources(selection, "restoreTestingPlanName").includes(plan) ||
                selection.props.restoreTestingPlanName === plan.props.name,
        );

/** A job that runs often enough, under an account that may restore: its name alone shows nothing. */
function restores(inventory: Inventory, job: Resource): Verdict {
    const { schedule, suspend } = job.props.spec ?? {};
    if (!mayRestore(inventory, namespaceOf(inventory, job), accountOf(job))) return fail(untested);
    if (suspend === true) return fail("the test of restores is suspended", job.urn);
    return period(schedule) <= month
        ? pass("", job.urn)
        : fail("the test of restores runs less than once a month", job.urn);
}

interface Subject {
    kind: string;
    name: string;
    namespace?: string;
}

/** Whether a role that is bound to the account creates restores of Velero. */
function mayRestore(inventory: Inventory, namespace: string, account: string): boolean {
    const bindings = ["RoleBinding", "ClusterRoleBinding"]
        .flatMap((kind) => inventory.objects(kind, api))
        .filter(({ props }) =>
            ((props.subjects ?? []) as Subject[]).some(
                (subject) =>
                    subject.kind === "ServiceAccount" && subject.name === account && subject.namespace === namespace,
            ),
        );
    return bindings.some(({ props: { roleRef } }) =>
        inventory
            .objects(roleRef?.kind, api)
            .filter(({ props }) => props.metadata?.name === roleRef?.name)
            .flatMap(({ props }): PolicyRule[] => props.rules ?? [])
            .some((each) => grants(each, { groups: ["velero.io"], resources: ["restores"], verbs: ["create"] })),
    );
}
