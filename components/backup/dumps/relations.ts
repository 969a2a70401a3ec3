import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import { placeMistakes } from "../../configuration/server-place.ts";
import type { Settings } from "../../settings.ts";
import { DumpProof } from "./args.ts";

/** Where the databases are that are dumped, and what is asked of their dumps. */
export const dumpRelations: Relation<Settings>[] = [
    {
        fields: ["backup"],
        broken: ({ backup }) =>
            backup.dumps.flatMap(({ proof, restoredSizeGiB, ...server }, index) => [
                ...placeMistakes(`backup.dumps[${index}]`, server),
                ...mistakeIf(
                    proof === DumpProof.read && restoredSizeGiB !== undefined,
                    `backup.dumps[${index}].restoredSizeGiB`,
                    "has no effect with the proof read, which restores nothing; leave it out",
                ),
            ]),
    },
];
