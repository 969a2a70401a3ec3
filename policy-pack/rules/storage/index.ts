export * from "./databases.ts";
export * from "./volumes.ts";
