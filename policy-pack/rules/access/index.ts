export * from "./access-entries.ts";
export * from "./iam.ts";
export * from "./iam-trust.ts";
export * from "./pod-identity.ts";
export * from "./role-bindings.ts";
export * from "./roles.ts";
export * from "./service-accounts.ts";
