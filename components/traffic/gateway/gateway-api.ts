import type { Addon } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";

/**
 * The kinds of the Gateway API, for engines that do not bring them. Of the experimental channel, like those of Envoy
 * Gateway's chart: its guard lets nobody go back.
 */
export const gatewayApi: NonNullable<Addon["crds"]> = {
    chart: charts.gatewayApiCrds,
    values: {
        global: { resourcePolicy: { keep: true } },
        standard: { enabled: false },
        experimental: { enabled: true },
    },
    namedBefore: ["alb-gateway", "istio-egress", "istio-gateway", "nginx-gateway", "traefik-gateway"],
};
