import { execa } from "execa";
import { freePorts } from "../../kubernetes/ports.ts";
import { until } from "../../kubernetes/until.ts";
import { obtain } from "../../sandbox/tools/tools.ts";

/** A registry of others on this machine, without TLS, which keeps what it is given in memory. */
export interface Registry {
    /** Its name and port. */
    readonly host: string;
    stop(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
    const program = await obtain(["registry"]);
    const [port = 0] = await freePorts(1);
    const host = `127.0.0.1:${port}`;
    const running = execa(program("registry"), ["-port", `${port}`], { reject: false });
    await until("the registry", 30, () =>
        fetch(`http://${host}/v2/`).then(
            ({ ok }) => ok,
            () => false,
        ),
    );
    return {
        host,
        stop: async () => {
            running.kill();
            await running;
        },
    };
}
