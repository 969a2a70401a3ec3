import { type Case, down } from "../case.ts";

const type = `kube_service_spec_type{namespace="shop",service="cart",type="LoadBalancer"}`;
const address = `kube_service_status_load_balancer_ingress{namespace="shop",service="cart",hostname="x.elb.amazonaws.com"}`;
const errors = `awslbc_controller_reconcile_errors_total{controller="ingress",error_category="build_model_error"}`;

const refused = (alert: string, counter: string, code: string, says: string): Case => {
    const series = `${counter}{service="Elastic Load Balancing v2",operation="CreateLoadBalancer",error_code="${code}",status_code="400"}`;
    return {
        alert,
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { operation: "CreateLoadBalancer", error_code: code },
        says,
        fires: { [series]: "0+6" },
        silent: [{ [series]: "6" }],
    };
};

export const loadBalancers: Case[] = [
    ...down(
        { job: "aws-load-balancer-controller", namespace: "aws-load-balancer-controller" },
        {
            alert: "LoadBalancerControllerDown",
            severity: "critical",
            after: "10m",
            says: "No pod of aws-load-balancer-controller answers: load balancers do not learn of new pods.",
        },
    ),
    {
        alert: "LoadBalancerPending",
        severity: "warning",
        after: "15m",
        labels: { namespace: "shop", service: "cart" },
        says: "Service shop/cart has had no load balancer for 15 minutes.",
        fires: { [type]: "1" },
        silent: [{ [type]: "0" }, { [address]: "1" }],
        otherwise: { 'type="LoadBalancer"': 'type="ClusterIP"' },
    },
    {
        alert: "LoadBalancerReconcileErrors",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { controller: "ingress", error_category: "build_model_error" },
        says: "Objects of ingress have not become load balancers for 15 minutes: build_model_error.",
        fires: { [errors]: "0+6" },
        silent: [{ [errors]: "6" }],
    },
    refused(
        "LoadBalancerAccessDenied",
        "aws_api_call_permission_errors_total",
        "AccessDenied",
        "The load balancer controller may not call CreateLoadBalancer: AccessDenied.",
    ),
    refused(
        "LoadBalancerQuotaReached",
        "aws_api_call_service_limit_exceeded_errors_total",
        "TooManyLoadBalancers",
        "A quota of the account stops CreateLoadBalancer: TooManyLoadBalancers.",
    ),
];
