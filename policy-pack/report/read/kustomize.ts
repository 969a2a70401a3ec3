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
    readonly isComponent?: boolean;
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
    const parts = new Set(all.filter(({ isComponent }) => isComponent).flatMap(({ resources }) => resources));
    // Whoever takes a component in says where it goes.
    const places = (file: string) => namespaces.get(file) ?? (parts.has(file) ? anywhere : undefined);
    const objects = documents
        .filter(({ file }) => !patches.has(file))
        .map(({ file, document }) => ({ file, document: placed(document, places(file)) }));
    return { documents: objects, notes: [note] };
}

const anywhere: ReadonlySet<string> = new Set();

function kustomization({ file, document }: FileDocument): Kustomization[] {
    if (isOfFlux(document?.apiVersion)) return ofFlux(file, document.spec ?? {});
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
            isComponent: document.kind === "Component",
            resources: at([resources, bases, components].flatMap(listed)),
            patches: at([
                ...[patches, patchesJson6902].flatMap(listed).map((patch) => patch?.path),
                ...listed(patchesStrategicMerge),
            ]),
        },
    ];
}

const isOfFlux = (apiVersion: unknown): boolean => String(apiVersion).startsWith("kustomize.toolkit.fluxcd.io/");

/** Flux builds a folder of the repository, and puts all of it into one namespace; whoever lists its file does not. */
const ofFlux = (
    file: string,
    { path, targetNamespace }: { path?: unknown; targetNamespace?: string },
): Kustomization[] =>
    typeof path === "string" && targetNamespace !== undefined
        ? [{ folder: `${file}#${path}`, namespace: targetNamespace, resources: [posix.normalize(path)], patches: [] }]
        : [];

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
    // A Namespace gets the name of the namespace that all the others are put into.
    const key = document.kind === "Namespace" ? "name" : "namespace";
    return { ...document, metadata: { ...document.metadata, [key]: namespace } };
}
