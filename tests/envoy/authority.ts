import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

export interface Signed {
    cert: string;
    key: string;
}

/** A CA that signs whatever name it is asked for. */
export async function authority() {
    const folder = mkdtempSync(join(tmpdir(), "authority-"));
    const openssl = async (subject: string, out: string, ...args: string[]): Promise<Signed> => {
        const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
        const files = ["-subj", subject, "-keyout", `${out}.key`, "-out", `${out}.crt`];
        await execa("openssl", ["req", "-x509", ...key, ...files, ...args], { cwd: folder });
        const read = (end: string) => readFileSync(join(folder, `${out}.${end}`), "utf8");
        return { cert: read("crt"), key: read("key") };
    };
    const { cert } = await openssl("/CN=ca", "ca");
    return {
        cert,
        sign: (host: string): Promise<Signed> =>
            openssl(
                "/O=shop",
                host.replace("*", "any"),
                ...["-addext", `subjectAltName=DNS:${host}`, "-addext", "basicConstraints=CA:FALSE"],
                ...["-CA", "ca.crt", "-CAkey", "ca.key"],
            ),
        close: () => rmSync(folder, { recursive: true }),
    };
}
