import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { alertNames, requireAlerts } from "../../reading/alerts.ts";
import { clusters } from "../../reading/subjects.ts";

/** That a restore test is heard of is asked where there is one: backup-restore-test. */
const backup = ["VeleroBackupFailed", "VeleroBackupTooOld", "VeleroBackupNeverSucceeded"];

export const backupAlerts = rule({
    id: "backup-alerts",
    title: "A backup that failed, is too old or never ran raises an alert",
    level: "mandatory",
    severity: "high",
    mend: "Add a PrometheusRule with the missing alerts",
    url: "https://velero.io/docs/main/",
    inhibitedBy: ["prometheus-present", "backup-tool-present"],
    settings: z.object({ required: alertNames("Names of the alerts on backups").default(backup) }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => requireAlerts(inventory, settings.required),
});
