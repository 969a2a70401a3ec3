import * as f from "../../configuration/fields.ts";

/** How much Falco looks at. */
export const FalcoProfile = { full: "full", light: "light" } as const;
export type FalcoProfile = (typeof FalcoProfile)[keyof typeof FalcoProfile];

/** Falco on every node: it sees what runs by eBPF, and judges it by rules. */
export interface FalcoArgs {
    /**
     * `full` has every rule of Falco's stable set, in 512 MiB a node; `light` those of priority warning and more alone, with
     * the system calls that they need, in 256 MiB: for development environments. Default `full`.
     */
    profile?: FalcoProfile;
}

export const falco = f.object({
    profile: f.oneOf(FalcoProfile).default("full"),
});
