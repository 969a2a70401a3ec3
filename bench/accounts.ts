import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../sandbox/engine/engine-source.ts";
import { secondsIn } from "./measure.ts";

/** What an engine and all that it starts use. */
export interface Accounts {
    /** The engine, with every command accounted for. */
    readonly engine: Engine;
    /** For the environment of its commands. */
    readonly env: Readonly<Record<string, string>>;
    /** Milliseconds of the processor that all commands have used so far. */
    used(): number;
    /** The most memory that a process of Node has had, in MiB. */
    largest(): number;
}

/**
 * The shell adds up the time of all that it waited for. Every Node says at its end what memory it had, and what runs the
 * shell, as the simulated clouds do, what time it took.
 */
export function accountsOf(engine: Engine, folder: string): Accounts {
    const [times, sizes, executable] = [join(folder, "times"), join(folder, "sizes"), join(folder, "pulumi")];
    const count = `COUNTED=yes '${engine.executable}' "$@"; code=$?; times > '${times}.last'; tail -1 '${times}.last' >> '${times}'`;
    writeFileSync(executable, `#!/bin/bash\n${count}; exit $code\n`, { mode: 0o755 });
    const tell = `import { appendFileSync } from "node:fs";
        const tell = () => {
            const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
            appendFileSync(${JSON.stringify(sizes)}, maxRSS / 1024 + "\\n");
            const seconds = (userCPUTime + systemCPUTime) / 1e6;
            if (!process.env.COUNTED) appendFileSync(${JSON.stringify(times)}, "0m" + seconds + "s\\n");
        };
        process.on("exit", tell).once("SIGTERM", () => process.listenerCount("SIGTERM") || process.exit());`;
    return {
        engine: { ...engine, executable },
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` },
        used: () => 1_000 * secondsIn(existsSync(times) ? readFileSync(times, "utf8") : ""),
        largest: () => Math.max(...readFileSync(sizes, "utf8").split("\n").map(Number)),
    };
}
