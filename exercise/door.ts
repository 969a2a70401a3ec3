import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The way to a server. Shut, it refuses every call, and ends those that are under way. */
export class Door {
    readonly port: number;
    readonly #target: number;
    readonly #calls = new Set<Socket>();
    #server: Server | undefined;

    private constructor(port: number, target: number) {
        this.port = port;
        this.#target = target;
    }

    /**
     * @param port where it is, on loopback
     * @param target port of the server behind it
     */
    static async open(port: number, target: number): Promise<Door> {
        const door = new Door(port, target);
        await door.open();
        return door;
    }

    async open(): Promise<void> {
        this.#server = createServer((call) => this.#lead(call)).listen(this.port, "127.0.0.1");
        await once(this.#server, "listening");
    }

    async shut(): Promise<void> {
        const server = this.#server;
        if (!server) return;
        this.#server = undefined;
        const closed = once(server, "close");
        server.close();
        for (const call of this.#calls) call.destroy();
        await closed;
    }

    #lead(call: Socket): void {
        const onward = connect(this.#target, "127.0.0.1");
        for (const [one, other] of [
            [call, onward],
            [onward, call],
        ] as const) {
            this.#calls.add(one);
            one.pipe(other);
            one.on("error", () => other.destroy());
            one.on("close", () => {
                this.#calls.delete(one);
                other.destroy();
            });
        }
    }
}

/** How a call of a port ends that nobody answers, such as `ECONNREFUSED`; undefined where somebody answers. */
export async function refusalOf(port: number): Promise<string | undefined> {
    const call = connect(port, "127.0.0.1");
    try {
        await once(call, "connect");
        return undefined;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? String(error);
    } finally {
        call.destroy();
    }
}
