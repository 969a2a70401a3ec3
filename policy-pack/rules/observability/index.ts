export * from "./alerts.ts";
export * from "./cloudwatch.ts";
export * from "./events.ts";
export * from "./logs.ts";
export * from "./metrics.ts";
export * from "./metrics-server.ts";
export * from "./service-monitors.ts";
export * from "./tracing.ts";
