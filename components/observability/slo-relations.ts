import { mistakeIf, type Relation } from "../configuration/relation.ts";
import type { Settings } from "../settings.ts";
import { ownSlos } from "./slos.ts";

/** What must hold of each objective. */
export const sloRelations: Relation<Settings>[] = [
    {
        fields: ["slos"],
        broken: ({ slos }) =>
            slos.flatMap(({ name, availability, latency }, index) => [
                ...mistakeIf(
                    availability === undefined && latency === undefined,
                    `slos[${index}].availability`,
                    "is missing: say what a good request is, by availability or by latency",
                ),
                ...mistakeIf(
                    availability !== undefined && latency !== undefined,
                    `slos[${index}].latency`,
                    "is one objective too many: give it an entry of its own",
                ),
                ...mistakeIf(
                    ownSlos.some((own) => own.name === name),
                    `slos[${index}].name`,
                    `is an objective of the platform's own; call it other than ${ownSlos.map(({ name }) => name).join(", ")}`,
                ),
            ]),
    },
];
