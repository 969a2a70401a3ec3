import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";
import { DumpProof } from "./args.ts";

/** Where the databases are that are dumped, and what is asked of their dumps. */
export const dumpRelations: Relation<Settings>[] = [
    {
        fields: ["backup"],
        broken: ({ backup }) =>
            backup.dumps.flatMap(({ cidrs, namespace, proof, restoredSizeGiB }, index) => [
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
                ...mistakeIf(
                    proof === DumpProof.read && restoredSizeGiB !== undefined,
                    `backup.dumps[${index}].restoredSizeGiB`,
                    "has no effect with the proof read, which restores nothing; leave it out",
                ),
            ]),
    },
];
