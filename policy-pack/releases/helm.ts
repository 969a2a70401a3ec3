import { spawn } from "node:child_process";
import { NotRendered, OutOfTime } from "./not-rendered.ts";
import { refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

/** What a chart may render to, in bytes; the largest of the field renders to 5 MB. */
const largest = 64 * 1024 * 1024;

/** A port that nothing listens on, as the proxy of everything: a schema may refer to a file on another machine. */
const nowhere = "http://127.0.0.1:9";
const noNetwork = {
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: "",
    http_proxy: nowhere,
    https_proxy: nowhere,
    no_proxy: "",
};

/** A rendering is over before memory matters: Go collects a quarter as often, and the processor has a tenth less to do. */
const briefly = { GOGC: "400" };

/** The real Helm, until the time of the run is over. */
export class Helm {
    readonly #settings: Settings;
    readonly #deadline: number;
    #version: Promise<string> | undefined;

    constructor(settings: Settings) {
        this.#settings = settings;
        this.#deadline = Date.now() + settings.seconds * 1000;
    }

    /**
     * Which Helm it is: what one renders, another may render otherwise.
     * @throws NotRendered as `run` does.
     */
    version(): Promise<string> {
        this.#version ??= this.run(["version", "--short"]);
        return this.#version;
    }

    /**
     * Runs Helm and gives its standard output. Values go in by standard input: what is in the arguments, every process
     * of the machine can read.
     * @throws NotRendered where Helm is missing, fails, or takes too long.
     */
    run(args: readonly string[], input = ""): Promise<string> {
        const { helm, seconds } = this.#settings;
        const { promise, resolve, reject } = Promise.withResolvers<string>();
        const refuse = (why: string) => reject(new NotRendered(why));
        const late = new OutOfTime(`rendering took more than the ${seconds} s that READINESS_RENDER_SECONDS allows`);
        const left = this.#deadline - Date.now();
        if (left <= 0) return Promise.reject(late);

        const { PATH, HOME } = process.env;
        const child = spawn(helm, args, { env: { PATH, HOME, ...briefly, ...noNetwork } });
        const stop = (why: NotRendered) => {
            child.kill("SIGKILL");
            // What Helm may have started keeps them open, and the run would wait for it.
            child.stdout.destroy();
            child.stderr.destroy();
            reject(why);
        };
        const timer = setTimeout(stop, left, late);
        const output: Buffer[] = [];
        const errors: Buffer[] = [];
        let size = 0;
        child.stdout.on("data", (chunk: Buffer) => {
            output.push(chunk);
            size += chunk.length;
            if (size > largest) stop(new NotRendered("the chart renders to more than 64 MB"));
        });
        child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
        child.on("error", () => refuse(`there is no ${helm}: put Helm 3 on PATH, or its path into READINESS_HELM`));
        child.on("close", (code) => {
            clearTimeout(timer);
            if (code === 0) resolve(Buffer.concat(output).toString());
            else refuse(refusal(Buffer.concat(errors).toString()));
        });
        // A Helm that ends before it has read everything says why by its exit code.
        child.stdin.on("error", () => undefined).end(input);
        return promise;
    }
}
