import type { Part } from "../../part.ts";
import type { Certificates } from "./args.ts";
import { certManager } from "./cert-manager.ts";
import { loadBalancerCertificates } from "./load-balancer-certificates.ts";
import { privateCaIssuer } from "./private-ca-issuer.ts";
import { trustManager } from "./trust-manager.ts";

/** The parts that the setting `certificates` asks for: none without it. */
export const certificateParts = (certificates: Certificates | undefined): Part[] =>
    certificates === undefined
        ? []
        : [
              certManager(certificates),
              ...(certificates.issuer === "acmpca" ? [privateCaIssuer] : []),
              trustManager(certificates),
              ...(certificates.loadBalancerHosts.length > 0 ? [loadBalancerCertificates] : []),
          ];
