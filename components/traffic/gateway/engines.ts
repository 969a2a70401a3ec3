import type { Part } from "../../part.ts";
import { albGateway } from "./alb/alb-gateway.ts";
import type { GatewayEngine } from "./args.ts";
import { envoyGateway } from "./envoy/envoy-gateway.ts";
import { istioGateway } from "./istio/istio-gateway.ts";

/** The parts of each engine. */
export const gatewayEngines = {
    envoy: [envoyGateway],
    alb: [albGateway],
    istio: [istioGateway],
    none: [],
} satisfies Record<GatewayEngine, Part[]>;
