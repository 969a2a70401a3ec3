import type { IssuerReference } from "../../../offers.ts";
import type { Certificate } from "../../../platform/kubernetes-object.ts";

/** Of the controller, for the agents of the proxies. */
export const agentPort = 8443;

/** As the chart calls the Secrets. */
export const secrets = { serverTLSSecretName: "server-tls", agentTLSSecretName: "agent-tls" };

/**
 * Controller and agents know each other by these, and read them again without a restart. The chart's own would be of
 * three years, and nobody would renew them. The controller copies that of the agents beside the proxies.
 *
 * @param namespace which is the Service's name too
 */
export const agentCertificates = (namespace: string, issuer: IssuerReference): Certificate[] => [
    certificate(namespace, secrets.serverTLSSecretName, issuer, `${namespace}.${namespace}.svc`, "server auth"),
    certificate(namespace, secrets.agentTLSSecretName, issuer, `agent.${namespace}.svc`, "client auth"),
];

const certificate = (
    namespace: string,
    name: string,
    issuer: IssuerReference,
    host: string,
    usage: "server auth" | "client auth",
): Certificate => ({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name, namespace },
    spec: {
        secretName: name,
        dnsNames: [host],
        usages: ["digital signature", usage],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { ...issuer },
    },
});
