import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A key of Cosign: the curve P-256, signatures of SHA-256. */
export const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

export const publicPem = (key: KeyObject): string =>
    createPublicKey(key).export({ type: "spki", format: "pem" }).toString();

const digestOf = (content: string): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;
const signatureOf = (key: KeyObject, content: string): string =>
    sign("sha256", Buffer.from(content), key).toString("base64");

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const indexType = "application/vnd.oci.image.index.v1+json";

interface Layer {
    mediaType: string;
    content: string;
    annotations?: Record<string, string>;
}

/** A repository of a registry, filled as Cosign fills it (its specs SIGNATURE_SPEC.md and ATTESTATION_SPEC.md). */
export class Repository {
    readonly host: string;
    readonly name: string;
    readonly #sizes = new Map<string, number>();

    constructor(host: string, name: string) {
        this.host = host;
        this.name = name;
    }

    /** An image that is unlike all others; gives its reference by digest. */
    async image(content: string): Promise<string> {
        const digest = await this.#push("1", [{ mediaType: "application/vnd.oci.image.layer.v1.tar", content }]);
        return `${this.host}/${this.name}@${digest}`;
    }

    async sign(image: string, key: KeyObject): Promise<void> {
        const digest = digestIn(image);
        const content = JSON.stringify({
            critical: {
                identity: { "docker-reference": "" },
                image: { "docker-manifest-digest": digest },
                type: "cosign container image signature",
            },
            optional: null,
        });
        const annotations = { "dev.cosignproject.cosign/signature": signatureOf(key, content) };
        const mediaType = "application/vnd.dev.cosign.simplesigning.v1+json";
        await this.#push(`${digest.replace(":", "-")}.sig`, [{ mediaType, content, annotations }]);
    }

    /** Attests what a scanner found, as `cosign attest --type vuln` does from version 3 on: a bundle that refers to the image. */
    async attest(image: string, key: KeyObject, predicate: object): Promise<void> {
        const digest = digestIn(image);
        const statement = JSON.stringify({
            _type: "https://in-toto.io/Statement/v0.1",
            predicateType: "https://cosign.sigstore.dev/attestation/vuln/v1",
            subject: [{ name: `${this.host}/${this.name}`, digest: { sha256: digest.split(":")[1] } }],
            predicate,
        });
        const payloadType = "application/vnd.in-toto+json";
        const signed = `DSSEv1 ${payloadType.length} ${payloadType} ${Buffer.byteLength(statement)} ${statement}`;
        const mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
        const content = JSON.stringify({
            mediaType,
            verificationMaterial: { publicKey: { hint: "" }, tlogEntries: [], timestampVerificationData: {} },
            dsseEnvelope: {
                payload: Buffer.from(statement).toString("base64"),
                payloadType,
                signatures: [{ sig: signatureOf(key, signed) }],
            },
        });
        const bundle = await this.#push("", [{ mediaType, content }], { artifactType: mediaType, subject: image });
        // Where a registry does not list what refers to an image, a tag does (OCI distribution 1.1, "Referrers Tag Schema").
        const listed = {
            mediaType: manifestType,
            artifactType: mediaType,
            digest: bundle,
            size: this.#sizes.get(bundle),
        };
        const index = { schemaVersion: 2, mediaType: indexType, manifests: [listed] };
        await this.#put(`manifests/${digest.replace(":", "-")}`, JSON.stringify(index), indexType);
    }

    async #push(tag: string, layers: readonly Layer[], referrer?: { artifactType: string; subject: string }) {
        const config = JSON.stringify({
            architecture: "arm64",
            os: "linux",
            config: {},
            rootfs: { type: "layers", diff_ids: layers.map(({ content }) => digestOf(content)) },
        });
        for (const content of [config, ...layers.map((layer) => layer.content)]) await this.#blob(content);
        const described = (mediaType: string, content: string) => ({
            mediaType,
            size: Buffer.byteLength(content),
            digest: digestOf(content),
        });
        const manifest = JSON.stringify({
            schemaVersion: 2,
            mediaType: manifestType,
            config: described("application/vnd.oci.image.config.v1+json", config),
            layers: layers.map(({ mediaType, content, annotations }) => ({
                ...described(mediaType, content),
                annotations,
            })),
            ...(referrer && {
                artifactType: referrer.artifactType,
                subject: {
                    mediaType: manifestType,
                    size: this.#sizes.get(digestIn(referrer.subject)),
                    digest: digestIn(referrer.subject),
                },
            }),
        });
        const digest = digestOf(manifest);
        await this.#put(`manifests/${referrer ? digest : tag}`, manifest, manifestType);
        this.#sizes.set(digest, Buffer.byteLength(manifest));
        return digest;
    }

    async #blob(content: string): Promise<void> {
        const started = await fetch(`http://${this.host}/v2/${this.name}/blobs/uploads/`, { method: "POST" });
        const location = new URL(started.headers.get("location") ?? "", `http://${this.host}`);
        location.searchParams.set("digest", digestOf(content));
        await accepted(await fetch(location, { method: "PUT", body: content }));
    }

    async #put(path: string, body: string, type: string): Promise<void> {
        const url = `http://${this.host}/v2/${this.name}/${path}`;
        await accepted(await fetch(url, { method: "PUT", body, headers: { "content-type": type } }));
    }
}

async function accepted(answer: Response): Promise<void> {
    if (!answer.ok) throw new Error(`The registry answers ${answer.status}: ${await answer.text()}`);
}

const digestIn = (image: string): string => image.slice(image.indexOf("@") + 1);
