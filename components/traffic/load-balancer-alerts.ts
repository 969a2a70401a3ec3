import { noneUp, type RuleGroup } from "../platform/rules.ts";

const refused = (why: string) => `sum by (operation, error_code) (rate(aws_api_call_${why}_errors_total[10m])) > 0`;

export const loadBalancerAlerts: RuleGroup = {
    name: "load-balancers",
    rules: [
        {
            alert: "LoadBalancerControllerDown",
            expr: noneUp("aws-load-balancer-controller", "aws-load-balancer-controller"),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: load balancers do not learn of new pods.",
        },
        {
            alert: "LoadBalancerPending",
            expr: `max by (namespace, service) (kube_service_spec_type{type="LoadBalancer"}) == 1 unless on (namespace, service) kube_service_status_load_balancer_ingress`,
            for: "15m",
            severity: "warning",
            summary: "Service {{ $labels.namespace }}/{{ $labels.service }} has had no load balancer for 15 minutes.",
        },
        {
            alert: "LoadBalancerReconcileErrors",
            expr: "sum by (controller, error_category) (rate(awslbc_controller_reconcile_errors_total[10m])) > 0",
            for: "15m",
            severity: "warning",
            summary:
                "Objects of {{ $labels.controller }} have not become load balancers for 15 minutes: {{ $labels.error_category }}.",
        },
        {
            alert: "LoadBalancerAccessDenied",
            expr: refused("permission"),
            for: "15m",
            severity: "warning",
            summary: "The load balancer controller may not call {{ $labels.operation }}: {{ $labels.error_code }}.",
        },
        {
            alert: "LoadBalancerQuotaReached",
            expr: refused("service_limit_exceeded"),
            for: "15m",
            severity: "warning",
            summary: "A quota of the account stops {{ $labels.operation }}: {{ $labels.error_code }}.",
        },
    ],
};
