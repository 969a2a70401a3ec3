import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

type Fields = Record<string, string>;

/** What pods get from the Pod Identity agent, KMS and Secrets Manager, on loopback: the last two speak AWS's JSON 1.1. */
export class Aws {
    readonly url: string;
    /** Values that were put into the secret, the newest last. */
    readonly secret: string[] = [];
    /** What was asked of it, by the name of the operation. */
    readonly asked: string[] = [];
    /** What Secrets Manager says of its copies, one answer after the other; the last one stays. */
    copies: object[][] = [[]];
    /** Answers to Secrets Manager that are a refusal. */
    refusals = 0;
    readonly #key = randomBytes(32);
    readonly #server: ReturnType<typeof createServer>;

    private constructor(server: ReturnType<typeof createServer>) {
        this.#server = server;
        this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    /** @param token what an account's pods show to the agent */
    static async open(token: string): Promise<Aws> {
        const server = createServer(async (request, response) => {
            const answer = (status: number, body: object) =>
                response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
            if (request.url === "/credentials") {
                if (request.headers.authorization !== token) return answer(403, {});
                const Expiration = new Date(Date.now() + 3_600_000).toISOString();
                return answer(200, { AccessKeyId: "AKIA", SecretAccessKey: "x", Token: "y", Expiration });
            }
            const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
            aws.asked.push(operation);
            try {
                answer(200, aws.#answer(operation, (await json(request)) as Fields));
            } catch (error) {
                answer(400, { __type: "AccessDeniedException", message: (error as Error).message });
            }
        }).listen(0, "127.0.0.1");
        await once(server, "listening");
        const aws = new Aws(server);
        return aws;
    }

    #answer(operation: string, fields: Fields): object {
        const KeyId = "arn:aws:kms:eu-west-1:111122223333:key/0b1c";
        switch (operation) {
            case "DescribeKey":
                return { KeyMetadata: { KeyId, Enabled: true } };
            case "Encrypt": {
                const iv = randomBytes(12);
                const cipher = createCipheriv("aes-256-gcm", this.#key, iv);
                const sealed = [cipher.update(fields.Plaintext ?? "", "base64"), cipher.final()];
                const blob = Buffer.concat([iv, ...sealed, cipher.getAuthTag()]);
                return { KeyId, CiphertextBlob: blob.toString("base64") };
            }
            case "Decrypt": {
                const blob = Buffer.from(fields.CiphertextBlob ?? "", "base64");
                const cipher = createDecipheriv("aes-256-gcm", this.#key, blob.subarray(0, 12));
                cipher.setAuthTag(blob.subarray(-16));
                const plain = Buffer.concat([cipher.update(blob.subarray(12, -16)), cipher.final()]);
                return { KeyId, Plaintext: plain.toString("base64") };
            }
            case "DescribeSecret":
                return {
                    Name: "recovery",
                    ReplicationStatus: this.copies.length > 1 ? this.copies.shift() : this.copies[0],
                    ...(this.secret.length > 0 && {
                        VersionIdsToStages: { [`v${this.secret.length}`]: ["AWSCURRENT"] },
                    }),
                };
            case "PutSecretValue":
                if (this.refusals-- > 0) throw new Error("not now");
                this.secret.push(fields.SecretString ?? "");
                return { Name: "recovery", VersionId: `v${this.secret.length}` };
            default:
                throw new Error(`${operation} is not known here`);
        }
    }

    async close(): Promise<void> {
        this.#server.closeAllConnections();
        await once(this.#server.close(), "close");
    }
}
