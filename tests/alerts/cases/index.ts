import type { Case } from "../case.ts";
import { nodes } from "./nodes.ts";
import { velero } from "./velero.ts";

/** When the alerts of each part fire, by the part's name. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
    monitoring: [...nodes],
    velero,
};
