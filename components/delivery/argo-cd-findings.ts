import type { AcceptedFinding } from "../platform/exemption.ts";

/** What the policy pack finds of Argo CD, and stays so. */
export const accepted: AcceptedFinding[] = [
    {
        check: "probe-liveness",
        objects: ["StatefulSet argocd/argocd-application-controller"],
        reason: "upstream took the probe out: long comparisons were cut off by it",
        review: "2027-05-31",
    },
    {
        check: "rbac-no-wildcards",
        objects: ["ClusterRole argocd-application-controller"],
        reason: "it applies whatever kinds the Git repository holds",
        review: "2027-08-31",
    },
    {
        check: "rbac-no-wildcards",
        objects: ["ClusterRole argocd-server"],
        reason: "it shows every kind that Argo CD applies; who may do so is decided by the roles of Argo CD",
        review: "2027-08-31",
    },
    {
        check: "rbac-secrets-access",
        objects: ["application-controller", "applicationset-controller", "server"].map(
            (it) => `Role argocd/argocd-${it}`,
        ),
        reason: "it is limited to the namespace of its own add-on",
        review: "2027-09-30",
    },
    {
        check: "replicas-min",
        objects: ["StatefulSet argocd/argocd-application-controller"],
        reason: "more of them share clusters out and do not stand in for each other",
        review: "2027-06-30",
    },
    {
        check: "spread-hosts",
        objects: ["Deployment argocd/argo-cd-redis-ha-haproxy", "StatefulSet argocd/argo-cd-redis-ha-server"],
        reason: "the chart cannot leave tainted nodes out of the count: held apart strictly, pods of a drained zone would wait for it",
        review: "2027-10-31",
    },
    {
        check: "stateful-storage",
        objects: ["StatefulSet argocd/argo-cd-redis-ha-server"],
        reason: "a cache: what is lost is computed again",
        review: "2027-10-31",
    },
    {
        check: "stateful-storage",
        objects: ["StatefulSet argocd/argocd-application-controller"],
        reason: "it is a StatefulSet for its stable name alone; its state is in the API server",
        review: "2027-10-31",
    },
];
