import * as f from "../configuration/fields.ts";

/** Bounds of a Karpenter NodePool. */
export interface NodePoolArgs {
    /** EC2 instance categories that Karpenter may choose from. Default `["c", "m", "r"]`. */
    instanceCategories?: string[];
    /** Most vCPU of all its nodes together. Default 200. */
    cpuLimit?: number;
    /** Most memory of all its nodes together, GiB; at least one machine's (c 8, m 16, r 32). Default 800. */
    memoryLimitGiB?: number;
    /** Weakness: lets Karpenter use spot capacity too. Default false: a spot node can go with two minutes' notice. */
    allowSpot?: boolean;
}

export const generalNodes = f.object({
    instanceCategories: f
        .list(f.oneOf(["c", "m", "r"]))
        .min(1, "give at least one of c, m, r")
        .default(["c", "m", "r"]),
    cpuLimit: f.integer(4, 100_000).default(200),
    memoryLimitGiB: f.integer(16, 1_000_000).default(800),
    allowSpot: f.flag.default(false),
});
