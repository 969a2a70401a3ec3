import type { Part } from "../../part.ts";
import { albGateway } from "./alb/alb-gateway.ts";
import type { GatewayEngine } from "./args.ts";
import { envoyGateway } from "./envoy/envoy-gateway.ts";
import { istioGateway } from "./istio/istio-gateway.ts";
import { nginxGateway } from "./nginx/nginx-gateway.ts";
import { traefikGateway } from "./traefik/traefik-gateway.ts";

/** The parts of each engine. */
export const gatewayEngines = {
    envoy: [envoyGateway],
    alb: [albGateway],
    istio: [istioGateway],
    nginx: [nginxGateway],
    traefik: [traefikGateway],
    none: [],
} satisfies Record<GatewayEngine, Part[]>;
