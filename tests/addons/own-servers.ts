import { once } from "node:events";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Signed } from "../authority.ts";

/** A server that people are told of alerts by, and what arrived there. */
export interface OwnServer {
    readonly port: number;
    /** Paths, or subjects of mails. */
    readonly arrived: readonly string[];
    /** Shows another certificate from now on. */
    renew(signed: Signed): void;
    stop(): void;
}

/** Takes what is posted. */
export async function webServer(signed: Signed): Promise<OwnServer> {
    const arrived: string[] = [];
    const server = createHttps(signed, (request, response) => {
        arrived.push(request.url ?? "");
        request.resume().on("end", () => response.writeHead(200, { connection: "close" }).end("ok"));
    });
    const port = await listening(server);
    return { port, arrived, renew: (next) => server.setSecureContext(next), stop: () => void server.close() };
}

/** Takes mails after STARTTLS, and from whom it knows. */
export async function mailServer(signed: Signed): Promise<OwnServer> {
    const arrived: string[] = [];
    let context = createSecureContext(signed);
    const server = createServer((socket) => {
        socket.on("error", () => socket.destroy());
        socket.write("220 mail\r\n");
        talk(socket, {
            EHLO: "250-mail\r\n250 STARTTLS",
            STARTTLS() {
                socket.removeAllListeners("data").write("220 go on\r\n");
                const secure = new TLSSocket(socket, { isServer: true, secureContext: context });
                secure.on("error", () => socket.destroy());
                talk(secure, { EHLO: "250-mail\r\n250 AUTH PLAIN", AUTH: "235 known", DATA: "354 go on", ...taken });
            },
        });
    });
    /** What is said of a mail, whose last word is its end. */
    const taken = {
        MAIL: "250 ok",
        RCPT: "250 ok",
        QUIT: "221 bye",
        mail: (text: string) => void arrived.push(subjectOf(text)),
    };
    const port = await listening(server);
    return {
        port,
        arrived,
        renew: (next) => {
            context = createSecureContext(next);
        },
        stop: () => void server.close(),
    };
}

type Answers = Record<string, string | ((said: string) => void)>;

/** Answers each command by its word, and a mail, which ends with a dot on a line of its own. */
function talk(socket: Socket, answers: Answers): void {
    let mail: string | undefined;
    socket.on("data", (chunk) => {
        const said = `${chunk}`;
        if (mail !== undefined) {
            mail += said;
            if (!mail.endsWith("\r\n.\r\n")) return;
            answer(answers.mail, mail);
            mail = undefined;
            return void socket.write("250 taken\r\n");
        }
        const word = said.slice(0, said.search(/[ \r]/));
        if (word === "DATA") mail = "";
        answer(answers[word] ?? "502 unknown", said);
    });
    const answer = (given: Answers[string] | undefined, said: string) =>
        typeof given === "string" ? void socket.write(`${given}\r\n`) : given?.(said);
}

const subjectOf = (mail: string): string => /^Subject: (.*?)\r$/m.exec(mail)?.[1] ?? "";

async function listening(server: Server): Promise<number> {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
}
