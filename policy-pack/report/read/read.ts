import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { WrongUse } from "../wrong-use.ts";
import { readManifests } from "./manifests.ts";
import { plan, readPlan } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { readState, state } from "./state.ts";

const manifestFile = /\.(ya?ml|json)$/;

/**
 * Reads a stack's state, a plan, Kubernetes YAML, or a folder of it, and finds out which it is. `-` is standard input.
 * @throws WrongUse where there is nothing to read.
 */
export function read(path: string): Reading {
    try {
        if (path === "-") return recognise("standard input", readFileSync(0, "utf8"));
        if (statSync(path).isDirectory()) return readFolder(path);
        return recognise(basename(path), readFileSync(path, "utf8"));
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === undefined || error instanceof WrongUse) throw error;
        throw new WrongUse(code === "ENOENT" ? `${path}: no such file or folder` : `${path}: cannot be read (${code})`);
    }
}

function readFolder(path: string): Reading {
    const all = readdirSync(path, { recursive: true, encoding: "utf8" });
    const names = all.filter((name) => manifestFile.test(name) && !statSync(join(path, name)).isDirectory());
    const sources = names.sort().map((name) => ({ name, text: readFileSync(join(path, name), "utf8") }));
    return readManifests(basename(path), sources);
}

/** What a text is, by its shape. */
export function recognise(name: string, text: string): Reading {
    if (text.trim() === "") throw new WrongUse(`${name} is empty`);
    const content = /^\s*[{[]/.test(text) ? parseJson(name, text) : undefined;
    if (has(content, "deployment") || has(content, "checkpoint")) return readState(check(name, state, content));
    if (has(content, "steps")) return readPlan(check(name, plan, content));
    return readManifests(name, [{ name, text }]);
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
