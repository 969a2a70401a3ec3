import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
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
    const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => manifestFile.test(name));
    const sources = names.sort().map((name) => ({ name, text: readFileSync(join(path, name), "utf8") }));
    return readManifests(basename(path), sources);
}

/** What a text is, by its shape. */
export function recognise(name: string, text: string): Reading {
    const content = parseJson(text);
    const asState = state.safeParse(content);
    if (asState.success) return readState(asState.data);
    const asPlan = plan.safeParse(content);
    if (asPlan.success) return readPlan(asPlan.data);
    return readManifests(name, [{ name, text }]);
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
