import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { authority } from "../authority.ts";
import type { Registry } from "./registry.ts";

/** ECR of every account and region, behind a proxy that leads nowhere else; images are those of one registry without TLS. */
export interface Ecr {
    /** What has a program of Go reach it, trust it, and sign in with keys of `eu-west-1`. */
    env(caFile: string): Record<string, string>;
    /** Its CA, PEM. */
    ca: string;
    /** Hosts that answered what was asked of them, in the order of the questions. */
    asked: string[];
    stop(): void;
}

/** As ECR gives it: good for one registry of one region. */
const tokenOf = (host: string) => Buffer.from(`AWS:${host}`).toString("base64");

export async function startEcr(registry: Registry): Promise<Ecr> {
    const { cert: ca, sign } = authority();
    const asked: string[] = [];
    const answering = createServer(async (request, answer) => {
        const { url, method, headers } = request;
        const host = headers.host ?? "";
        const [, region] = /^api\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host) ?? [];
        if (region) {
            const { registryIds: [id] = [] } = JSON.parse(Buffer.concat(await request.toArray()).toString());
            const isSigned = headers.authorization?.includes(`/${region}/ecr/aws4_request`);
            const place = `${id}.dkr.ecr.${region}.amazonaws.com`;
            const data = { authorizationToken: tokenOf(place), proxyEndpoint: `https://${place}` };
            answer.writeHead(isSigned ? 200 : 403, { "content-type": "application/x-amz-json-1.1" });
            answer.end(JSON.stringify({ authorizationData: [data] }));
        } else if (headers.authorization !== `Basic ${tokenOf(host)}`) {
            answer.writeHead(401, { "www-authenticate": `Basic realm="https://${host}/"` }).end();
            return;
        } else {
            const { accept } = headers;
            const found = await fetch(`http://${registry.host}${url}`, { method, headers: accept ? { accept } : {} });
            const { "content-encoding": _, "transfer-encoding": __, ...kept } = Object.fromEntries(found.headers);
            answer.writeHead(found.status, kept).end(Buffer.from(await found.arrayBuffer()));
        }
        asked.push(host);
    });
    const proxy: Server = createServer().on("connect", ({ url = "" }, socket: Socket) => {
        const [host = ""] = url.split(":");
        const secureContext = createSecureContext(sign(host));
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        answering.emit(
            "connection",
            new TLSSocket(socket, { isServer: true, secureContext }).on("error", () => {}),
        );
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    if (typeof address !== "object" || !address) throw new Error("The proxy has no address");
    return {
        ca,
        asked,
        env: (caFile) => ({
            ...{ HTTPS_PROXY: `http://127.0.0.1:${address.port}`, SSL_CERT_FILE: caFile, AWS_CA_BUNDLE: caFile },
            ...{ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "none" },
            AWS_ECR_DISABLE_CACHE: "1",
        }),
        stop: () => void proxy.close(),
    };
}
