import * as f from "./fields.ts";

/** Who makes what an account or a region has once: the stack, which leaves it there when it goes, or another one. */
export const MadeBy = { stack: "stack", given: "given" } as const;
export type MadeBy = (typeof MadeBy)[keyof typeof MadeBy];

export const madeBy = f.oneOf(MadeBy).default("stack");

/** The same of a service that a cluster can be without. */
export const AccountService = { ...MadeBy, none: "none" } as const;
export type AccountService = (typeof AccountService)[keyof typeof AccountService];

export const accountService = f.oneOf(AccountService);
