import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The checkout. */
export const root = resolve(import.meta.dirname, "../..");

/** Everything that the sandbox generates; git ignores it, and it may be deleted at any time. */
export const sandbox = join(root, ".sandbox");

/** What outlives a checkout: engines that were built from source. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "production-cluster");
