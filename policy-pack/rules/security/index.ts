export * from "./admission.ts";
export * from "./admission-webhooks.ts";
export * from "./detection.ts";
export * from "./keys.ts";
