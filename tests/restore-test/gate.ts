import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Agent, request } from "node:https";
import { buffer } from "node:stream/consumers";
import type { Access } from "../../kubernetes/api.ts";

/**
 * What becomes of a request: it passes, is cut off, is done but its answer lost, or something else is answered; `after`
 * is when to come again, seconds.
 */
export type Fate = "passes" | "cut" | "lost" | { status: number; after?: number };

/** Stands between the program and the API server, and says who asks. */
export class Gate {
    /** What becomes of the request of this number, from 1. */
    fate: (number: number) => Fate = () => "passes";
    requests = 0;
    readonly url: string;
    readonly #server: Server;
    readonly #access: Access;
    readonly #agent: Agent;

    private constructor(access: Access, port: number) {
        this.url = `http://127.0.0.1:${port}`;
        this.#access = access;
        this.#agent = new Agent({ keepAlive: true, ca: access.authority });
        this.#server = createServer((asked, answer) => {
            this.#serve(asked, answer).catch(() => answer.destroy());
        });
    }

    static async open(access: Access, port: number): Promise<Gate> {
        const gate = new Gate(access, port);
        await new Promise<void>((resolve) => gate.#server.listen(port, "127.0.0.1", resolve));
        return gate;
    }

    async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
        this.requests++;
        const fate = this.fate(this.requests);
        const body = await buffer(asked);
        if (fate === "cut") {
            answer.destroy();
        } else if (typeof fate === "object") {
            const { status, after } = fate;
            answer.writeHead(status, {
                "content-type": "application/json",
                ...(after !== undefined && { "retry-after": String(after) }),
            });
            answer.end(JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", code: status }));
        } else {
            const given = await this.#pass(asked, body);
            const content = await buffer(given);
            if (fate === "lost") answer.destroy();
            else answer.writeHead(given.statusCode ?? 500, given.headers).end(content);
        }
    }

    #pass({ url = "/", method, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
        const { host: _, connection: __, ...others } = headers;
        const given = { ...others, authorization: `Bearer ${this.#access.token}` };
        return new Promise((resolve, reject) => {
            request(new URL(url, this.#access.server), { method, headers: given, agent: this.#agent }, resolve)
                .on("error", reject)
                .end(body);
        });
    }

    close(): void {
        this.#server.closeAllConnections();
        this.#server.close();
        this.#agent.destroy();
    }
}
