export * from "./arguments.ts";
export { stackConfiguration } from "./configuration/stack.ts";
export { ProductionCluster } from "./production-cluster.ts";
