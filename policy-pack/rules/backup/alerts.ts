import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { attempt, must } from "../../judgement/verdict.ts";
import { alertNames, requireAlerts } from "../../reading/alerts.ts";
import { plansOf, tellsOfFailed } from "../../reading/aws-backup.ts";
import { isInstalled } from "../../reading/installed.ts";
import { clusters } from "../../reading/subjects.ts";

/** That a restore test is heard of is asked where there is one: backup-restore-test. */
const backup = ["VeleroBackupFailed", "VeleroBackupTooOld", "VeleroBackupNeverSucceeded"];

export const backupAlerts = rule({
    id: "backup-alerts",
    title: "A backup that failed, is too old or never ran raises an alert",
    level: "mandatory",
    severity: "high",
    mend: "Add a PrometheusRule with the missing alerts; for AWS Backup alone a rule of EventBridge on Backup Job State Change with a target",
    url: "https://velero.io/docs/main/",
    inhibitedBy: ["prometheus-present", "backup-tool-present"],
    settings: z.object({ required: alertNames("Names of the alerts on backups").default(backup) }),
    subjects: clusters,
    judge: (cluster, { inventory, settings }) => {
        // AWS Backup alone has none of the metrics: it tells EventBridge.
        const alone = !isInstalled(inventory, "velero") && plansOf(inventory, cluster).length > 0;
        if (!alone) return requireAlerts(inventory, settings.required);
        return attempt(
            must(() => tellsOfFailed(inventory, "Backup"), "nothing hears of a job of AWS Backup that failed"),
        );
    },
});
