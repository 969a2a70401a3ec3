import type { BackendTrafficPolicy, ClientTrafficPolicy } from "../../../platform/kubernetes-object.ts";
import type { GatewaySettings } from "../args.ts";
import { gatewayName } from "../listeners.ts";

/** Seconds that a request may take where nobody says. */
const patience = 60;

const targetRefs = [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: gatewayName }];

/**
 * Between clients and the gateway. Nobody comes past the load balancer: without its PROXY header a connection ends.
 *
 * @param proxied whether a load balancer says by the PROXY protocol who asks
 */
export const clientTraffic = (
    namespace: string,
    { tlsMinVersion, requestTimeout = patience }: GatewaySettings,
    { proxied }: { proxied: boolean },
): ClientTrafficPolicy => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name: gatewayName, namespace },
    spec: {
        targetRefs,
        ...(proxied && { proxyProtocol: { optional: false } }),
        tls: { minVersion: tlsMinVersion },
        // Who sends slowly holds a connection no longer than who computes slowly.
        timeout: { http: { requestReceivedTimeout: `${requestTimeout}s` } },
        // Programs take `_` in a header for `-`, and a forged one for the real.
        headers: { withUnderscoresAction: "RejectRequest" },
    },
});

/** Between the gateway and what routes name. A policy on a route takes its place, all of it. */
export const routeTraffic = (
    namespace: string,
    { requestTimeout = patience, maxRequestKiB, requestsPerSecond }: GatewaySettings,
): BackendTrafficPolicy => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "BackendTrafficPolicy",
    metadata: { name: gatewayName, namespace },
    spec: {
        targetRefs,
        timeout: { http: { requestTimeout: `${requestTimeout}s` } },
        ...(maxRequestKiB && { requestBuffer: { limit: `${maxRequestKiB}Ki` } }),
        ...(requestsPerSecond && {
            rateLimit: {
                type: "Local",
                local: {
                    rules: [
                        {
                            clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
                            limit: { requests: requestsPerSecond, unit: "Second" },
                        },
                    ],
                },
            },
        }),
    },
});
