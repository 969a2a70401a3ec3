import { type Alert, noneUp } from "../../platform/rules.ts";

/** @param name of the part, which is its namespace's too: its proxies are asked for metrics by a PodMonitor `proxies` */
export const gatewayDown = (name: string): Alert => ({
    alert: "GatewayDown",
    expr: noneUp(name, `${name}/proxies`),
    for: "3m",
    severity: "critical",
    summary: "No pod of {{ $labels.job }} answers: nobody reaches what is behind the gateway.",
});
