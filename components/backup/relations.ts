import { mistakeIf, type Relation } from "../configuration/relation.ts";
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
        fields: ["standby"],
        broken: ({ standby }) =>
            mistakeIf(
                standby?.restore === undefined && (standby?.restoreClusterScoped ?? []).length > 0,
                "standby.restoreClusterScoped",
                "has no effect without restore; leave it out",
            ),
    },
];
