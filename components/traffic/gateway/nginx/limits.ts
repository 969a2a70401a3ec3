import type {
    ClientSettingsPolicy,
    ProxySettingsPolicy,
    RateLimitPolicy,
    UpstreamSettingsPolicy,
} from "../../../platform/kubernetes-object.ts";
import type { NamedWebApp } from "../../../platform/web-app.ts";
import { gatewayRef } from "../../gateway-ref.ts";
import type { GatewaySettings } from "../args.ts";
import { gatewayName } from "../listeners.ts";

const apiVersion = "gateway.nginx.org/v1alpha1" as const;
const target = gatewayRef(gatewayName);

/** NGINX's own, in KiB: it writes a body to its disk before it goes on. */
const defaultBody = 1024;

/** Most that a number of four digits says in KiB. */
const mostKiB = 9999;

/** Whether NGINX Gateway Fabric can say so many KiB: in sizes of four digits, larger ones are of MiB. */
export const isSize = (kiB: number): boolean => kiB <= mostKiB || kiB % 1024 === 0;

const size = (kiB: number) => (kiB <= mostKiB ? `${kiB}k` : `${kiB / 1024}m`);

/** A policy of a team on its route takes the place of the gateway's. */
export const limits = (
    namespace: string,
    { maxRequestKiB = defaultBody, requestsPerSecond }: GatewaySettings,
): (ClientSettingsPolicy | ProxySettingsPolicy | RateLimitPolicy)[] => [
    {
        apiVersion,
        kind: "ClientSettingsPolicy",
        metadata: { name: gatewayName, namespace },
        spec: { targetRef: target, body: { maxSize: size(maxRequestKiB) } },
    },
    {
        // Answers stream, and who reads slowly fills no disk of a proxy.
        apiVersion,
        kind: "ProxySettingsPolicy",
        metadata: { name: gatewayName, namespace },
        spec: { targetRefs: [target], buffering: { disable: true } },
    },
    ...(requestsPerSecond
        ? [
              {
                  apiVersion,
                  kind: "RateLimitPolicy" as const,
                  metadata: { name: gatewayName, namespace },
                  spec: {
                      targetRefs: [target],
                      rateLimit: {
                          rejectCode: 429,
                          local: {
                              // It counts by the millisecond: without a burst the second request of an instant is refused.
                              rules: [
                                  {
                                      key: "$binary_remote_addr",
                                      rate: `${requestsPerSecond}r/s`,
                                      burst: requestsPerSecond,
                                      noDelay: true,
                                  },
                              ],
                          },
                      },
                  },
              },
          ]
        : []),
];

/** A browser stays with the pod that it signed in to, by its address: a cookie is NGINX Plus'. */
export const sticky = ({ name, namespace, service }: NamedWebApp): UpstreamSettingsPolicy => ({
    apiVersion,
    kind: "UpstreamSettingsPolicy",
    metadata: { name, namespace },
    spec: { targetRefs: [{ group: "core", kind: "Service", name: service.name }], loadBalancingMethod: "ip_hash" },
});
