import type { Part } from "../../part.ts";
import type { LogAggregator } from "./args.ts";
import { fluentd } from "./fluentd.ts";

/** Who stands between the nodes and the store, by the setting `logs.aggregator`. */
export const logAggregators = { fluentd } satisfies Record<LogAggregator, Part>;
