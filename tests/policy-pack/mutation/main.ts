import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { root } from "../../../sandbox/paths.ts";
import { equivalent } from "./equivalent.ts";
import type { Result } from "./examination.ts";

/** Share of the faults that the tests must notice. */
const bound = 0.95;

/** Files and folders below the pack, to look at these alone. */
const wanted = process.argv.slice(2);
/** What has cases of its own, all of whose faults they notice each time: tests/policy-pack/reading/reachability.test.ts. */
const elsewhere = "**/reachability.ts";
const files = globSync("policy-pack/{reading,rules/*}/*.ts", { cwd: root, exclude: ["**/index.ts", elsewhere] })
    .filter((file) => wanted.length === 0 || wanted.some((each) => file.includes(each)))
    .sort();

/** What an interrupted run found counts as long as no source and no test is another. */
const state = join(root, ".sandbox/mutants.json");
const sources = globSync(["policy-pack/**/*.ts", "tests/policy-pack/**/*.ts"], { cwd: root }).sort();
const digest = createHash("sha256");
for (const file of sources) digest.update(readFileSync(join(root, file)));
const key = digest.digest("hex");
const stored = existsSync(state) ? JSON.parse(readFileSync(state, "utf8")) : {};
const results: Record<string, Result> = stored.key === key ? stored.results : {};

const queue = files.filter((file) => !results[file]);
await Promise.all(Array.from({ length: Math.min(availableParallelism(), queue.length) }, work));

/** Gives one file after the other to a thread. */
async function work(): Promise<void> {
    const worker = new Worker(join(import.meta.dirname, "worker.ts"));
    for (let file = queue.shift(); file; file = queue.shift()) {
        worker.postMessage(join(root, file));
        const [result]: Result[] = await once(worker, "message");
        if (!result) throw new Error(`nothing came of ${file}`);
        results[file] = result;
        mkdirSync(dirname(state), { recursive: true });
        writeFileSync(state, JSON.stringify({ key, results }));
        console.log(`${file}: ${result.mutants} faults, ${result.survivors.length} not noticed`);
    }
    await worker.terminate();
}

const excused = equivalent.flatMap(({ file, faults }) => faults.map((name) => `${file} ${name}`));
const found = files.flatMap((file) =>
    (results[file]?.survivors ?? []).map((survivor) => ({ file, ...survivor, id: `${file} ${survivor.name}` })),
);
const survived = found.filter(({ id }) => !excused.includes(id));
const gone = excused.filter((id) => files.some((file) => id.startsWith(file)) && !found.some((each) => each.id === id));

for (const { file, line, name } of survived) console.log(`survived  ${file}:${line}  ${name}`);
for (const id of gone) console.error(`listed as equivalent, and noticed or no longer there: ${id}`);
const counted = files.reduce((sum, file) => sum + (results[file]?.mutants ?? 0), 0) - (found.length - survived.length);
const score = (counted - survived.length) / counted;
console.log(
    `${counted} faults in ${files.length} files: ${survived.length} survived, score ${(100 * score).toFixed(1)} %`,
);
process.exitCode = gone.length === 0 && score >= bound ? 0 : 1;
