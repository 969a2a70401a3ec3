import { hash } from "node:crypto";
import { isMap } from "../inventory/maps.ts";
import { resourcePolicy } from "../inventory/release.ts";
import { documentsIn, itemsOf } from "../inventory/yaml.ts";
import { NotRendered } from "./not-rendered.ts";
import { withoutSchema } from "./schemas.ts";

/** A Kubernetes object as a chart renders it. */
export interface KubernetesObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
    readonly [field: string]: unknown;
}

const asHelm = { repeatedKeys: true } as const;

/** Documents that were read before, by the digest of their text: two renderings differ in few. */
export type Read = Map<string, readonly KubernetesObject[]>;

/**
 * The objects of what `helm template` prints; lists are taken apart. What lies in `crds/` is annotated to stay: Helm
 * leaves it there as if it were.
 * @throws NotRendered where a document cannot be read.
 */
export function objectsIn(output: string, read: Read): readonly KubernetesObject[] {
    let source = "";
    return output.split(/^---(?=\s|$)/m).flatMap((text) => {
        // A file of crds/ with several documents is named at the first one.
        source = /^# Source: (.+)$/m.exec(text)?.[1] ?? source;
        const digest = hash("sha256", text, "base64");
        const objects = read.get(digest) ?? parse(withoutSchema(text)).flatMap(flatten);
        read.set(digest, objects);
        return /\/crds\//.test(source) && !source.includes("/templates/") ? objects.map(annotatedToStay) : objects;
    });
}

const annotatedToStay = ({ metadata, ...fields }: KubernetesObject): KubernetesObject => ({
    ...(fields as KubernetesObject),
    metadata: { ...metadata, annotations: { ...(metadata.annotations as object), [resourcePolicy]: "keep" } },
});

function parse(text: string): readonly unknown[] {
    try {
        return documentsIn(text, asHelm);
    } catch {
        // What the parser says may quote the text.
        const source = /^# Source: ([\w./-]+)$/m.exec(text)?.[1] ?? "a template";
        throw new NotRendered(`what ${source} of the chart becomes with these values is not YAML`);
    }
}

/**
 * One of the chart's own files.
 * @throws NotRendered where it cannot be read, as with aliases without end.
 */
export function readYaml(text: string): unknown {
    try {
        return documentsIn(text, asHelm)[0];
    } catch {
        throw new NotRendered("a file of its chart cannot be read as YAML");
    }
}

function flatten(content: unknown): KubernetesObject[] {
    const items = itemsOf(content);
    if (items) return items.flatMap(flatten);
    if (!isMap(content)) return [];
    const { apiVersion, kind, metadata } = content;
    if (typeof kind !== "string" || typeof apiVersion !== "string") return [];
    return [{ ...content, apiVersion, kind, metadata: { name: "", ...(isMap(metadata) ? metadata : {}) } }];
}
