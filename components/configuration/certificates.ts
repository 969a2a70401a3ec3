import { type KeyObject, X509Certificate } from "node:crypto";
import { z } from "zod";
import { unquoted } from "./fields.ts";

/** A block of PEM, wherever it stands: what is read is written anew, so lines may be indented, folded or end in any way. */
const block = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g;
const mark = /-----(BEGIN|END)/;

/** Helm keeps all that it installed in one Secret, which may have 1 MiB: some 40 certificates leave room for the rest. */
const mostCharacters = 65_536;

const form = unquoted(
    "one or more certificates in PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
);

/**
 * How a key on a curve begins that Go reads, in DER: P-224, P-256, P-384 or P-521, called by its name, with both coordinates
 * of the point (RFC 5480).
 */
const curveOfGo = /^30.{2,4}301[03]06072a8648ce3d0201(06052b8104002[1-3]|06082a8648ce3d030107)03.{2,4}0004/;

/**
 * Text between certificates is a comment, and left out: sigstore refuses what stands behind the last one. No message repeats
 * what was given: it may be a key.
 */
const certificatesThat = (mistakeIn: (certificate: X509Certificate) => string | undefined) =>
    z
        .string({ error: form })
        .superRefine((text, context) => {
            const add = (message: string) => context.addIssue({ code: "custom", message });
            if (text.length > mostCharacters)
                return add(
                    `has more than ${mostCharacters} characters; give the certificates that are needed, and no others`,
                );
            if (/PRIVATE KEY-----/.test(text))
                return add("has a private key in it; give certificates alone, and take that key out of use");
            const blocks = [...text.matchAll(block)];
            if (blocks.length === 0 || mark.test(text.replaceAll(block, ""))) return add(form({ input: text }));
            for (const [index, [, label = "", base64 = ""]] of blocks.entries()) {
                const mistake = label === "CERTIFICATE" ? mistakeOf(base64, mistakeIn) : otherThan(label);
                if (mistake) add(`certificate ${index + 1} of ${blocks.length} ${mistake}`);
            }
        })
        .transform((text) => certificatesIn(text).join(""));

/** Certificates in PEM, at least one. */
export const certificates = certificatesThat(() => undefined);

/**
 * The same, of certificate authorities, or of a server that signed its own: roots of X.509's first version do not say that
 * they are a CA. The day on which one ends is not looked at: a plan would be refused one day that was not the day before, and
 * while a CA is replaced the old one stands beside the new one.
 */
export const caCertificate = certificatesThat((certificate) =>
    certificate.ca || isSignedByItself(certificate)
        ? undefined
        : "is not of a certificate authority; give that of who signed it",
);

/**
 * The same, for programs of OpenSSL, whose chains end in what signed itself, where Go's end in any CA that is given. One
 * must have, not the end of each chain: RDS has roots in each region, and of 2019 a CA whose root is of no region.
 */
export const rootCaCertificate = caCertificate.refine((text) => certificatesIn(text).some(isSignedByItself), {
    error: "has no certificate that signed itself, without which the engine's own programs take no server; give the root too",
});

const otherThan = (label: string): string =>
    `is marked ${label}; give one that is marked CERTIFICATE, as openssl x509 writes it`;

/** Alertmanager and Prometheus refuse all that they are told where Go reads no certificate of one file. */
function mistakeOf(base64: string, other: (certificate: X509Certificate) => string | undefined): string | undefined {
    const certificate = certificateOf(base64);
    if (!certificate) return "is none that can be read; give it anew";
    if (certificate.serialNumber.startsWith("-")) return "has a negative serial number, which Go does not read";
    if (!isUsedByGo(certificate.publicKey))
        return "has a key that Go cannot use; give one of RSA, Ed25519, or on P-256, P-384 or P-521, by the curve's name";
    return other(certificate);
}

const isUsedByGo = (key: KeyObject): boolean =>
    key.asymmetricKeyType === "ec"
        ? curveOfGo.test(key.export({ type: "spki", format: "der" }).toString("hex"))
        : ["rsa", "ed25519"].includes(`${key.asymmetricKeyType}`);

const isSignedByItself = (certificate: X509Certificate): boolean =>
    certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

const certificatesIn = (text: string): X509Certificate[] =>
    [...text.matchAll(block)].flatMap(([, , base64 = ""]) => certificateOf(base64) ?? []);

/** None where it, or its key, cannot be read whole. */
function certificateOf(spaced: string): X509Certificate | undefined {
    const base64 = spaced.replaceAll(/\s/g, "");
    const der = Buffer.from(base64, "base64");
    try {
        const certificate = new X509Certificate(der);
        return certificate.publicKey && certificate.raw.toString("base64") === base64 ? certificate : undefined;
    } catch {
        return undefined;
    }
}
