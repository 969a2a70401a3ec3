import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { resourcesOf } from "../../reading/subjects.ts";

export const rdsBackedUp = rule({
    id: "rds-backed-up",
    title: "Databases outside the cluster survive a zone, a mistake and a theft",
    level: "mandatory",
    severity: "high",
    mend: "Set backupRetentionPeriod to 7 or more, multiAz, storageEncrypted and deletionProtection",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_BestPractices.html",
    subjects: resourcesOf("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    applies: ({ props }) => !props.replicateSourceDb,
    judge: ({ type, props }) => {
        // Storage of Aurora spans three zones by itself.
        const zonal = type === "aws:rds/instance:Instance" && !String(props.engine ?? "").startsWith("aurora");
        return all([
            must(() => props.backupRetentionPeriod >= 7, "backups are kept for less than 7 days"),
            must(() => !zonal || props.multiAz === true, "it is in one zone only"),
            must(() => props.storageEncrypted === true, "its storage is not encrypted"),
            must(() => props.deletionProtection === true, "it can be deleted by one call"),
        ]);
    },
});
