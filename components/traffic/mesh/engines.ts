import type { Part } from "../../part.ts";
import type { MeshEngine } from "./args.ts";
import { istioCni } from "./istio/istio-cni.ts";
import { istiod } from "./istio/istiod.ts";
import { ztunnel } from "./istio/ztunnel.ts";
import { linkerd } from "./linkerd/control-plane.ts";
import { linkerdCni } from "./linkerd/linkerd-cni.ts";

/** The parts of each engine. */
export const meshEngines = {
    istio: [istiod, istioCni, ztunnel],
    linkerd: [linkerdCni, linkerd],
    none: [],
} satisfies Record<MeshEngine, Part[]>;
