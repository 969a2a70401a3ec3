import type { Part } from "../../part.ts";
import type { MetricsHistory } from "../metrics-args.ts";
import { amp } from "./amp.ts";
import { thanos } from "./thanos.ts";

/** Where metrics are kept beyond what Prometheus keeps itself, by the setting `metrics.history`. */
export const histories = { local: [], thanos: [thanos], amp: [amp] } satisfies Record<MetricsHistory, Part[]>;
