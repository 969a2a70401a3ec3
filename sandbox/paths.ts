import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout. */
export const root = resolve(import.meta.dirname, "..");

/** Everything that the sandbox generates; git ignores it, and it may be deleted at any time. */
export const sandbox = join(root, ".sandbox");

/** The simulated clouds. */
export const clouds = join(root, "sandbox/providers");

/** Script that runs a program which ends with whoever started it, through the pipe that is its standard input. */
export const watchdog = join(root, "sandbox/tools/watchdog.ts");

const userCache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");

/** What outlives a checkout: programs that were built from source. */
export const cache = join(userCache, "production-cluster");

/** Where the policy pack and the report look for charts, unless they are told otherwise. */
export const chartCache = join(userCache, "production-readiness", "charts");
