import type { Part } from "../../part.ts";
import type { Settings } from "../../settings.ts";
import { calicoParts } from "./calico/calico.ts";
import { cilium } from "./cilium/cilium.ts";

/** The parts of each engine. The VPC CNI is an EKS add-on, which comes before the nodes. */
export const policyEngines = { "vpc-cni": [], calico: calicoParts, cilium: [cilium] } satisfies Record<
    Settings["network"]["policyEngine"],
    Part[]
>;
