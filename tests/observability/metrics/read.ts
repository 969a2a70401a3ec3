/**
 * Writes the names of the metrics of each exporter, one file each, as its source says them:
 *
 *     METRIC_SOURCES=<folder with a checkout of each repository, by the exporter's name> node tests/observability/metrics/read.ts
 *
 * An exporter that the folder has not keeps its file.
 */
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { type Exporter, exporters } from "./exporters.ts";
import { goMetrics } from "./go-source.ts";
import { series } from "./series.ts";

const folder = process.env.METRIC_SOURCES;
if (!folder) throw new Error("METRIC_SOURCES names no folder");

for (const exporter of exporters) {
    const home = join(folder, exporter.name);
    if (!existsSync(home)) {
        console.log(`left       ${exporter.name}: ${home} is not there`);
        continue;
    }
    const names = [...new Set([...read(exporter, home), ...keysOf(exporter, home)])]
        .filter((name) => /^[a-z_][\w:]+$/i.test(name))
        .toSorted();
    const header = `# ${exporter.name} ${exporter.version}, ${exporter.repository}`;
    writeFileSync(join(import.meta.dirname, `${exporter.name}.txt`), `${[header, ...names].join("\n")}\n`);
    console.log(`written    ${exporter.name}: ${names.length} names`);
}

function read(
    { language = "go", paths = ["."], constantsOf, prefixed, atStart = {} }: Exporter,
    home: string,
): string[] {
    const texts = (pattern: string) => files(home, paths, pattern).map((file) => readFileSync(file, "utf8"));
    switch (language) {
        case "go":
            return goMetrics(
                goFiles(home, paths),
                constantsOf ? goFiles(join(home, "..", constantsOf), ["."]) : [],
                atStart,
            ).map(({ folder, name }) =>
                prefixed && folder.endsWith(prefixed.folder) && !name.startsWith(prefixed.prefix)
                    ? prefixed.prefix + name
                    : name,
            );
        case "c":
            return texts("*.c").flatMap(cMetrics);
        case "ruby":
            return texts("*.rb").flatMap((text) => [...text.matchAll(/:(fluentd_\w+),/g)].map(([, name = ""]) => name));
        case "exposition":
            return texts("*.txt").flatMap((text) =>
                [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = "", type = ""]) => series(name, type)),
            );
        case "otel":
            return texts("metadata.yaml").flatMap((text) => {
                const { metrics = {} }: { metrics?: Record<string, Collected> } = parse(text);
                return Object.entries(metrics).map(collected);
            });
        case "rules":
            return texts("*.yaml").flatMap((text) =>
                [...text.matchAll(/\brecord: ['"]?([\w:]+)/g)].map(([, name = ""]) => name),
            );
    }
}

/** As https://github.com/prometheus/otlptranslator names it: with its unit, and `_total` where it only grows. */
function collected([name, { unit = "", sum }]: [string, Collected]): string {
    const units = { By: "bytes", "1": "ratio" }[unit] ?? unit.replace(/\{.*\}/, "");
    const ends = [units, sum?.monotonic ? "total" : ""];
    const words = name.split(".");
    return [...words, ...ends.filter((end) => end !== "" && !words.includes(end))].join("_");
}

interface Collected {
    unit?: string;
    sum?: { monotonic?: boolean };
}

/** `metrics["MemFree_bytes"] = ...`. */
function keysOf({ keys }: Exporter, home: string): string[] {
    if (!keys) return [];
    const text = readFileSync(join(home, keys.path), "utf8");
    return [...text.matchAll(/\w+\["(\w+)"\] = /g)].map(([, key]) => `${keys.prefix}${key}`);
}

function files(home: string, paths: string[], pattern: string): string[] {
    return paths.flatMap((path) =>
        statSync(join(home, path)).isFile() ? [join(home, path)] : globSync(join(home, path, "**", pattern)).toSorted(),
    );
}

function goFiles(home: string, paths: string[]) {
    return files(home, paths, "*.go")
        .filter((file) => !file.endsWith("_test.go"))
        .map((file) => ({ folder: dirname(file), text: readFileSync(file, "utf8") }));
}

/** `cmt_counter_create(context, "fluentbit", "output", "errors_total", ...)`. */
function cMetrics(text: string): string[] {
    return [...text.matchAll(/\bcmt_(\w+)_create\s*\(\s*[^",]+,\s*"(\w*)",\s*"(\w*)",\s*"(\w+)"/g)].flatMap(
        ([, type = "", ...parts]) => series(parts.filter((part) => part).join("_"), type),
    );
}
