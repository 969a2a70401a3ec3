import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { type ConnectionOptions, connect as secure, type TLSSocket } from "node:tls";

export interface Asked {
    host: string;
    path?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    /** Address of who asks, as a load balancer says it; with none it says nothing. Default: one of its own. */
    from?: string | undefined;
    /** Default: what Node speaks. */
    tls?: ConnectionOptions;
}

export interface Answer {
    status: number;
    headers: IncomingHttpHeaders;
    body: string;
}

let asked = 0;

/** An address that nobody had before, so that no limit of another counts. */
export const somebody = (): string => `198.51.${100 + Math.floor(asked / 250)}.${1 + (asked++ % 250)}`;

/** Asks over TLS, whose server has to prove the host, or in plain HTTP where there is no CA. */
export async function ask(port: number, asked: Asked, ca?: string): Promise<Answer> {
    const { host, path = "/", method = "GET", headers = {}, body } = asked;
    const socket = await connected(port, asked, ca);
    try {
        const sent = request({ createConnection: () => socket, host, path, method, headers: { ...headers, host } });
        // A body that nobody wants any more breaks off after its answer.
        sent.on("error", () => undefined);
        sent.end(body);
        const [answer] = await once(sent, "response");
        return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
    } finally {
        socket.destroy();
    }
}

/** A connection of HTTP/2, on which TLS agreed. */
export async function http2(port: number, asked: Asked, ca: string): Promise<ClientHttp2Session> {
    const socket = await connected(port, { ...asked, tls: { ...asked.tls, ALPNProtocols: ["h2", "http/1.1"] } }, ca);
    const { alpnProtocol } = socket as TLSSocket;
    if (alpnProtocol !== "h2") throw new Error(`TLS agreed on ${alpnProtocol || "no protocol"}`);
    return connectHttp2(`https://${asked.host}`, { createConnection: () => socket });
}

/** Asks on a connection of HTTP/2. */
export async function askOn(session: ClientHttp2Session, { path = "/", headers = {} }: Omit<Asked, "host">) {
    const stream = session.request({ ...headers, ":path": path });
    const [{ ":status": status, ...got }] = await once(stream, "response");
    return { status, headers: got, body: await text(stream) } as Answer;
}

async function connected(port: number, { host, tls = {}, ...rest }: Asked, ca?: string): Promise<Socket> {
    const from = "from" in rest ? rest.from : somebody();
    const plain = connect({ port, host: "127.0.0.1" });
    await once(plain, "connect");
    if (from !== undefined) plain.write(proxyHeader(from));
    return ca ? await secured({ socket: plain, servername: host, ca, ...tls }) : plain;
}

/** A load balancer on loopback: it passes on what comes, and says who. */
export async function loadBalancer(to: number): Promise<{ port: number; close(): void }> {
    const server = createServer((client) => {
        const proxy = connect({ port: to, host: "127.0.0.1" });
        proxy.write(proxyHeader(somebody()));
        client.pipe(proxy).pipe(client);
        for (const [one, other] of [
            [client, proxy],
            [proxy, client],
        ] as const)
            one.on("error", () => other.destroy()).on("close", () => other.destroy());
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

/** A connection whose handshake is over. */
async function secured(options: ConnectionOptions): Promise<TLSSocket> {
    const socket = secure(options);
    await once(socket, "secureConnect");
    return socket;
}

/** Version 2, as load balancers of AWS say it: https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt */
function proxyHeader(from: string): Buffer {
    const address = (text: string) => Buffer.from(text.split(".").map(Number));
    const ports = Buffer.from([0x9c, 0x40, 0x01, 0xbb]);
    const addresses = Buffer.concat([address(from), address("10.0.0.10"), ports]);
    const signature = Buffer.from("0d0a0d0a000d0a515549540a", "hex");
    return Buffer.concat([signature, Buffer.from([0x21, 0x11, 0, addresses.length]), addresses]);
}
