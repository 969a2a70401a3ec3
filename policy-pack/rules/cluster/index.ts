export * from "./addons.ts";
export * from "./apis.ts";
export * from "./control-plane.ts";
export * from "./endpoint.ts";
export * from "./options.ts";
