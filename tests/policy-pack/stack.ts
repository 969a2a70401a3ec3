import { type Inventory, inventory } from "../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../policy-pack/inventory/resource.ts";
import { seal, unknown } from "../../policy-pack/inventory/unknown.ts";
import { urnOf } from "./ready/resource.ts";
import { readyStack } from "./ready-stack.ts";

type Path = string | readonly string[];
const keysOf = (path: Path): readonly string[] => (typeof path === "string" ? path.split(".") : path);

/** A change to a stack. */
export type Change = (stack: Resource[]) => void;

/** The ready stack after some changes, as the rules see it; its releases count as rendered. */
export function changed(...changes: Change[]): Inventory {
    const stack = readyStack();
    for (const change of changes) change(stack);
    const releases = stack.filter(({ type }) => type.includes(":helm.sh/")).map(({ urn }) => urn);
    const sealed = stack.map((resource) => ({ ...resource, props: seal(resource.props) }));
    return inventory(sealed, new Map(releases.map((urn) => [urn, { defaults: undefined }])));
}

/**
 * Sets one property, to a value or by a function of the old one; `undefined` takes it out. A resource is named as
 * `Cluster shop`: the end of its type, and its name. A path with dots in its keys is written as a list.
 */
export const set =
    (which: string, path: Path, value: unknown): Change =>
    (stack) => {
        const keys = keysOf(path);
        const last = keys.at(-1) ?? "";
        let parent = find(stack, which).props;
        for (const key of keys.slice(0, -1)) {
            parent[key] ??= {};
            parent = parent[key];
        }
        if (value === undefined) delete parent[last];
        else parent[last] = typeof value === "function" ? value(parent[last]) : value;
    };

/** Makes one property unknown. What it was made from is forgotten too: nothing else tells what it will be. */
export const hide =
    (which: string, path: Path): Change =>
    (stack) => {
        set(which, path, unknown)(stack);
        forget(which, keysOf(path)[0] ?? "")(stack);
    };

/** Takes away what a property was made from. */
export const forget =
    (which: string, property: string): Change =>
    (stack) => {
        const resource = find(stack, which);
        const { [property]: _, ...dependencies } = resource.dependencies ?? {};
        stack.splice(stack.indexOf(resource), 1, { ...resource, dependencies });
    };

/** Makes a property depend on other resources, each named by its full type and its name. */
export const madeFrom =
    (which: string, property: string, ...sources: string[]): Change =>
    (stack) => {
        const resource = find(stack, which);
        const urns = sources.map((source) => urnOf(...(source.split(" ") as [string, string])));
        stack.splice(stack.indexOf(resource), 1, {
            ...resource,
            dependencies: { ...resource.dependencies, [property]: urns },
        });
    };

/** Several changes as one. */
export const both =
    (...changes: Change[]): Change =>
    (stack) => {
        for (const change of changes) change(stack);
    };

/** Takes resources out. */
export const drop =
    (...which: string[]): Change =>
    (stack) => {
        for (const each of which) stack.splice(stack.indexOf(find(stack, each)), 1);
    };

/** Takes every object of an API group out. */
export const dropApi =
    (group: string): Change =>
    (stack) => {
        stack.splice(0, stack.length, ...stack.filter(({ type }) => !type.startsWith(`kubernetes:${group}/`)));
    };

/** Puts resources in. */
export const add =
    (...resources: Resource[]): Change =>
    (stack) => {
        stack.push(...resources);
    };

function find(stack: readonly Resource[], which: string): Resource {
    const [kind, name] = which.split(" ");
    const found = stack.filter((resource) => resource.name === name && resource.type.endsWith(`:${kind}`));
    if (found.length !== 1) throw new Error(`${found.length} resources are called ${which}`);
    return found[0] as Resource;
}
