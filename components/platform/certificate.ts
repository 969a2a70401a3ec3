import type { Certificate } from "./kubernetes-object.ts";

export type CertificateSpec = NonNullable<Certificate["spec"]>;

interface Place {
    name: string;
    namespace: string;
    /** Secret that it is kept in. Default: of its own name. */
    secretName?: string;
    /** Of the key. Default: PKCS #1. */
    encoding?: "PKCS8";
}

/** A certificate that cert-manager keeps; its key is made anew with each. */
export const certificate = (
    { name, namespace, secretName = name, encoding }: Place,
    issuer: CertificateSpec["issuerRef"],
    spec: Omit<CertificateSpec, "secretName" | "privateKey" | "issuerRef">,
): Certificate => ({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace },
    spec: {
        ...spec,
        secretName,
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always", ...(encoding && { encoding }) },
        issuerRef: { ...issuer },
    },
});
