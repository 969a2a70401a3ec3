import type { AcceptedFinding } from "../../../platform/exemption.ts";

/** What the policy pack finds of Envoy Gateway, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "rbac-secrets-access",
        objects: ["ClusterRole envoy-gateway-gateway-helm-envoy-gateway-role"],
        reason: "it reads the certificates that listeners name, in the namespaces of the teams that bring them",
        review: "2027-09-30",
    },
    {
        check: "rbac-secrets-access",
        objects: ["Role envoy-gateway/envoy-gateway-gateway-helm-certgen"],
        reason: "its Job makes the certificates between controller and proxies, and looks whether they are there",
        review: "2027-09-30",
    },
    {
        check: "rbac-create-workloads",
        objects: ["Role envoy-gateway/envoy-gateway-gateway-helm-infra-manager"],
        reason: "it makes the proxies of a Gateway, in its own namespace",
        review: "2027-09-30",
    },
];
