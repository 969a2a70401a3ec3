import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Signed } from "../authority.ts";

/** What a pod got of a request. */
export interface Seen {
    pod: string;
    method: string;
    path: string;
    headers: Record<string, string>;
}

/** Says what it got, after the milliseconds that a header `x-delay` asks for. */
const echo =
    (pod: string): RequestListener =>
    async (request, response) => {
        await delay(Number(request.headers["x-delay"] ?? 0));
        if (request.destroyed) return;
        request.resume();
        const { method, url, headers } = request;
        response.setHeader("content-type", "application/json").end(JSON.stringify({ pod, method, path: url, headers }));
    };

/** A pod of a team on loopback; with a certificate it ends TLS itself. */
export async function pod(name: string, signed?: Signed): Promise<{ port: number; close(): void }> {
    const server: Server = signed ? createTlsServer(signed, echo(name)) : createServer(echo(name));
    await once(server.listen(0, "127.0.0.1"), "listening");
    return {
        port: (server.address() as AddressInfo).port,
        close: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}
