import type { z } from "zod";
import { certificates } from "../configuration/certificates.ts";
import * as f from "../configuration/fields.ts";
import { inRegistry } from "../configuration/image-fields.ts";
import * as urls from "../configuration/urls.ts";

/**
 * Images that run in namespaces of yours only when they are signed: by exactly one of a key, an identity without keys,
 * or a certificate.
 */
export interface VerifiedImagesArgs {
    /** Name of the policy, which begins with `verify-`: 1 to 40 of a-z, 0-9 and -. */
    name: string;
    /**
     * References of the images, at least one: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/*`. Before the first `/`
     * a `*` stands for a part of the registry's name, and the port is a number. In ECR of another account or region they name both:
     * Kyverno may read there what they name, and the repository's policy must let the cluster's account in.
     */
    images: string[];
    /** Public key that Cosign's signatures are verified with, PEM. A log of signatures is not asked. Default: none. */
    key?: string;
    /** Who signs with Cosign and without keys, as pipelines do; Sigstore's public log is asked. Default: none. */
    keyless?: KeylessSignerArgs;
    /** Certificate, or its CA's, that Notation's signatures are verified with, PEM. Default: none. */
    certificate?: string;
    /** The same signer must have attested a scan for vulnerabilities (`cosign attest --type vuln`). Default: none. */
    scan?: AttestedScanArgs;
    /**
     * Day, `YYYY-MM-DD`, from which what is not verified is refused; until then it is only reported. It takes effect with
     * the first update from that day on.
     */
    denyFrom: string;
}

/** An identity that Sigstore's CA (Fulcio) has put into the certificate of a signature. */
export interface KeylessSignerArgs {
    /** Who vouches for it: `https://token.actions.githubusercontent.com`. */
    issuer: string;
    /** The identity itself: `https://github.com/example/shop/.github/workflows/release.yaml@refs/heads/main`. */
    subject: string;
}

/** What the report of a scan, as Trivy writes it (`--format cosign-vuln`), must be like. */
export interface AttestedScanArgs {
    /** Days that a scan is good for, 1 to 90. Default 7: databases of vulnerabilities change every day. */
    maxAge?: number;
    /** Severities that no finding may have, with a mend or without. Default `["CRITICAL"]`. */
    severities?: VulnerabilitySeverity[];
}

/** Severities as Trivy calls them. */
export const VulnerabilitySeverity = { critical: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW" } as const;
export type VulnerabilitySeverity = (typeof VulnerabilitySeverity)[keyof typeof VulnerabilitySeverity];

/** Kyverno's `*` passes slashes: what reads as a registry's name with a path behind it would lead to nobody knows which. */
const pathInName = String.raw`[^/]*\*[^./:*]+/`;
const otherThanPort = `[^/]*:(?!${f.portForm}/)[^/]*/`;
const reference = inRegistry(
    f.pattern(
        new RegExp(String.raw`^(?!\*+$|${pathInName}|${otherThanPort})[a-z0-9*][\w.*:@/-]*$`),
        "a reference with * for any characters, before the first / in the registry's name alone and not in its port, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/*",
    ),
);

export const verify = f
    .list(
        f.object({
            name: f.shortLabel,
            images: f.list(reference).min(1, "must name the images of at least one repository"),
            key: f.text
                .regex(
                    /^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\s*$/,
                    "must be a public key in PEM",
                )
                .optional(),
            keyless: f
                .object({
                    issuer: urls.httpsUrl,
                    subject: f.unquotedPattern(/^\S+$/, "an identity without spaces"),
                })
                .optional(),
            certificate: certificates.optional(),
            scan: f
                .object({
                    maxAge: f.integer(1, 90).default(7),
                    severities: f
                        .list(f.oneOf(VulnerabilitySeverity))
                        .min(1, "must name a severity")
                        .default(["CRITICAL"]),
                })
                .optional(),
            denyFrom: f.day,
        }),
        { of: ({ name }) => name },
    )
    .default([]);

export type VerifiedImages = z.output<typeof verify>[number];
