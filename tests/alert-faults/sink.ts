import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What arrived at a receiver. */
export interface Told {
    receiver: string;
    /** First line of the message. */
    title: string;
    at: number;
}

/** Stands for every system that tells people: each receiver has a path of its own here. */
export interface Sink {
    readonly url: string;
    readonly told: readonly Told[];
    close(): void;
}

/** What SNS says to a message that it took. */
const taken =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

export async function sink(): Promise<Sink> {
    const told: Told[] = [];
    const server = createServer(async (request, response) => {
        const receiver = request.url?.split("/")[1] ?? "";
        told.push({ receiver, title: titleOf(receiver, await bodyOf(request)), at: Date.now() });
        response.writeHead(receiver === "pagerduty" ? 202 : 200).end(receiver === "sns" ? taken : "ok");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, told, close: () => void server.close().closeAllConnections() };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    let body = "";
    for await (const chunk of request) body += chunk;
    return body;
}

function titleOf(receiver: string, body: string): string {
    if (receiver === "sns") return new URLSearchParams(body).get("Subject") ?? "";
    const message = JSON.parse(body);
    return (
        message.payload?.summary ??
        message.attachments?.[0]?.title ??
        message.groupLabels?.alertname ??
        message.event_action
    );
}
