import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { until } from "../kubernetes/until.ts";
import { Failure } from "../sandbox/console.ts";
import { refusalOf } from "./door.ts";

/** Whoever has it may do everything: IAM is not what is tried here. */
export const credentials = { AWS_ACCESS_KEY_ID: "exercise", AWS_SECRET_ACCESS_KEY: "exercise-of-a-disaster" };

/** S3 of a region: versitygw on loopback, which keeps buckets as folders, and what S3 knows of an object beside them. */
export class ObjectStore {
    readonly port: number;
    readonly #args: readonly string[];
    readonly #program: string;
    readonly #objects: string;
    readonly #facts: string;
    #process: ResultPromise | undefined;

    constructor(program: string, folder: string, region: string, port: number) {
        this.#program = program;
        this.port = port;
        this.#objects = join(folder, "objects");
        this.#facts = join(folder, "facts");
        for (const each of [this.#objects, this.#facts]) mkdirSync(each, { recursive: true });
        this.#args = [
            ...["--port", `127.0.0.1:${port}`, "--region", region, "--quiet"],
            ...["posix", "--sidecar", this.#facts, this.#objects],
        ];
    }

    get url(): string {
        return `http://127.0.0.1:${this.port}`;
    }

    async start(): Promise<void> {
        this.#process = execa(this.#program, this.#args, {
            env: { ROOT_ACCESS_KEY: credentials.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: credentials.AWS_SECRET_ACCESS_KEY },
            reject: false,
            all: true,
        });
        const ended = this.#process.then(({ all }) => {
            throw new Failure(`the object store ended: ${all}`);
        });
        const answers = until("the object store to answer", 60, async () => (await refusalOf(this.port)) === undefined);
        await Promise.race([ended, answers]);
        ended.catch(() => undefined);
    }

    async stop(): Promise<void> {
        this.#process?.kill("SIGKILL");
        await this.#process;
        this.#process = undefined;
    }

    /** The bucket that the simulated AWS made is here too. */
    hasBucket(name: string): void {
        mkdirSync(join(this.#objects, name), { recursive: true });
    }

    /** What S3 does by a rule of replication: what is in a bucket is in one of another region. */
    replicate(bucket: string, to: ObjectStore, copy: string): void {
        to.hasBucket(copy);
        for (const [from, into] of [
            [this.#objects, to.#objects],
            [this.#facts, to.#facts],
        ] as const)
            if (existsSync(join(from, bucket)))
                cpSync(join(from, bucket), join(into, copy), {
                    recursive: true,
                    preserveTimestamps: true,
                });
    }
}
