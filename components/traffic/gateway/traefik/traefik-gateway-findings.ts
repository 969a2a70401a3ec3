import type { AcceptedFinding } from "../../../platform/exemption.ts";

/** What the policy pack finds of Traefik, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "rbac-secrets-access",
        objects: ["ClusterRole traefik-gateway-traefik-gateway"],
        reason: "it reads the certificates that listeners name, and its chart has no role for one namespace with the Gateway API",
        review: "2027-11-30",
    },
];
