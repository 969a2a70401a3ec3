import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What a Pulumi SDK says of a type of resource. */
export interface TypeFacts {
    inputs: Set<string>;
    outputs: Set<string>;
    required: string[];
}

const require = createRequire(import.meta.url);
const known = new Map<string, TypeFacts | undefined>();

/** Version of an installed SDK, which its provider has too. */
export const sdkVersion = (sdk: string): string => require(`${sdk}/package.json`).version;

/**
 * Reads a type's facts from the generated class in the installed SDK (its text, so that a provider starts without
 * loading an SDK). `path` is the file without extension, compared without case. Nothing when there is no such type.
 */
export function typeFacts(sdk: string, token: string, path: string): TypeFacts | undefined {
    if (!known.has(token)) known.set(token, facts(sdk, token, path));
    return known.get(token);
}

function facts(sdk: string, token: string, path: string): TypeFacts | undefined {
    const source = generatedClass(join(dirname(require.resolve(`${sdk}/package.json`)), path));
    if (!source?.includes(`__pulumiType = '${token}'`)) return undefined;
    return {
        inputs: new Set(group(source, /resourceInputs\["(\w+)"\] = (?!state\?|undefined)/g)),
        outputs: new Set(group(source, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g)),
        required: group(source, /Missing required property '(\w+)'/g),
    };
}

function generatedClass(path: string): string | undefined {
    try {
        const wanted = `${path.slice(path.lastIndexOf("/") + 1)}.js`.toLowerCase();
        const file = readdirSync(dirname(path)).find((name) => name.toLowerCase() === wanted);
        return file && readFileSync(join(dirname(path), file), "utf8");
    } catch {
        return undefined; // no such folder: no such module of the SDK
    }
}

const group = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
