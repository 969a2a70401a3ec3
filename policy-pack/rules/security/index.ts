export * from "./admission.ts";
export * from "./detection.ts";
export * from "./keys.ts";
