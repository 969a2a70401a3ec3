import type { Rule } from "../rule.ts";
import * as controlPlane from "./control-plane.ts";
import * as endpoint from "./endpoint.ts";

/** Every check, in the order they are judged: a check stands after the ones in its `after`. */
export const rules: readonly Rule[] = [endpoint, controlPlane].flatMap((area) => Object.values<Rule>(area));
