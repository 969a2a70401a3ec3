export * from "./ci.ts";
export * from "./gitops.ts";
export * from "./service-catalogue.ts";
