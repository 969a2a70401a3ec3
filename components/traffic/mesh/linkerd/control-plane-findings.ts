import type { AcceptedFinding } from "../../../platform/exemption.ts";
import { namespaces } from "./linkerd.ts";

const namespace = namespaces.controlPlane;
const review = "2027-11-30";

/** What the policy pack finds of the control plane, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "rbac-secrets-access",
        objects: [`Role ${namespace}/remote-discovery`],
        reason: "it reads credentials of other clusters, of which there are none, in its own namespace",
        review,
    },
    {
        check: "rbac-sensitive-writes",
        objects: [`ClusterRole linkerd-${namespace}-destination`],
        reason: "it keeps the endpoints of what is outside of the cluster and in the mesh, of which there is nothing",
        review,
    },
];
