import { join } from "node:path";
import { execa } from "execa";

/** Each in a process of its own, so that none pays for the memory of another. */
const benches = ["rules", "readiness", "pack", "releases", "engine", "plan", "scale"];

for (const name of benches) {
    const { exitCode } = await execa(process.execPath, [join(import.meta.dirname, `${name}.ts`)], {
        stdio: "inherit",
        reject: false,
    });
    if (exitCode !== 0) process.exitCode = 1;
}
