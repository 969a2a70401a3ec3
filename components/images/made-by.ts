import * as f from "../configuration/fields.ts";

/** Who makes what an account or a region has once: the stack, which leaves it there when it goes, or another one. */
export const MadeBy = { stack: "stack", given: "given" } as const;
export type MadeBy = (typeof MadeBy)[keyof typeof MadeBy];

export const madeBy = f.oneOf(Object.values(MadeBy) as ["stack", "given"]).default("stack");
