import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "production-cluster-sandbox/paths.ts";

/** Prometheus makes these itself, of alerts and of what it reads. */
const ofPrometheus = ["ALERTS", "ALERTS_FOR_STATE", "up", "scrape_duration_seconds", "scrape_samples_scraped"];

/** Every program with the library of Prometheus for Go has these. */
const ofGo = ["go_goroutines", "go_memstats_alloc_bytes", "process_cpu_seconds_total", "process_resident_memory_bytes"];

/** What the restore test says of itself, by its own source. */
const ofRestoreTest = [
    ...readFileSync(join(root, "restore-test/restores/results.go"), "utf8").matchAll(/\bgauge\("(\w+)"/g),
].map(([, name]) => `restore_test_${name}`);

/** Names of the metrics that the exporters serve, as their sources say. */
export const metricNames: ReadonlySet<string> = new Set([
    ...ofPrometheus,
    ...ofGo,
    ...ofRestoreTest,
    ...globSync("*.txt", { cwd: import.meta.dirname }).flatMap((file) =>
        readFileSync(join(import.meta.dirname, file), "utf8")
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith("#")),
    ),
]);
