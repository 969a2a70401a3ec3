export * from "./stores.ts";
export * from "./values.ts";
