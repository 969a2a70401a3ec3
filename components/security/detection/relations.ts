import { AccountService } from "../../configuration/made-by.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";

/** Who notices an attack. */
export const detectionRelations: Relation<Settings>[] = [
    {
        fields: ["detection"],
        broken: ({ detection: { guardDuty, malwareScans } }) =>
            mistakeIf(
                malwareScans && guardDuty !== AccountService.stack,
                "detection.malwareScans",
                `has no effect: detection.guardDuty is ${guardDuty}, and who makes the detector decides it; leave it out`,
            ),
    },
];
