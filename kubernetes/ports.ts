import { once } from "node:events";
import { createServer } from "node:net";
import { Failure } from "production-cluster-sandbox/console.ts";

/**
 * Each process looks for ports in a window of its own, so that two that start at once are not given the same. The
 * windows lie below what systems give to outgoing connections (Linux: from 32768), which may take a free port at any
 * moment.
 */
const lowest = 10_000;
const windows = 400;
const width = 50;

/**
 * Ports that nobody listens on right now.
 *
 * @throws Failure where this process has run out of them.
 */
export async function freePorts(count: number): Promise<number[]> {
    const first = lowest + (process.pid % windows) * width;
    const free: number[] = [];
    for (let port = first; free.length < count; port++) {
        if (port === first + width) throw new Failure(`No ${count} ports are free from ${first} to ${port - 1}.`);
        if (await isFree(port)) free.push(port);
    }
    return free;
}

async function isFree(port: number): Promise<boolean> {
    const server = createServer().listen(port, "127.0.0.1");
    try {
        await once(server, "listening");
    } catch {
        return false;
    }
    await once(server.close(), "close");
    return true;
}
