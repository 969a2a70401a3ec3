import type { IssuerReference } from "../../../offers.ts";
import type { Profile } from "../../../platform/addon.ts";
import { certificate } from "../../../platform/certificate.ts";
import type { Certificate } from "../../../platform/kubernetes-object.ts";

/** The Secret that istiod reads its CA from; its name is Istio's. */
export const caSecret = "cacerts";

const day = 24;

/**
 * The CA of the mesh, below a root of the mesh's own: pods trust the one above, so a new key every 60 days breaks
 * nobody's trust. istiod reads it again without a restart.
 */
export const meshCa = (namespace: string, { clusterName }: Profile, issuer: IssuerReference): Certificate =>
    certificate({ name: "mesh-ca", namespace, secretName: caSecret }, issuer, {
        isCA: true,
        commonName: `${clusterName} mesh CA`,
        duration: `${90 * day}h`,
        renewBefore: `${30 * day}h`,
    });
