import {
    boolYaml11Tag,
    CORE_SCHEMA,
    intCoreTag,
    intYaml11Tag,
    loadAll,
    mapTag,
    mergeTag,
    NOT_RESOLVED,
    seqTag,
    strTag,
    YAMLException,
} from "js-yaml";
import { isMap } from "./maps.ts";

/** `0644` is octal, and so is `0o644`; `12:30` is text. */
const integer: typeof intYaml11Tag = {
    ...intYaml11Tag,
    resolve: (source, ...tag) => {
        if (source.includes(":")) return NOT_RESOLVED;
        const old = intYaml11Tag.resolve(source, ...tag);
        return old === NOT_RESOLVED ? intCoreTag.resolve(source, ...tag) : old;
    },
};

/** What a tag of others, such as `!Ref` of CloudFormation, stands before is read without it. */
const withForeignTag = ["!", "tag:"].flatMap((tagName) =>
    [strTag, seqTag, mapTag].map((tag) => ({ ...tag, tagName, matchByTagPrefix: true })),
);

/**
 * YAML as Kubernetes and Helm read it, which is 1.1 without dates and times: `yes` and `on` are true, `0644` is octal,
 * and `<<` merges. Read as 1.2, a container that is `privileged: yes` would not be.
 */
const asKubernetes = CORE_SCHEMA.withTags(boolYaml11Tag, integer, mergeTag, withForeignTag);

/** Each node of a text takes a character of it; with this many more for each, aliases multiply. */
const nodesOfCharacter = 10;

interface YamlOptions {
    /** The last one counts where a key stands twice, as for Helm. Default: no, a key that stands twice is a mistake. */
    readonly repeatedKeys?: boolean;
}

/**
 * What the documents of a YAML or JSON text hold.
 * @throws Error with the first mistake, its line and its column.
 */
export function documentsIn(text: string, { repeatedKeys = false }: YamlOptions = {}): readonly unknown[] {
    const documents = load(text, repeatedKeys);
    if (multiply(documents, nodesOfCharacter * text.length)) throw new Error("aliases multiply without end");
    return documents;
}

function load(text: string, json: boolean): unknown[] {
    try {
        return loadAll(text, { schema: asKubernetes, json });
    } catch (error) {
        if (!(error instanceof YAMLException && error.mark)) throw error;
        throw new Error(`${error.reason} at line ${error.mark.line + 1}, column ${error.mark.column + 1}`);
    }
}

function multiply(content: unknown, most: number): boolean {
    const open = [content];
    for (let nodes = 0; open.length > 0; nodes++) {
        if (nodes > most) return true;
        const node = open.pop();
        if (typeof node !== "object" || node === null) continue;
        for (const child of Object.values(node)) open.push(child);
    }
    return false;
}

/**
 * The objects of a Kubernetes list; nothing where it is none. Items of a typed list, such as `DeploymentList`, may
 * leave out what they are.
 */
export function itemsOf(content: unknown): readonly unknown[] | undefined {
    if (!isMap(content)) return undefined;
    const { apiVersion, kind, items } = content;
    if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items)) return undefined;
    const typed = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    return items.map((item) => (isMap(item) ? { ...typed, ...item } : item));
}
