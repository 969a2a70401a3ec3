import { kindRelations } from "./cluster-kinds.ts";
import { accessRelations } from "./relations/access.ts";
import { addonRelations } from "./relations/addons.ts";
import { admissionRelations } from "./relations/admission.ts";
import { existingRelations } from "./relations/existing.ts";
import { networkRelations } from "./relations/network.ts";
import { nodeRelations } from "./relations/nodes.ts";
import { mistakeIf, type Relation } from "./relations/relation.ts";
import type { Settings, StackSettings } from "./schema.ts";

/** What must hold between the arguments of a component. */
export const clusterRelations: Relation<Settings>[] = [
    ...networkRelations,
    ...accessRelations,
    ...existingRelations,
    ...nodeRelations,
    ...admissionRelations,
    ...addonRelations,
    ...kindRelations,
];

/** What must hold in a stack. */
export const stackRelations: Relation<StackSettings>[] = [
    ...(clusterRelations as Relation<StackSettings>[]),
    {
        fields: ["ownership", "primaryStack"],
        broken: ({ ownership, primaryStack }) =>
            mistakeIf(
                ownership.environment === "standby" && primaryStack === undefined,
                "primaryStack",
                "is missing: a standby names its primary, <organization>/<project>/<stack>",
            ),
    },
];
