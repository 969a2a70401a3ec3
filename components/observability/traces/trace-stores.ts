import type { Part } from "../../part.ts";
import type { TraceStore } from "./args.ts";
import { collector } from "./collector.ts";
import { tempo } from "./tempo.ts";
import { xray } from "./xray.ts";

/** What traces need, by the setting `traces.store`. */
export const traceStores = {
    none: [],
    tempo: [tempo, collector],
    xray: [xray, collector],
} satisfies Record<TraceStore, Part[]>;
