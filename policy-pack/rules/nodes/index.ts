export * from "./capacity.ts";
export * from "./instances.ts";
export * from "./kubelet.ts";
export * from "./node-classes.ts";
export * from "./node-groups.ts";
export * from "./node-security.ts";
export * from "./nodes.ts";
