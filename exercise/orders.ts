/**
 * The program of the example workload: `node orders.ts <volume> <cluster> <port>`. Each second it writes a record to its
 * volume, after those that it finds there, and serves all of them.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { next, recordsIn } from "./records.ts";

const [volume = "", cluster = "", port = ""] = process.argv.slice(2);
const file = join(volume, "records");
const read = (): string => (existsSync(file) ? readFileSync(file, "utf8") : "");

const found = recordsIn(read());
// A line that a snapshot cut in two is no record.
writeFileSync(file, found.map((each) => `${JSON.stringify(each)}\n`).join(""));
let last = found.at(-1);
setInterval(() => {
    last = next(last, cluster, new Date());
    appendFileSync(file, `${JSON.stringify(last)}\n`);
}, 1000);
createServer((_, answer) => answer.end(read())).listen(Number(port), "127.0.0.1");
