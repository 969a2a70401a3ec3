import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/** Where the databases are that are dumped. */
export const dumpRelations: Relation<Settings>[] = [
    {
        fields: ["backup"],
        broken: ({ backup }) =>
            backup.dumps.flatMap(({ cidrs, namespace }, index) => [
                ...mistakeIf(
                    cidrs.length === 0 && namespace === undefined,
                    `backup.dumps[${index}].cidrs`,
                    "is missing: nobody gets to the server; give its ranges, or the namespace that it runs in",
                ),
                ...mistakeIf(
                    cidrs.length > 0 && namespace !== undefined,
                    `backup.dumps[${index}].namespace`,
                    "contradicts cidrs: a server is in the cluster or outside of it; give one of them",
                ),
            ]),
    },
];
