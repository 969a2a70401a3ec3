import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { unquoted } from "./fields.ts";

/** A block of PEM, as Go and OpenSSL read it: each of its marks begins a line. */
const block = /^-----BEGIN ([A-Z0-9 ]+)-----[ \t\r]*\n[\s\S]*?\n-----END \1-----[ \t\r]*$/gm;
const mark = /-----(BEGIN|END)/;

/** Helm keeps all that it installed in one Secret, which may have 1 MiB: some 40 certificates leave room for the rest. */
const mostCharacters = 65_536;

const form = unquoted(
    "one or more certificates in PEM, each from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
);

/** Text between certificates is a comment. No message repeats what was given: it may be a key. */
const certificatesThat = (mistakeIn: (certificate: X509Certificate) => string | undefined) =>
    z.string({ error: form }).superRefine((text, context) => {
        const add = (message: string) => context.addIssue({ code: "custom", message });
        if (text.length > mostCharacters)
            return add(
                `has more than ${mostCharacters} characters; give the certificates that are needed, and no others`,
            );
        if (/PRIVATE KEY-----/.test(text))
            return add("has a private key in it; give certificates alone, and take that key out of use");
        const blocks = [...text.matchAll(block)];
        if (blocks.length === 0 || mark.test(text.replaceAll(block, ""))) return add(form({ input: text }));
        for (const [index, [pem, label]] of blocks.entries()) {
            const certificate = label === "CERTIFICATE" ? certificateOf(pem) : undefined;
            const mistake = certificate ? mistakeIn(certificate) : "is none that can be read; give it anew";
            if (mistake) add(`certificate ${index + 1} of ${blocks.length} ${mistake}`);
        }
    });

/** Certificates in PEM, at least one. */
export const certificates = certificatesThat(() => undefined);

/**
 * The same, of certificate authorities. The day on which one ends is not looked at: a plan would be refused one day that was
 * not the day before, and while a CA is replaced the old one stands beside the new one.
 */
export const caCertificate = certificatesThat(({ ca }) =>
    ca ? undefined : "is not of a certificate authority; give that of who signed it",
);

function certificateOf(pem: string): X509Certificate | undefined {
    try {
        return new X509Certificate(pem);
    } catch {
        return undefined;
    }
}
