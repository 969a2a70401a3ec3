import type { Toleration } from "../platform/addon.ts";

/** How pods of the platform find the system nodes, and everything else keeps off them. */
export const systemNodeSelector = { "node-class": "system" };
export const systemTaint = { key: "CriticalAddonsOnly", value: "true" };
export const systemTolerations: Toleration[] = [{ key: systemTaint.key, operator: "Exists", effect: "NoSchedule" }];
