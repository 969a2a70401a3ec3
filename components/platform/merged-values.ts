import { deepmergeCustom } from "deepmerge-ts";
import type { Values } from "./addon.ts";

const merge = deepmergeCustom({ mergeArrays: false });

/** Chart values, with those of the user over them: maps are merged, everything else is replaced, as Helm does. */
export const mergedValues = (values: Values, given: Values | undefined): Values =>
    given ? (merge(values, given) as Values) : values;
