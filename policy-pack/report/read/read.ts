import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { withUniqueUrns } from "../../inventory/urns.ts";
import { WrongUse } from "../wrong-use.ts";
import { readManifests, type Source } from "./manifests.ts";
import { plan, readPlan } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { readState, state } from "./state.ts";
import { jsonLines, textOf } from "./text.ts";

const manifestFile = /\.(ya?ml|json)$/i;

/**
 * Reads a stack's state, a plan, Kubernetes YAML, or a folder of it, and finds out which it is. `-` is standard input.
 * @throws WrongUse where there is nothing to read.
 */
export function read(path: string): Reading {
    try {
        if (path === "-") return recognise("standard input", textOf(readFileSync(0)));
        if (statSync(path).isDirectory()) return readSources(basename(path), sourcesIn(path));
        return recognise(basename(path), textOf(readFileSync(path)));
    } catch (error) {
        if (error instanceof WrongUse) throw error;
        throw new WrongUse(`${path}: ${whyUnread(error)}`);
    }
}

/**
 * Reads stacks of one cluster, and files and folders of Kubernetes YAML, as one.
 * @throws WrongUse where one of them is not there, a stack is given twice, or none holds an object.
 */
export function readTogether(paths: readonly string[]): Reading {
    const missing = paths.filter((path) => !existsSync(path));
    if (missing.length > 0) throw new WrongUse(`no such file or folder: ${missing.join(", ")}`);
    const stacks = paths.flatMap((path) => stackIn(path) ?? []);
    const names = new Set(stacks.map(({ path }) => path));
    const files = paths
        .filter((path) => !names.has(path))
        .flatMap((path) =>
            statSync(path).isDirectory()
                ? sourcesIn(path).map((file) => ({ ...file, name: join(path, file.name) }))
                : [{ name: path, path }],
        );
    if (stacks.length === 0) return readSources(`${paths.length} files and folders`, files);
    const readings = stacks.map(({ reading }) => reading);
    const twice = readings.find(({ name }, index) =>
        readings.some((each, other) => other < index && each.name === name),
    );
    if (twice) throw new WrongUse(`${twice.name} is given twice`);
    const manifests = files.length > 0 ? [readSources(`${files.length} files`, files)] : [];
    const all = [...readings, ...manifests];
    return {
        kind: "stacks",
        name: all.map(({ name }) => name).join(", "),
        resources: withUniqueUrns(all.flatMap(({ resources }) => resources)),
        notes: all.flatMap(({ notes }) => notes),
        unread: all.flatMap(({ unread = [] }) => unread),
    };
}

/** A file that is a stack's state or plan; what else it is, or why it cannot be read, is told where manifests are read. */
function stackIn(path: string): { path: string; reading: Reading } | undefined {
    try {
        if (statSync(path).isDirectory()) return undefined;
        const text = textOf(readFileSync(path));
        const content = /^\s*\{/.test(text) ? (JSON.parse(text) as unknown) : undefined;
        const reading = stackOf(basename(path), content);
        return reading && { path, reading };
    } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
        throw error;
    }
}

interface File {
    readonly name: string;
    readonly path: string;
}

function sourcesIn(folder: string): File[] {
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => manifestFile.test(name));
    return names.sort().map((name) => ({ name, path: join(folder, name) }));
}

/** Every file that can be read; what cannot, such as a link that leads nowhere, is told beside them. */
function readSources(name: string, files: readonly File[]): Reading {
    const sources: Source[] = [];
    const unread: string[] = [];
    for (const { name, path } of files) {
        try {
            if (!statSync(path).isDirectory()) sources.push({ name, text: textOf(readFileSync(path)) });
        } catch (error) {
            unread.push(`${name}: ${whyUnread(error)}`);
        }
    }
    return readManifests(name, sources, unread);
}

function whyUnread(error: unknown): string {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOENT" ? "no such file or folder" : `cannot be read (${code})`;
}

/** What a text is, by its shape. */
export function recognise(name: string, text: string): Reading {
    if (text.trim() === "") throw new WrongUse(`${name} is empty`);
    const lines = jsonLines(text);
    if (lines && lines.length > 1) return readManifests(name, [{ name, text }]);
    const content = lines?.[0] ?? (/^\s*[{[]/.test(text) ? parseJson(name, text) : undefined);
    return stackOf(name, content) ?? readManifests(name, [{ name, text }]);
}

/** A stack's state or plan, by its shape. */
function stackOf(name: string, content: unknown): Reading | undefined {
    if (has(content, "deployment") || has(content, "checkpoint")) return readState(check(name, state, content));
    if (has(content, "steps")) return readPlan(check(name, plan, content));
    return undefined;
}

function has(content: unknown, key: string): boolean {
    return typeof content === "object" && content !== null && key in content;
}

function check<T>(name: string, schema: z.ZodType<T>, content: unknown): T {
    const { success, data, error } = schema.safeParse(content);
    if (success) return data;
    throw new WrongUse(`${name} is not what Pulumi writes:\n${z.prettifyError(error)}`);
}

/** The parser's own message may quote the text, which may hold secrets: only the place is told. */
export function parseJson(name: string, text: string): unknown {
    try {
        return JSON.parse(text);
    } catch (error) {
        const [place = ""] = /at position.*$/.exec((error as Error).message) ?? [];
        throw new WrongUse(`${name} is not readable as JSON${place && ` ${place}`}`);
    }
}
