import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import * as aws from "../../configuration/aws-fields.ts";
import * as f from "../../configuration/fields.ts";

/**
 * Who signs certificates for the names that people open. `internal` is a CA that the cluster makes for itself, which
 * nobody outside trusts until told; `letsencrypt` is trusted by every browser, and asks for a public zone among
 * `dns.zones`; `acmpca` is a CA of yours in AWS Private CA.
 */
export const CertificateIssuer = { internal: "internal", letsencrypt: "letsencrypt", acmpca: "acmpca" } as const;
export type CertificateIssuer = (typeof CertificateIssuer)[keyof typeof CertificateIssuer];

/**
 * Certificates that renew themselves: cert-manager with an issuer for the names that people open, beside the CA of the
 * cluster itself for names inside of it; trust-manager, which hands out whom to trust; and certificates of ACM.
 */
export interface CertificatesArgs {
    /** Who signs: `internal`, `letsencrypt` or `acmpca`. Default `internal`, which needs nothing. */
    issuer?: CertificateIssuer;
    /** ARN of the CA in AWS Private CA, active and in the cluster's region. Default: none; required by `acmpca`. */
    privateCaArn?: Input<string>;
    /**
     * Names that get a certificate of ACM for load balancers, such as `shop.example.com` or `*.example.com`, each in a
     * public zone among `dns.zones`, or of any domain with `acmpca`. The load balancer controller finds it by the host
     * of an Ingress. Names of public certificates are in public logs for good. Default: none.
     */
    loadBalancerHosts?: string[];
}

export const certificates = f.object({
    issuer: f.oneOf(CertificateIssuer).default("internal"),
    privateCaArn: aws.privateCaArn.optional(),
    loadBalancerHosts: f.list(f.host).default([]),
});

export type Certificates = z.output<typeof certificates>;
