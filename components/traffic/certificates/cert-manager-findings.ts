import type { AcceptedFinding } from "../../platform/exemption.ts";

/** What the policy pack finds of cert-manager, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "probe-liveness",
        objects: ["Deployment cert-manager/cert-manager-cainjector"],
        reason: "the chart offers no probe for it; one that loses its lease ends by itself",
        review: "2027-08-31",
    },
    {
        check: "probe-readiness",
        objects: ["Deployment cert-manager/cert-manager", "Deployment cert-manager/cert-manager-cainjector"],
        reason: "the chart offers none for either; nobody calls them",
        review: "2027-08-31",
    },
    {
        check: "rbac-secrets-access",
        objects: ["certificates", "challenges", "clusterissuers", "issuers", "orders"].map(
            (it) => `ClusterRole cert-manager-controller-${it}`,
        ),
        reason: "it writes the Secrets of the certificates that are asked for, in every namespace",
        review: "2027-08-31",
    },
    {
        check: "rbac-secrets-access",
        objects: ["ClusterRole cert-manager-cainjector"],
        reason: "it reads whom to trust out of the Secrets of certificates, for webhooks of every namespace",
        review: "2027-08-31",
    },
    {
        check: "rbac-webhook-config",
        objects: ["ClusterRole cert-manager-cainjector"],
        reason: "it writes whom to trust into the configurations of webhooks; that is what it is for",
        review: "2027-08-31",
    },
];
