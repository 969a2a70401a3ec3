import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key and its certificate, PEM. */
export interface Certified {
    readonly key: string;
    readonly cert: string;
}

/** A CA of a company's own. */
export interface Authority {
    readonly certificate: string;
    /** For a server at 127.0.0.1. */
    signed(): Certified;
}

/** As a company makes one, by OpenSSL. */
export function authority(name: string): Authority {
    const folder = mkdtempSync(join(tmpdir(), "own-authority-"));
    const at = (file: string) => join(folder, file);
    const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
    const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl("req", "-x509", ...newKey, "-days", "1", "-subj", `/CN=${name}`, "-keyout", at("ca.key"), "-out", at("ca"));
    return {
        certificate: readFileSync(at("ca"), "utf8"),
        signed() {
            writeFileSync(at("names"), "subjectAltName=IP:127.0.0.1\n");
            openssl("req", "-new", ...newKey, "-subj", "/CN=server", "-keyout", at("key"), "-out", at("request"));
            openssl(
                ...["x509", "-req", "-days", "1", "-in", at("request"), "-extfile", at("names"), "-out", at("cert")],
                ...["-CA", at("ca"), "-CAkey", at("ca.key"), "-CAcreateserial"],
            );
            return { key: readFileSync(at("key"), "utf8"), cert: readFileSync(at("cert"), "utf8") };
        },
    };
}
