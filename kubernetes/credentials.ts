import { generateKeyPairSync, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { files } from "./folder.ts";

/** Keys of service accounts, and one user that may do everything. Returns the user's token. */
export function writeCredentials(folder: string, server: string): string {
    const token = randomUUID();
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const name = "production-cluster";
    const kubeconfig = {
        apiVersion: "v1",
        kind: "Config",
        "current-context": name,
        contexts: [{ name, context: { cluster: name, user: name } }],
        clusters: [{ name, cluster: { server, "certificate-authority": join(folder, files.authority) } }],
        users: [{ name, user: { token } }],
    };
    const contents = {
        [files.serviceAccountKey]: privateKey,
        [files.serviceAccountPublicKey]: publicKey,
        [files.tokens]: `${token},administrator,administrator,system:masters\n`,
        [files.kubeconfig]: stringify(kubeconfig),
    };
    for (const [file, content] of Object.entries(contents)) writeFileSync(join(folder, file), content, { mode: 0o600 });
    return token;
}
