import { inject } from "vitest";
import { stepsOf } from "../../kubernetes/stack-objects.ts";

/** What the stack `prod` puts on its cluster beside its releases, in its order. */
export const objects = stepsOf(inject("production")).flatMap((step) => ("object" in step ? [step.object] : []));
