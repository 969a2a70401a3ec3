import type { types } from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import { type BackupTier, keptDays, type Tier, tiers } from "../tiers.ts";

/** Where the rules of a plan write to. */
export interface Vaults {
    name: Input<string>;
    /** Vaults that everything is copied to: in the second region, in another account. */
    copyArns: readonly Input<string>[];
}

/** Hours that AWS Backup runs behind Velero: both take snapshots of the same volumes. */
const behindVelero = 1;

/**
 * Days after which a monthly backup goes to cold storage. AWS Backup does it with file systems of EFS, and leaves
 * everything else where it is: the state of a cluster has none, and a snapshot of EBS would become a full one.
 */
const coldAfterDays = 90;

/** Minutes: what has not begun within an hour, or is not done within a day, is given up, and told. */
const startWindow = 60;
const completionWindow = 24 * 60;

/** The tiers as rules of a plan of AWS Backup, but for those that are paused. */
export const planRules = (
    monthlyRetentionYears: number,
    paused: readonly BackupTier[],
    { name, copyArns }: Vaults,
): types.input.backup.PlanRule[] =>
    Object.entries(tiers(monthlyRetentionYears))
        .filter(([tier]) => !paused.some((each) => each === tier))
        .map(([ruleName, tier]) => {
            const lifecycle = {
                deleteAfter: keptDays(tier),
                ...(tier.on === "first" ? { coldStorageAfter: coldAfterDays } : {}),
            };
            return {
                ...{ ruleName, targetVaultName: name, schedule: cron(tier), startWindow, completionWindow, lifecycle },
                ...(copyArns.length > 0
                    ? {
                          copyActions: copyArns.map((destinationVaultArn) => ({ destinationVaultArn, lifecycle })),
                      }
                    : {}),
            };
        });

/**
 * AWS reads six fields, the last one the year, and takes one of the two days only
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */
function cron({ minute, hour: first, everyHours, on }: Tier): string {
    const hour = first + behindVelero;
    const hours = everyHours ? `${hour}/${everyHours}` : hour;
    const days = { sunday: "? * SUN", first: "1 * ?", daily: "* * ?" }[on ?? "daily"];
    return `cron(${minute} ${hours} ${days} *)`;
}
