import type { AcceptedFinding } from "../../../platform/exemption.ts";

/** What the policy pack finds of the control plane, and stays so. */
export const accepted: AcceptedFinding[] = [];
