import type { AcceptedFinding } from "../../../platform/exemption.ts";
import { namespaces } from "./istio.ts";

const namespace = namespaces.istiod;
const review = "2027-10-31";

/** Roles of the chart. */
export const clusterRoles = ["istiod-clusterrole", "istio-reader-clusterrole"].map((role) => `${role}-${namespace}`);

/** What the policy pack finds of istiod, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "probe-liveness",
        objects: [`Deployment ${namespace}/istiod`],
        reason: "the chart offers no such probe; ztunnel goes to the other one when one does not answer",
        review,
    },
    {
        check: "rbac-no-wildcards",
        objects: clusterRoles.map((role) => `ClusterRole ${role}`),
        reason: "it reads every kind of Istio's own API groups, and writes the status of Ingresses",
        review,
    },
    {
        check: "rbac-create-workloads",
        objects: [`ClusterRole istiod-gateway-controller-${namespace}`],
        reason: "where it keeps a gateway or a waypoint, it makes the proxies in the namespace of their Gateway, whichever that is",
        review,
    },
    {
        check: "rbac-secrets-access",
        objects: [`Role ${namespace}/istiod`],
        reason: "it keeps its CA in its own namespace, where nobody else has a Secret",
        review,
    },
];
