import { inject } from "vitest";
import { stepsOf } from "../../sandbox/cluster/stack-objects.ts";

/** What the stack `prod` puts on its cluster, in its order. */
export const steps = stepsOf(inject("production"));

export const objects = steps.flatMap((step) => ("object" in step ? [step.object] : []));

export const releases = steps.flatMap((step) => ("release" in step ? [step.release] : []));
