import type { Part } from "../../part.ts";
import type { GatewayEngine } from "./args.ts";
import { envoyGateway } from "./envoy/envoy-gateway.ts";

/** The parts of each engine. */
export const gatewayEngines = { envoy: [envoyGateway], none: [] } satisfies Record<GatewayEngine, Part[]>;
