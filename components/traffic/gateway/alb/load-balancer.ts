import type { Input } from "@pulumi/pulumi";
import type { LoadBalancerConfiguration, TargetGroupConfiguration } from "../../../platform/kubernetes-object.ts";
import type { NamedWebApp } from "../../../platform/web-app.ts";
import { type GatewaySettings, TlsVersion } from "../args.ts";
import { gatewayName } from "../listeners.ts";

const apiVersion = "gateway.k8s.aws/v1" as const;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const sslPolicies: Record<TlsVersion, string> = {
    [TlsVersion.tls12]: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    [TlsVersion.tls13]: "ELBSecurityPolicy-TLS13-1-3-2021-06",
};

/** Seconds that a pod which leaves goes on to answer what it was asked. */
const drain = 60;

/**
 * With a line in the bucket for each request.
 *
 * @param edge what makes it public, by another name: ARN of its firewall. Default: it is private
 */
export const loadBalancer = (
    namespace: string,
    { tlsMinVersion }: Pick<GatewaySettings, "tlsMinVersion">,
    bucket: Input<string>,
    edge?: { name: string; webAclArn: Input<string> },
): LoadBalancerConfiguration => ({
    apiVersion,
    kind: "LoadBalancerConfiguration",
    metadata: { name: edge?.name ?? gatewayName, namespace },
    spec: {
        scheme: edge ? "internet-facing" : "internal",
        ...(edge && { wafV2: { webACL: edge.webAclArn } }),
        listenerConfigurations: [{ protocolPort: "HTTPS:443", sslPolicy: sslPolicies[tlsMinVersion] }],
        loadBalancerAttributes: [
            { key: "access_logs.s3.enabled", value: "true" },
            { key: "access_logs.s3.bucket", value: bucket },
            // Programs take such a header for another one.
            { key: "routing.http.drop_invalid_header_fields.enabled", value: "true" },
        ],
        defaultTargetGroupConfiguration: { name: gatewayName },
    },
});

/** What AWS has by default is said, too: the controller sets nothing back that is no longer said. */
const attributes = {
    "deregistration_delay.timeout_seconds": String(drain),
    "stickiness.enabled": "false",
    "stickiness.type": "lb_cookie",
};

/**
 * It leads to the pods themselves. Which of them are ready is the kubelet's to say: one counts as there when it answers
 * at all, so that a page to sign in, or none at the root, is no fault. A Service has another by one of its own.
 */
export const targets = (namespace: string): TargetGroupConfiguration => ({
    apiVersion,
    kind: "TargetGroupConfiguration",
    metadata: { name: gatewayName, namespace },
    spec: {
        defaultConfiguration: {
            targetType: "ip",
            healthCheckConfig: { healthCheckPath: "/", matcher: { httpCode: "200-499" } },
            targetGroupAttributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
        },
    },
});

/** A browser stays with the pod that it signed in to; what else targets have is merged with it. */
export const sticky = ({ name, namespace, service }: NamedWebApp): TargetGroupConfiguration => ({
    apiVersion,
    kind: "TargetGroupConfiguration",
    metadata: { name, namespace },
    spec: {
        targetReference: { name: service.name },
        defaultConfiguration: {
            targetGroupAttributes: [{ key: "stickiness.enabled", value: "true" }],
        },
    },
});
