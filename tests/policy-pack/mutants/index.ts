import { cloudMutants } from "./cloud.ts";
import type { Mutant } from "./mutant.ts";
import { objectMutants } from "./objects.ts";
import { releaseMutants } from "./releases.ts";

/** At least one mutant for each check. */
export const mutants: readonly Mutant[] = [...cloudMutants, ...releaseMutants, ...objectMutants];
