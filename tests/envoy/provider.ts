import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Signed } from "../authority.ts";

/** Where it is for those who ask. */
export const host = "login.example.com";
export const issuer = `https://${host}`;

/** The client that it knows. */
export const client = { id: "shop", secret: "client-secret" };

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A JWT that it signed, or one of another key. */
export function token(key = keys.privateKey, claims: object = {}): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const head = part({ alg: "RS256", kid: "one", typ: "JWT" });
    const text = `${head}.${part({ iss: issuer, sub: "ada", iat: now, exp: now + 600, ...claims })}`;
    return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

/** Its public keys. */
export const jwks = JSON.stringify({
    keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }],
});

/** An identity provider on loopback, at which everybody is Ada: codes are for one use, and for who asked for them (RFC 7636). */
export async function provider(signed: Signed): Promise<{ port: number; given: string[]; close(): void }> {
    const codes = new Map<string, URLSearchParams>();
    const given: string[] = [];
    const server = createServer(signed, async (request, response) => {
        const { pathname, searchParams: asked } = new URL(request.url ?? "/", issuer);
        if (pathname === "/authorize" && asked.get("client_id") === client.id) {
            const code = randomUUID();
            codes.set(code, asked);
            const back = new URL(asked.get("redirect_uri") ?? "");
            back.search = String(new URLSearchParams({ code, state: asked.get("state") ?? "" }));
            return response.writeHead(302, { location: back.href }).end();
        }
        const told = new URLSearchParams(await text(request));
        const code = told.get("code") ?? "";
        const before = codes.get(code);
        codes.delete(code);
        const proof = createHash("sha256")
            .update(told.get("code_verifier") ?? "")
            .digest("base64url");
        const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`;
        const known =
            pathname === "/token" &&
            request.headers.authorization === basic &&
            told.get("redirect_uri") === before?.get("redirect_uri") &&
            proof === before?.get("code_challenge");
        if (!known) return response.writeHead(400).end();
        given.push(code);
        const tokens = { access_token: token(), id_token: token(), token_type: "Bearer", expires_in: 600 };
        return response.setHeader("content-type", "application/json").end(JSON.stringify(tokens));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return { port: (server.address() as AddressInfo).port, given, close: () => void server.close() };
}
