import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import { once } from "../../inventory/once.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, type Verdict } from "../../judgement/verdict.ts";
import { tellsOfFailedJobs } from "../../reading/alerts.ts";
import { awsPeriod, tellsOfFailed } from "../../reading/aws-backup.ts";
import { api, grants, type Permission, type PolicyRule, reads } from "../../reading/permissions.ts";
import { period } from "../../reading/schedule.ts";
import { clusters } from "../../reading/subjects.ts";
import { accountOf, podSpec, workloadsOf } from "../../reading/workloads.ts";

/** Hours between two tests at most: a month. */
const month = 31 * 24;

export const backupRestoreTest = rule({
    id: "backup-restore-test",
    title: "Backups are restored on a schedule, as a test",
    level: "mandatory",
    severity: "high",
    mend: "Add a CronJob that restores the newest backup and looks at it (its ServiceAccount may create and get restores.velero.io, and read pods), with an alert on its failure, or an AWS Backup restore testing plan with a selection, a validation window and a rule of EventBridge on its failure",
    url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const jobs = workloadsOf("CronJob")(inventory).map((job) => () => restores(inventory, job));
        const plans = inventory
            .of("aws:backup/restoreTestingPlan:RestoreTestingPlan")
            .map((plan) => () => testsRestores(inventory, plan));
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

/** As of a job: often enough, somebody can look at what came of it, and somebody hears where it failed. */
function testsRestores(inventory: Inventory, plan: Resource): Verdict {
    const selected = selections(inventory, plan);
    return all([
        must(() => selected.length > 0, "the restore testing plan selects nothing", plan.urn),
        must(
            () => awsPeriod(plan.props.scheduleExpression ?? "") <= month,
            "the restore testing plan runs less than once a month",
            plan.urn,
        ),
        must(
            () => selected.every(({ props }) => (props.validationWindowHours ?? 0) > 0),
            "what a restore testing plan has restored is gone before anybody can look (validationWindowHours)",
            plan.urn,
        ),
        must(
            () => tellsOfFailed(inventory, "Restore"),
            "nothing hears of a restore of AWS Backup that failed",
            plan.urn,
        ),
    ]);
}

/**
 * A job that restores often enough, can see what came of it, and whose failure somebody hears of. Its name shows
 * nothing: what its account may do does.
 */
function restores(inventory: Inventory, job: Resource): Verdict {
    const { schedule, suspend } = job.props.spec ?? {};
    const namespace = namespaceOf(inventory, job);
    const granted = rulesOf(inventory, namespace, accountOf(job));
    const may = (permission: Permission) => granted.some((each) => grants(each, permission));
    if (!may({ ...restoresOfVelero, verbs: ["create"] })) return fail(untested);
    return all([
        must(() => hasToken(job), "the test of restores has no token of its account", job.urn),
        must(() => suspend !== true, "the test of restores is suspended", job.urn),
        must(() => period(schedule) <= month, "the test of restores runs less than once a month", job.urn),
        must(
            () => may({ ...restoresOfVelero, verbs: reads }) && may({ ...restored, verbs: reads }),
            "the test of restores may not see what was restored",
            job.urn,
        ),
        must(() => tellsOfFailedJobs(inventory, namespace), "no alert tells that the test of restores failed", job.urn),
    ]);
}

/** Without a token, a job may do nothing, whatever its account may. */
function hasToken(job: Resource): boolean {
    const { automountServiceAccountToken, volumes = [] } = podSpec(job);
    const isProjected = ({ projected }: { projected?: { sources?: object[] } }) =>
        (projected?.sources ?? []).some((source) => "serviceAccountToken" in source);
    return automountServiceAccountToken !== false || volumes.some(isProjected);
}

const restoresOfVelero = { groups: ["velero.io"], resources: ["restores"] };

/** What a restore brings back at least. */
const restored = { groups: [""], resources: ["configmaps", "persistentvolumeclaims", "pods"] };

interface Subject {
    kind: string;
    name: string;
    namespace?: string;
}

/** What binds roles to accounts, by account. */
const bindings = once((inventory) => {
    const pairs = ["RoleBinding", "ClusterRoleBinding"]
        .flatMap((kind) => inventory.objects(kind, api))
        .flatMap((binding) =>
            ((binding.props.subjects ?? []) as Subject[]).flatMap(({ kind, name, namespace }) =>
                kind === "ServiceAccount" ? [{ account: `${namespace}/${name}`, binding }] : [],
            ),
        );
    return Map.groupBy(pairs, ({ account }) => account);
});

/** Rules of all roles that are bound to an account. */
function rulesOf(inventory: Inventory, namespace: string, account: string): PolicyRule[] {
    return (bindings(inventory).get(`${namespace}/${account}`) ?? []).flatMap(({ binding }) => {
        const { roleRef } = binding.props;
        const near = (role: Resource) =>
            roleRef?.kind === "ClusterRole" || namespaceOf(inventory, role) === namespaceOf(inventory, binding);
        return inventory
            .objects(roleRef?.kind, api)
            .filter((role) => role.props.metadata?.name === roleRef?.name && near(role))
            .flatMap(({ props }): PolicyRule[] => props.rules ?? []);
    });
}
