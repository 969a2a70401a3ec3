import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseTar } from "nanotar";
import { isDefinition } from "./apis.ts";
import { type KubernetesObject, objectsIn, readYaml } from "./manifests.ts";

/** What the files of a chart tell without a rendering. */
export interface Contents extends Told {
    /** The values that it comes with. */
    readonly values: unknown;
    /** The CRDs that lie in its `crds/`. */
    readonly definitions: readonly KubernetesObject[];
}

/** What templates may do; where it cannot be told they may. */
export interface Told {
    /** They may give something else each time. */
    readonly isRandom: boolean;
    /** What they give depends on which APIs the cluster serves. */
    readonly asksForApis: boolean;
    /** CRDs may be among what they give. */
    readonly definesKinds: boolean;
}

interface File {
    /** Below the chart's folder. */
    readonly name: string;
    readonly text: string;
}

/** Bytes that an archive may hold; Helm itself takes no more than 100 MiB. */
const most = 100 * 1024 * 1024;

/**
 * Reads a chart, packed or not.
 * @throws Error with the `code` of Node where it cannot be read.
 */
export function contentsOf(path: string): Contents {
    const files = statSync(path).isFile() ? packed(readFileSync(path)) : unpacked(path);
    const own = (folder: RegExp) => files.filter(({ name }) => folder.test(name));
    const values = own(/^values\.yaml$/)[0]?.text;
    const definitions = own(/^crds\//).flatMap(({ text }) => objectsIn(text, new Map()).filter(isDefinition));
    const told = files.filter(({ name }) => !/^crds\/|\.md$/.test(name)).map(({ text }) => toldBy(text));
    return { values: values === undefined ? undefined : readYaml(values), definitions, ...together(told) };
}

/** What is so of one of them is so of all. */
export const together = (told: readonly Told[]): Told => ({
    isRandom: told.some(({ isRandom }) => isRandom),
    asksForApis: told.some(({ asksForApis }) => asksForApis),
    definesKinds: told.some(({ definesKinds }) => definesKinds),
});

/** Functions of templates that answer otherwise each time: https://masterminds.github.io/sprig and Helm's own. */
const random =
    /\b(rand\w+|uuidv4|gen[A-Z]\w*|shuffle|htpasswd|bcrypt|encryptAES|now|ago|durationRound|(html|must)?[dD]ate\w*)\b/;

/** What a text tells: a template, or a value that a chart may take as one. */
export const toldBy = (text: string): Told => ({
    isRandom: actionsIn(text).some((action) => random.test(action)),
    asksForApis: text.includes("APIVersions"),
    definesKinds: text.includes("CustomResourceDefinition"),
});

/** What stands in double braces. */
const actionsIn = (text: string): readonly string[] =>
    text
        .split("{{")
        .slice(1)
        .map((rest) => rest.split("}}", 1)[0] ?? "");

/** A chart may hold others, packed as they came. */
function packed(archive: Uint8Array): File[] {
    const files = parseTar(new Uint8Array(gunzipSync(archive, { maxOutputLength: most })));
    return files.flatMap(({ name, data }) => {
        const below = name.replace(/^[^/]*\//, "");
        return data ? fileOrChart(below, data) : [];
    });
}

const unpacked = (folder: string): File[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => statSync(join(folder, name)).isFile())
        .flatMap((name) => fileOrChart(name, readFileSync(join(folder, name))));

const fileOrChart = (name: string, data: Uint8Array): File[] =>
    /^charts\/.*\.tgz$/.test(name)
        ? packed(data).map((file) => ({ ...file, name: `${name}/${file.name}` }))
        : [{ name, text: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString() }];
