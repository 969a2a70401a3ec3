export * from "./cni.ts";
export * from "./network-policies.ts";
export * from "./vpc.ts";
export * from "./vpc-layout.ts";
