import type { IssuerReference } from "../../../offers.ts";
import { certificate } from "../../../platform/certificate.ts";
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
    certificate({ name: secrets.serverTLSSecretName, namespace }, issuer, {
        dnsNames: [`${namespace}.${namespace}.svc`],
        usages: ["digital signature", "server auth"],
    }),
    certificate({ name: secrets.agentTLSSecretName, namespace }, issuer, {
        dnsNames: [`agent.${namespace}.svc`],
        usages: ["digital signature", "client auth"],
    }),
];
