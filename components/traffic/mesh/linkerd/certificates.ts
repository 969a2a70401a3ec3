import type { IssuerReference, MeshRoot } from "../../../offers.ts";
import { certificate } from "../../../platform/certificate.ts";
import type { Certificate } from "../../../platform/kubernetes-object.ts";
import { namespaces } from "./linkerd.ts";

const namespace = namespaces.controlPlane;
const day = 24;

/** Who signs for whom in the mesh: its names end so. */
const identity = `identity.${namespace}.cluster.local`;

/** What all proxies trust, and where the control plane reads it; both names are Linkerd's. */
export const root: MeshRoot = {
    commonName: `root.${namespace}.cluster.local`,
    bundle: { configMap: "linkerd-identity-trust-roots", key: "ca-bundle.crt", namespace },
};

/**
 * The CA that signs for proxies, with a new key every 60 days, which linkerd-identity reads without a restart. Its
 * Secret's name is Linkerd's.
 */
export const identityIssuer = (signer: IssuerReference): Certificate =>
    certificate({ name: "linkerd-identity-issuer", namespace }, signer, {
        isCA: true,
        commonName: identity,
        dnsNames: [identity],
        duration: `${90 * day}h`,
        renewBefore: `${30 * day}h`,
    });

/** Webhooks of the chart: the key of each in its values, and the Service. */
const webhooks = {
    proxyInjector: "linkerd-proxy-injector",
    profileValidator: "linkerd-sp-validator",
    policyValidator: "linkerd-policy-validator",
};

/** The Secrets' names are Linkerd's; the validator of policies reads no other encoding of a key. */
export const webhookCertificates = (signer: IssuerReference): Certificate[] =>
    Object.values(webhooks).map((service) =>
        certificate({ name: service, namespace, secretName: `${service}-k8s-tls`, encoding: "PKCS8" }, signer, {
            commonName: `${service}.${namespace}.svc`,
            dnsNames: [`${service}.${namespace}.svc`],
            usages: ["server auth"],
        }),
    );

/** Values by which the API server learns of cert-manager whom to trust, and which namespaces the webhooks are for. */
export const webhookValues = (label: string) =>
    Object.fromEntries(
        Object.entries(webhooks).map(([key, service]) => [
            key,
            {
                externalSecret: true,
                injectCaFrom: `${namespace}/${service}`,
                namespaceSelector: { matchExpressions: [{ key: label, operator: "In", values: ["true"] }] },
            },
        ]),
    );
