import type { Part } from "../../part.ts";
import type { LogStore } from "./args.ts";
import { cloudWatch } from "./cloudwatch.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { loki } from "./loki.ts";

/** Where the logs of applications and nodes are kept, by the setting `logs.store`. */
export const logStores = { loki, elasticsearch, cloudwatch: cloudWatch } satisfies Record<LogStore, Part>;
