import type { Profile } from "../../platform/addon.ts";
import { budget, placement, resources, spread } from "../../platform/workload.ts";

/** A resolver outside of the VPC, over HTTPS (RFC 8484). */
const publicResolver = "https://1.1.1.1/dns-query";

/** @param horizonIsSplit the VPC's resolver may answer out of a private zone, where no proof of a name is */
export function certManagerValues(profile: Profile, { horizonIsSplit }: { horizonIsSplit: boolean }) {
    const { priorityClassName, ...where } = placement(profile);
    const workload = (name: string, component: string, replicaCount: number) => ({
        ...where,
        replicaCount,
        topologySpreadConstraints: spread(profile, {
            "app.kubernetes.io/name": name,
            "app.kubernetes.io/instance": "cert-manager",
            "app.kubernetes.io/component": component,
        }),
        podDisruptionBudget: { enabled: true, ...budget },
    });
    return {
        ...workload("cert-manager", "controller", 3),
        global: { priorityClassName, leaderElection: { namespace: "cert-manager" } },
        resources: resources(50, 256),
        // Upgraded with the release, and left there with everybody's certificates when it goes.
        crds: { enabled: true, keep: true },
        // Authoritative servers are on port 53 of the whole Internet; the cluster's own DNS may be asked anyway.
        dns01RecursiveNameserversOnly: true,
        ...(horizonIsSplit && { dns01RecursiveNameservers: publicResolver }),
        // The namespace of a certificate, and not that of the pod that counts it.
        prometheus: { podmonitor: { enabled: true, honorLabels: true } },
        // Everything that is made of certificates goes through it.
        webhook: { ...workload("webhook", "webhook", 3), resources: resources(25, 128) },
        cainjector: { ...workload("cainjector", "cainjector", 2), resources: resources(25, 256) },
        startupapicheck: { ...where, resources: resources(25, 64) },
    };
}
