export * from "./alerts.ts";
export * from "./backup.ts";
export * from "./copies.ts";
export * from "./recovery.ts";
export * from "./restore-tests.ts";
export * from "./scope.ts";
