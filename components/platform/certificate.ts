import type { Certificate } from "./kubernetes-object.ts";

export type CertificateSpec = NonNullable<Certificate["spec"]>;

interface Place {
    name: string;
    namespace: string;
    /** Secret that it is kept in. Default: of its own name. */
    secretName?: string;
}

/** A certificate that cert-manager keeps; its key is made anew with each. */
export const certificate = (
    { name, namespace, secretName = name }: Place,
    issuer: CertificateSpec["issuerRef"],
    spec: Omit<CertificateSpec, "secretName" | "privateKey" | "issuerRef">,
): Certificate => ({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace },
    spec: {
        ...spec,
        secretName,
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { ...issuer },
    },
});
