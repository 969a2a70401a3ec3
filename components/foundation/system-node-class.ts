import type { Taint, Toleration } from "../platform/addon.ts";

/** How pods of the platform find the system nodes, and everything else keeps off them. */
export const systemNodeSelector = { "node-class": "system" };
export const systemTaint: Taint = { key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" };
export const systemTolerations: Toleration[] = [
    { key: systemTaint.key, operator: "Exists", effect: systemTaint.effect },
];
