import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Signed } from "../authority.ts";

/** A server of PostgreSQL that speaks TLS, and nothing else. */
export interface Front {
    readonly port: number;
    /** What came through TLS. */
    readonly said: () => string;
    stop(): void;
}

/** What a client asks before it speaks TLS: the length, and the code of an SSLRequest. */
const sslRequest = Buffer.from("0000000804d2162f", "hex");

/** Asks for the password as it is. */
const cleartextPassword = Buffer.from("520000000800000003", "hex");

/** Speaks TLS with its certificate, and hands on what comes to `answers`. */
async function front(signed: Signed, answers: (client: TLSSocket) => void): Promise<Front> {
    const secureContext = createSecureContext(signed);
    const heard: Buffer[] = [];
    const sockets = new Set<Socket>();
    const server = createServer(async (socket) => {
        sockets.add(socket.on("error", () => socket.destroy()));
        const [asked] = await once(socket, "data");
        if (!sslRequest.equals(asked)) return socket.destroy();
        socket.write("S");
        const client = new TLSSocket(socket, { isServer: true, secureContext });
        client.on("error", () => socket.destroy()).on("data", (chunk) => heard.push(chunk));
        answers(client);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        port: (server.address() as AddressInfo).port,
        said: () => `${Buffer.concat(heard)}`,
        stop: () => {
            for (const socket of sockets) socket.destroy();
            server.close();
        },
    };
}

/** TLS before a server that has none: the embedded PostgreSQL is built without. */
export const before = (socket: string, signed: Signed) =>
    front(signed, (client) => {
        const behind = connect(`${socket}/.s.PGSQL.5432`);
        behind.on("error", () => client.destroy());
        client.pipe(behind).pipe(client);
    });

/** A false server: it asks whoever comes for the password, and goes. */
export const falseServer = (signed: Signed) =>
    front(signed, (client) =>
        client.once("data", () => {
            client.write(cleartextPassword);
            client.once("data", () => client.destroy());
        }),
    );
