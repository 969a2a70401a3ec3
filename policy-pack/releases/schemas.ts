import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { type Archive, textOf } from "./archive.ts";

/** Nine tenths of what charts hold and render are schemas of CRDs, which nothing here asks for. */
export function withoutSchema(document: string): string {
    if (!/^kind: ["']?CustomResourceDefinition/m.test(document)) return document;
    let within = Number.POSITIVE_INFINITY;
    const lines = document.split("\n").filter((line) => {
        const indent = line.search(/\S/);
        if (indent < 0 || indent > within) return within === Number.POSITIVE_INFINITY;
        // An action of a template stands at any depth, and ends nothing.
        if (line.startsWith("{{", indent)) return true;
        within = /^\s*openAPIV3Schema:\s*$/.test(line) ? indent : Number.POSITIVE_INFINITY;
        return within === Number.POSITIVE_INFINITY;
    });
    return lines.join("\n");
}

/**
 * An archive of the chart without schemas, from which Helm renders the same in a third of the time: it parses all that its
 * templates give. Nothing where none can go.
 */
export async function withoutSchemas(archive: Archive): Promise<Uint8Array | undefined> {
    const slim = archive.map(slimmed);
    return slim.some((entry, index) => entry !== archive[index])
        ? gzipSync(await packTar(slim), { level: 1 })
        : undefined;
}

/** A schema that templates make stays. */
function slimmed(entry: Archive[number]): Archive[number] {
    const { header, data } = entry;
    if (!data || !/\/(templates|crds)\/.+\.(yaml|yml|tpl|txt)$/.test(header.name)) return entry;
    const text = textOf({ data });
    const slim = text
        .split(/^(?=---)/m)
        .map(withoutSchema)
        .join("");
    if (slim.length === text.length || actions(slim) < actions(text)) return entry;
    const content = Buffer.from(slim);
    return { header: { ...header, size: content.length }, data: content };
}

const actions = (text: string): number => text.split("{{").length;
