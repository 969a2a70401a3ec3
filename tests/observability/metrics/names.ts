import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Prometheus makes these itself, of alerts and of what it reads. */
const ofPrometheus = ["ALERTS", "ALERTS_FOR_STATE", "up", "scrape_duration_seconds", "scrape_samples_scraped"];

/** Every program with the library of Prometheus for Go has these. */
const ofGo = ["go_goroutines", "go_memstats_alloc_bytes", "process_cpu_seconds_total", "process_resident_memory_bytes"];

/** Names of the metrics that the exporters serve, as their sources say. */
export const metricNames: ReadonlySet<string> = new Set([
    ...ofPrometheus,
    ...ofGo,
    ...globSync("*.txt", { cwd: import.meta.dirname }).flatMap((file) =>
        readFileSync(join(import.meta.dirname, file), "utf8")
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith("#")),
    ),
]);
