import { posix } from "node:path";
import { unknown } from "../../inventory/unknown.ts";

/** A document of a file; its name is the path within the folder that is read. */
export interface FileDocument {
    readonly file: string;
    // biome-ignore lint/suspicious/noExplicitAny: whatever YAML holds
    readonly document: any;
}

/** What a kustomization says of the files around it; paths are those of the files. */
interface Kustomization {
    readonly folder: string;
    readonly namespace?: string;
    readonly resources: readonly string[];
    readonly patches: readonly string[];
}

const note =
    "The folder holds kustomizations: give the output of `kustomize build` to judge the objects that they make.";

/**
 * The sources of Kustomize, told apart: a patch is no object, and an object is in the namespace that the outermost
 * kustomization over it names. Where several name one each, its namespace is unknown.
 */
export function kustomized(documents: readonly FileDocument[]): { documents: FileDocument[]; notes: string[] } {
    const all = documents.flatMap(kustomization);
    if (all.length === 0) return { documents: [...documents], notes: [] };
    const patches = new Set(all.flatMap((each) => each.patches));
    const namespaces = namespacesOf(all);
    const objects = documents
        .filter(({ file }) => !patches.has(file))
        .map(({ file, document }) => ({ file, document: placed(document, namespaces.get(file)) }));
    return { documents: objects, notes: [note] };
}

function kustomization({ file, document }: FileDocument): Kustomization[] {
    const isOne = /^kustomization(\.ya?ml)?$/i.test(posix.basename(file)) || isOfKustomize(document?.apiVersion);
    if (!isOne || typeof document !== "object" || document === null) return [];
    const folder = posix.dirname(file);
    const { namespace, resources, bases, components, patches, patchesStrategicMerge, patchesJson6902 } = document;
    const at = (paths: readonly unknown[]) =>
        paths.flatMap((path) => (typeof path === "string" ? posix.join(folder, path) : []));
    return [
        {
            folder,
            namespace,
            resources: at([resources, bases, components].flatMap(listed)),
            patches: at([
                ...[patches, patchesJson6902].flatMap(listed).map((patch) => patch?.path),
                ...listed(patchesStrategicMerge),
            ]),
        },
    ];
}

const isOfKustomize = (apiVersion: unknown): boolean => String(apiVersion).startsWith("kustomize.config.k8s.io/");

// biome-ignore lint/suspicious/noExplicitAny: as above
const listed = (value: unknown): any[] => (Array.isArray(value) ? value : []);

/** The namespaces that each file is put into. */
function namespacesOf(all: readonly Kustomization[]): Map<string, Set<string>> {
    const byFolder = new Map(all.map((each) => [each.folder, each]));
    const below = new Set(all.flatMap(({ resources }) => resources.filter((path) => byFolder.has(path))));
    const found = new Map<string, Set<string>>();
    const visit = (each: Kustomization, above: string | undefined, path: readonly Kustomization[]): void => {
        if (path.includes(each)) return;
        const namespace = above ?? each.namespace;
        for (const resource of each.resources) {
            const inner = byFolder.get(resource);
            if (inner) visit(inner, namespace, [...path, each]);
            else if (namespace !== undefined) found.set(resource, (found.get(resource) ?? new Set()).add(namespace));
        }
    };
    for (const each of all) if (!below.has(each.folder)) visit(each, undefined, []);
    return found;
}

function placed(document: FileDocument["document"], namespaces: ReadonlySet<string> | undefined): unknown {
    if (!namespaces || typeof document?.metadata !== "object") return document;
    const namespace = namespaces.size === 1 ? [...namespaces][0] : unknown;
    return { ...document, metadata: { ...document.metadata, namespace } };
}
