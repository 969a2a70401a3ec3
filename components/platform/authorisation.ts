import * as http from "node:http";
import * as https from "node:https";
import type { ApiAccess, Credentials } from "./api-access.ts";
import { execCredentials } from "./exec-credentials.ts";
import { Obstacle } from "./obstacle.ts";

/** Milliseconds that one answer may take. */
const timeout = 10_000;

/**
 * Whoever runs an update makes namespaces first. A look at `/api` would not do: every identity that the server knows
 * may have it, also while the policy of its access entry is not in force yet.
 */
const review = JSON.stringify({
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { verb: "create", resource: "namespaces" } },
});

/** Resolves when the API server lets the user of this kubeconfig make namespaces. Throws an `Obstacle` when not. */
export async function authorise(access: ApiAccess): Promise<void> {
    const credentials = access.exec ? await execCredentials(access.exec) : access;
    const { status, body } = await post(access, credentials).catch((error: NodeJS.ErrnoException) => {
        throw new Obstacle(unanswered(access.server, error));
    });
    if (status === 401)
        throw new Obstacle(
            "401: it does not know who asks: the access entry of the role that runs Pulumi is not in force yet, or there is none",
        );
    if (status === 403) throw new Obstacle("403: it knows who asks, and lets them do nothing yet");
    if (status !== 201) throw new Obstacle(`it answered ${status}`);
    if (!/"allowed":\s*true/.test(body))
        throw new Obstacle(
            "it knows who asks, who may not make namespaces: the policy of the access entry is not in force yet, or gives too little",
        );
}

interface Answer {
    status: number | undefined;
    body: string;
}

function post(access: ApiAccess, { token, certificate, key }: Credentials): Promise<Answer> {
    const { server, authority, insecure, serverName, proxy } = access;
    const { request, Agent } = server.protocol === "http:" ? http : https;
    const proxyEnv = proxy === undefined ? process.env : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    return new Promise((resolve, reject) => {
        const sent = request(
            `${server.href.replace(/\/$/, "")}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`,
            {
                method: "POST",
                agent: new Agent({ proxyEnv }),
                headers: {
                    "content-type": "application/json",
                    accept: "application/json",
                    ...(token && { authorization: `Bearer ${token}` }),
                },
                ca: authority,
                cert: certificate,
                key,
                servername: serverName,
                rejectUnauthorized: !insecure,
                signal: AbortSignal.timeout(timeout),
            },
        );
        sent.once("error", reject).once("response", (response) => {
            let body = "";
            response
                .setEncoding("utf8")
                .on("data", (part: string) => {
                    body += part;
                })
                .once("error", reject)
                .once("end", () => resolve({ status: response.statusCode, body }));
        });
        sent.end(review);
    });
}

/** What Node says of a connection, in the words of whoever has to make a way in. */
function unanswered({ hostname }: URL, { code, name, message }: NodeJS.ErrnoException): string {
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `DNS: nobody knows the name ${hostname} here (${code})`;
    if (code === "ECONNREFUSED") return "the connection is refused";
    if (name === "AbortError" || name === "TimeoutError" || code === "ETIMEDOUT")
        return `no answer within ${timeout / 1000} s: packets from here do not get there, or not back`;
    if (/CERT|SIGNATURE|SIGNED|TLS|SSL/.test(code ?? "")) return `TLS: ${message} (${code})`;
    return `the connection failed (${code ?? name})`;
}
