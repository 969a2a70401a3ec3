import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
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
export async function ask(port: number, { host, ...rest }: Asked, ca?: string): Promise<Answer> {
    const { path = "/", method = "GET", headers = {}, body, tls = {} } = rest;
    const from = "from" in rest ? rest.from : somebody();
    const plain = connect({ port, host: "127.0.0.1" });
    await once(plain, "connect");
    if (from !== undefined) plain.write(proxyHeader(from));
    const socket = ca ? await secured({ socket: plain, servername: host, ca, ...tls }) : plain;
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
