import type { AcceptedFinding } from "../../../platform/exemption.ts";

const review = "2027-11-30";
const role = "ClusterRole nginx-gateway";

/** What the policy pack finds of NGINX Gateway Fabric, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "rbac-secrets-access",
        objects: [role],
        reason: "it reads the certificates that listeners name in any namespace, and copies that of its agents to proxies",
        review,
    },
    {
        check: "rbac-create-workloads",
        objects: [role],
        reason: "it makes the proxies of a Gateway in the namespace of the Gateway, whichever that is",
        review,
    },
    {
        check: "rbac-sensitive-writes",
        objects: [role],
        reason: "the proxies of a Gateway have a Service and ConfigMaps of their own, in the namespace of the Gateway",
        review,
    },
    {
        check: "probe-liveness",
        objects: ["Deployment nginx-gateway/nginx-gateway"],
        reason: "the chart offers its controller no such probe; the other one goes on when one does not answer",
        review,
    },
];
