export * from "./buckets.ts";
export * from "./databases.ts";
export * from "./volumes.ts";
