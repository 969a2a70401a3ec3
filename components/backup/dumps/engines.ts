import { DumpEngine } from "./args.ts";
import type { Engine } from "./engine.ts";
import { mysql } from "./mysql.ts";
import { postgresql } from "./postgresql.ts";

/** Whose programs dump and restore. */
export const engines: Record<DumpEngine, Engine> = {
    [DumpEngine.postgresql]: postgresql,
    [DumpEngine.mysql]: mysql,
};
