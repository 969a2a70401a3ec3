import type { AcceptedFinding } from "../../../platform/exemption.ts";
import { namespaces } from "../../mesh/istio/istio.ts";

/** What the policy pack finds of istiod where it keeps proxies of Gateways, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "rbac-create-workloads",
        objects: [`ClusterRole istiod-gateway-controller-${namespaces.istiod}`],
        reason: "it makes the proxies of a Gateway in the namespace of the Gateway, whichever that is",
        review: "2027-10-31",
    },
];
