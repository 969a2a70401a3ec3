import type { Mistake } from "../../configuration/mistake.ts";
import { mistakeIf } from "../../configuration/relation.ts";
import type { Certificates } from "./args.ts";

/** The mistake that no certificate of ACM is for a host: the load balancer controller finds one by its name, or one for all names beside it. */
export const withoutCertificateOfAcm = (
    host: string,
    path: string,
    { loadBalancerHosts }: Pick<Certificates, "loadBalancerHosts">,
): Mistake[] =>
    mistakeIf(
        !loadBalancerHosts.some((name) => name === host || name === host.replace(/^[^.]+/, "*")),
        path,
        `${host} has no certificate of ACM; give it among certificates.loadBalancerHosts`,
    );

/** A name and its wildcard prove themselves by the same record. */
export const provedBy = (host: string): string => host.replace(/^\*\./, "");
