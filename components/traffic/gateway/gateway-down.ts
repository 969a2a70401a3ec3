import { type Alert, noneUp } from "../../platform/rules.ts";

/** @param name of the part, which is its namespace's too: its proxies are asked for metrics by a PodMonitor `proxies` */
export const gatewayDown = (name: string): Alert => ({
    alert: "GatewayDown",
    expr: noneUp(name, `${name}/proxies`),
    for: "3m",
    severity: "critical",
    summary: "No pod of {{ $labels.job }} answers: nobody reaches what is behind the gateway.",
});

/** @param name of the part, which is its namespace's too: its controller is asked for metrics by a PodMonitor `controller` */
export const gatewayControllerDown = (name: string): Alert => ({
    alert: "GatewayControllerDown",
    expr: noneUp(name, `${name}/controller`),
    for: "10m",
    severity: "warning",
    summary: "No pod of {{ $labels.job }} answers: the proxies go on with the routes and pods that they know.",
});
