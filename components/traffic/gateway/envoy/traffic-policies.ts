import type { BackendTrafficPolicy, ClientTrafficPolicy } from "../../../platform/kubernetes-object.ts";
import { gatewayRef } from "../../gateway-ref.ts";
import type { GatewaySettings } from "../args.ts";
import { gatewayName } from "../listeners.ts";
import { drainOf, takeover } from "../network-load-balancer.ts";

/** Seconds that a request may take. */
const patienceOf = ({ requestTimeout = 60 }: GatewaySettings): number => requestTimeout;

const targetRefs = [gatewayRef(gatewayName)];

/**
 * Between clients and the gateway. Nobody comes past the load balancer: without its PROXY header a connection ends.
 *
 * @param proxied whether a load balancer says by the PROXY protocol who asks
 */
export const clientTraffic = (
    namespace: string,
    settings: GatewaySettings,
    { proxied }: { proxied: boolean },
): ClientTrafficPolicy => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name: gatewayName, namespace },
    spec: {
        targetRefs,
        ...(proxied && { proxyProtocol: { optional: false } }),
        tls: { minVersion: settings.tlsMinVersion },
        timeout: {
            http: {
                // Who sends slowly holds a connection no longer than who computes slowly.
                requestReceivedTimeout: `${patienceOf(settings)}s`,
                // Nobody tells who is silent that a proxy leaves, which waits for them.
                idleTimeout: `${drainOf(settings) - takeover}s`,
            },
        },
        // Programs take `_` in a header for `-`, and a forged one for the real.
        headers: { withUnderscoresAction: "RejectRequest" },
    },
});

/** Between the gateway and what routes name. A policy on a route takes its place, all of it. */
export const routeTraffic = (namespace: string, settings: GatewaySettings): BackendTrafficPolicy => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "BackendTrafficPolicy",
    metadata: { name: gatewayName, namespace },
    spec: {
        targetRefs,
        timeout: { http: { requestTimeout: `${patienceOf(settings)}s` } },
        ...(settings.maxRequestKiB && { requestBuffer: { limit: `${settings.maxRequestKiB}Ki` } }),
        ...(settings.requestsPerSecond && {
            rateLimit: {
                type: "Local",
                local: {
                    rules: [
                        {
                            clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
                            limit: { requests: settings.requestsPerSecond, unit: "Second" },
                        },
                    ],
                },
            },
        }),
    },
});
