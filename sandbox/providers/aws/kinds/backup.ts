import { integer, listOf, matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { asList, asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";
import type { World } from "../world.ts";

const vaultName = matching(/^[\w-]{2,50}$/, "2 to 50 letters, digits, - and _");
const shortName = matching(/^[\w.-]{1,50}$/, "1 to 50 letters, digits and . - _");

/** 100 years. */
const days = integer(1, 36_500);

/** Minutes of as many. */
const minutes = integer(60, 52_560_000);

/** Six fields, of which one of the two days is `?`. */
const schedule = matching(
    /^cron\(\S+ \S+ (\? \S+ [^?\s]\S*|[^?\s]\S* \S+ \?) \S+\)$/,
    "cron(<minutes> <hours> <day of month> <month> <day of week> <year>), one of the days being ?",
);

/** AWS Backup: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations_AWS_Backup.html */
export const backup: Kinds = {
    "backup.Vault": {
        id: "{name}",
        arn: "backup:{region}:{account}:backup-vault:{name}",
        named: ["name", 50],
        immutable: ["kmsKeyArn"],
        checks: { name: vaultName, kmsKeyArn: arn },
        refersTo: { kmsKeyArn: "kms.Key" },
        outputs: () => ({ recoveryPoints: 0 }),
    },
    "backup.VaultLockConfiguration": {
        id: "{backupVaultName}",
        immutable: ["backupVaultName", "changeableForDays", "minRetentionDays", "maxRetentionDays"],
        checks: {
            backupVaultName: vaultName,
            changeableForDays: integer(3, 36_500),
            minRetentionDays: days,
            maxRetentionDays: days,
        },
        refersTo: { backupVaultName: "backup.Vault" },
        records: ["minRetentionDays"],
        outputs: ({ region, account, backupVaultName }) => ({
            backupVaultArn: `arn:aws:backup:${region}:${account}:backup-vault:${backupVaultName}`,
        }),
    },
    "backup.VaultPolicy": {
        id: "{backupVaultName}",
        immutable: ["backupVaultName"],
        checks: { backupVaultName: vaultName, policy: policyDocument("resource") },
        refersTo: { backupVaultName: "backup.Vault" },
        outputs: ({ region, account, backupVaultName }) => ({
            backupVaultArn: `arn:aws:backup:${region}:${account}:backup-vault:${backupVaultName}`,
        }),
    },
    "backup.Plan": {
        id: "{uuid}",
        arn: "backup:{region}:{account}:backup-plan:{id}",
        checks: {
            name: shortName,
            rules: listOf(1, 100),
            "rules[].ruleName": shortName,
            "rules[].targetVaultName": vaultName,
            "rules[].schedule": schedule,
            "rules[].startWindow": minutes,
            "rules[].completionWindow": minutes,
            "rules[].lifecycle.deleteAfter": days,
            "rules[].lifecycle.coldStorageAfter": days,
            "rules[].copyActions[].destinationVaultArn": arn,
            "rules[].copyActions[].lifecycle.deleteAfter": days,
            "rules[].copyActions[].lifecycle.coldStorageAfter": days,
        },
        relations: ({ rules }) => asList(rules).flatMap((rule, index) => lifecycles(asRecord(rule), index)),
        refersTo: {
            "rules[].targetVaultName": "backup.Vault",
            "rules[].copyActions[].destinationVaultArn": "backup.Vault",
        },
        refuses: ({ rules }, world) => tooShort(asList(rules).map(asRecord), world),
        outputs: ({ uuid, revision }) => ({ version: `${uuid}-${revision}` }),
        recomputed: ["version"],
    },
    "backup.Selection": {
        immutable: ["planId", "iamRoleArn", "resources", "notResources", "conditions", "selectionTags"],
        checks: {
            name: shortName,
            iamRoleArn: arn,
            "resources[]": matching(/^(\*|arn:aws[^*]*(\*:\*)?[^*]*\*?)$/, "an ARN, whose last character may be *"),
            "selectionTags[].type": oneOf("STRINGEQUALS"),
        },
        refersTo: { planId: "backup.Plan", iamRoleArn: "iam.Role" },
        occupies: ["planId"],
    },
};

/** Cold storage is for 90 days at least. */
function lifecycles(rule: Values, index: number): Failure[] {
    const actions = asList(rule.copyActions).map(
        (action, place) => [asRecord(action), `copyActions[${place}].`] as const,
    );
    return [[rule, ""] as const, ...actions].flatMap(([of, path]) => {
        const { coldStorageAfter: cold, deleteAfter: end } = asRecord(of.lifecycle);
        if (cold === undefined || end === undefined || isUnknown(cold) || isUnknown(end)) return [];
        return Number(end) >= Number(cold) + 90
            ? []
            : [
                  {
                      property: `rules[${index}].${path}lifecycle.deleteAfter`,
                      reason: `deleteAfter is 90 days more than coldStorageAfter at least, not ${end} with ${cold}`,
                  },
              ];
    });
}

/** AWS takes such a plan, and every job of it fails. */
function tooShort(rules: Values[], world: World): string | undefined {
    const kept = rules.flatMap((rule) => [
        [String(rule.targetVaultName), rule] as const,
        ...asList(rule.copyActions)
            .map(asRecord)
            .map((action) => [String(action.destinationVaultArn), action] as const),
    ]);
    for (const [vault, { lifecycle }] of kept) {
        const found = world.find("backup.Vault", vault);
        const [, , , region] = String(found?.arn ?? "").split(":");
        const lock = found && world.account.get(world.collection("backup.VaultLockConfiguration", region), found.id);
        const least = Number(lock?.minRetentionDays ?? 0);
        const { deleteAfter } = asRecord(lifecycle);
        if (Number(deleteAfter ?? Number.POSITIVE_INFINITY) < least)
            return `rules: ${vault} is locked for ${least} days at least, and a rule keeps backups for ${deleteAfter}`;
    }
    return undefined;
}
