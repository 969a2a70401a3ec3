import { alternativeMutants } from "./alternatives.ts";
import { cloudMutants } from "./cloud.ts";
import { lookalikeMutants } from "./lookalikes.ts";
import type { Mutant } from "./mutant.ts";
import { objectMutants } from "./objects.ts";
import { platformMutants } from "./platform.ts";
import { podMutants } from "./pods.ts";
import { releaseMutants } from "./releases.ts";
import { rightsMutants } from "./rights.ts";
import { workloadMutants } from "./workloads.ts";

/** At least one mutant for each check. */
export const mutants: readonly Mutant[] = [
    ...cloudMutants,
    ...platformMutants,
    ...rightsMutants,
    ...releaseMutants,
    ...objectMutants,
    ...podMutants,
    ...workloadMutants,
    ...alternativeMutants,
    ...lookalikeMutants,
];
