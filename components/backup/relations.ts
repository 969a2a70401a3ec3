import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { accountOf } from "../platform/role-arn.ts";
import type { Settings } from "../settings.ts";
import { ordered } from "./restore-order.ts";
import { namespaces } from "./restore-test/names.ts";

/** What Velero backs up, and in which order it is restored. */
export const backupRelations: Relation<Settings>[] = [
    {
        fields: ["backup"],
        broken: ({ backup: { excludedNamespaces, hooks, restoreOrder, restoreTest } }) => [
            ...mistakeIf(
                restoreTest !== undefined && excludedNamespaces.includes(namespaces.canary),
                `backup.excludedNamespaces[${excludedNamespaces.indexOf(namespaces.canary)}]`,
                "is what the restore test restores; leave it out",
            ),
            ...hooks.flatMap(({ pre, post }, index) =>
                mistakeIf(pre.length + post.length === 0, `backup.hooks[${index}]`, "does nothing: give pre or post"),
            ),
            ...restoreOrder.flatMap((kind, index) =>
                mistakeIf(
                    ordered.includes(kind),
                    `backup.restoreOrder[${index}]`,
                    `${kind} has its place already; leave it out`,
                ),
            ),
        ],
    },
    {
        fields: ["accountId", "backup"],
        broken: ({ accountId, backup: { awsBackup, dumps, otherAccount, replicaRegion } }) => {
            if (!otherAccount) return [];
            const { keyArn, dumpsBucket, vaultArn } = otherAccount;
            const at = (key: keyof typeof otherAccount) => `backup.otherAccount.${key}`;
            const owner = accountOf(keyArn);
            return [
                ...mistakeIf(
                    replicaRegion === undefined,
                    "backup.otherAccount",
                    "needs backup.replicaRegion: a standby reads the copy of its own account",
                ),
                ...mistakeIf(owner === accountId, at("keyArn"), `is of ${owner}, the account of the cluster itself`),
                ...mistakeIf(
                    dumps.length > 0 && dumpsBucket === undefined,
                    at("dumpsBucket"),
                    "is missing: dumps would be in one account alone",
                ),
                ...mistakeIf(
                    dumps.length === 0 && dumpsBucket !== undefined,
                    at("dumpsBucket"),
                    "has no effect without backup.dumps; leave it out",
                ),
                ...mistakeIf(
                    !awsBackup && vaultArn !== undefined,
                    at("vaultArn"),
                    "has no effect without backup.awsBackup; leave it out",
                ),
                ...mistakeIf(
                    vaultArn !== undefined && accountOf(vaultArn) !== owner,
                    at("vaultArn"),
                    `is of another account than the key, ${owner}`,
                ),
            ];
        },
    },
    {
        fields: ["standby"],
        broken: ({ standby }) =>
            mistakeIf(
                standby?.restore === undefined && (standby?.restoreClusterScoped ?? []).length > 0,
                "standby.restoreClusterScoped",
                "has no effect without restore; leave it out",
            ),
    },
    {
        fields: ["standby"],
        broken: ({ standby }) => {
            const registries = standby?.imageRegistries ?? {};
            const at = (name: string) => `standby.imageRegistries["${name}"]`;
            const names = Object.keys(registries);
            return names.flatMap((name) => [
                ...mistakeIf(registries[name] === name, at(name), "is called the same here; leave it out"),
                ...names
                    .filter((other) => other !== name && other.endsWith(name))
                    .flatMap((other) => mistakeIf(true, at(name), `stands in ${other} too, and Velero takes either`)),
            ]);
        },
    },
];
