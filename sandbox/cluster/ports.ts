import { createServer } from "node:net";

/** Ports that nobody listens on right now. All are held until all are known, so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(
        Array.from(
            { length: count },
            () =>
                new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
                    const server = createServer().on("error", reject);
                    server.listen(0, "127.0.0.1", () => resolve(server));
                }),
        ),
    );
    return Promise.all(
        servers.map((server) => {
            const address = server.address();
            const port = typeof address === "object" && address ? address.port : 0;
            return new Promise<number>((resolve) => server.close(() => resolve(port)));
        }),
    );
}
