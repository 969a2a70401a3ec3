import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { Processes } from "../../kubernetes/processes.ts";
import { Failure } from "../../sandbox/console.ts";

/** Ids of the processes that name the folder, and what else is asked for, in their command line. */
async function processesOf({ folder }: Processes, program = ""): Promise<number[]> {
    const { stdout } = await execa("ps", ["-ww", "-eo", "pid=,args="]);
    const lines = stdout.split("\n").filter((line) => line.includes(folder) && line.includes(program));
    return lines.map((line) => Number.parseInt(line, 10));
}

const endless = ["-e", "setInterval(() => undefined, 1_000)"];

test("When the supervisor is killed, all who wait for a program are told, and the end leaves nothing behind", async () => {
    const processes = await Processes.open();
    const args = [...endless, processes.folder];
    const served = processes.serve([{ name: "endless", command: process.execPath, args }]);
    const run = processes.run(process.execPath, args);
    await expect.poll(() => processesOf(processes), { timeout: 20_000 }).toHaveLength(3);
    const [supervisor = 0] = await processesOf(processes, "supervisor.ts");
    process.kill(supervisor, "SIGKILL");
    await expect(served).rejects.toThrow(Failure);
    await expect(run).rejects.toThrow("The supervisor of the cluster's processes ended with SIGKILL");
    await expect(processes.run("true", [])).rejects.toThrow(Failure);
    await processes.end();
    await expect.poll(() => processesOf(processes), { timeout: 20_000 }).toEqual([]);
    expect(existsSync(processes.folder)).toBe(false);
});

test("A supervisor that is killed in the moment when it starts a program leaves none", async () => {
    const processes = await Processes.open();
    const killer = `kill -9 $PPID; exec "$0" "$@"`;
    const run = processes.run("sh", ["-c", killer, process.execPath, ...endless, processes.folder]);
    await expect(run).rejects.toThrow("ended with SIGKILL");
    await processes.end();
    await expect.poll(() => processesOf(processes), { timeout: 20_000 }).toEqual([]);
    expect(existsSync(processes.folder)).toBe(false);
});

test("A program that was meant to serve and ends is told with its last words", async () => {
    const processes = await Processes.open();
    const args = ["-e", "console.error('no such flag'); process.exit(3)"];
    await expect(processes.serve([{ name: "store", command: process.execPath, args }])).rejects.toThrow(
        "store ended with 3:\nno such flag",
    );
    await processes.end();
    expect(existsSync(processes.folder)).toBe(false);
});

test("Programs stand still when they are told to, and go on", async () => {
    const processes = await Processes.open();
    const file = join(processes.folder, "beats");
    const beat = `setInterval(() => require("node:fs").appendFileSync(${JSON.stringify(file)}, "."), 20)`;
    const beats = () => (existsSync(file) ? readFileSync(file, "utf8").length : 0);
    processes.run(process.execPath, ["-e", beat]).catch(() => undefined);
    await expect.poll(beats, { timeout: 20_000 }).toBeGreaterThan(0);
    processes.signal("SIGSTOP");
    // A signal is there a moment after it was sent.
    await expect.poll(async () => (await quiet(beats)) && beats() > 0, { timeout: 20_000 }).toBe(true);
    const before = beats();
    processes.signal("SIGCONT");
    await expect.poll(beats, { timeout: 20_000 }).toBeGreaterThan(before);
    processes.signal("SIGSTOP");
    await processes.end();
    expect(existsSync(processes.folder)).toBe(false);
});

/** Whether nothing beats for a while. */
async function quiet(beats: () => number): Promise<boolean> {
    const before = beats();
    await delay(500);
    return beats() === before;
}
