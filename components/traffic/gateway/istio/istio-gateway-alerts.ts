import { noneUp, type RuleGroup } from "../../../platform/rules.ts";
import { failedRequests, sloRules } from "../../../platform/slo.ts";

/** @param name of the part, which is its namespace's too */
export const istioGatewayAlerts = (name: string): RuleGroup => ({
    name,
    rules: [
        {
            alert: "GatewayDown",
            expr: noneUp(name, `${name}/proxies`),
            for: "3m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: nobody reaches what is behind the gateway.",
        },
    ],
});

/** What people get through the gateway: an answer, and not an error of the gateway or of what is behind it. */
export const ingressSlo = (namespace: string): RuleGroup =>
    sloRules({
        name: "ingress",
        service: "gateway",
        objective: 0.995,
        errorRatio: failedRequests({
            metric: "istio_requests_total",
            selector: `reporter="source",source_workload_namespace="${namespace}"`,
            errors: 'response_code=~"5.."',
        }),
    });
