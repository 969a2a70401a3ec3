import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";

const { md, pki } = forge;

/** A certificate and its key, PEM. */
export interface Signed {
    cert: string;
    key: string;
}

/**
 * A CA of its own, or of the one above it, good for two days, that signs whatever names and addresses it is asked for; its
 * servers share a key.
 */
export function authority(name = "ca", above?: Signed & { name: string }) {
    const [own, servers] = [pki.rsa.generateKeyPair(2048), pki.rsa.generateKeyPair(2048)];
    const self = { name, key: pki.privateKeyToPem(own.privateKey) };
    const signed = (
        subject: string,
        { privateKey, publicKey }: forge.pki.rsa.KeyPair,
        extension: object,
        by = self,
    ): Signed => {
        const certificate = pki.createCertificate();
        certificate.serialNumber = `01${randomBytes(8).toString("hex")}`;
        certificate.validity.notAfter = new Date(Date.now() + 2 * 86_400_000);
        certificate.publicKey = publicKey;
        certificate.setSubject([{ name: "commonName", value: subject }]);
        certificate.setIssuer([{ name: "commonName", value: by.name }]);
        certificate.setExtensions([extension]);
        certificate.sign(pki.privateKeyFromPem(by.key), md.sha256.create());
        return { cert: pki.certificateToPem(certificate), key: pki.privateKeyToPem(privateKey) };
    };
    return {
        name,
        ...signed(name, own, { name: "basicConstraints", cA: true, critical: true }, above),
        sign: (...hosts: string[]): Signed =>
            signed("server", servers, {
                name: "subjectAltName",
                altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
            }),
    };
}
