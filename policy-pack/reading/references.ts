import { kindKey } from "../inventory/api.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { namespaceOf } from "../inventory/namespaces.ts";
import type { Resource } from "../inventory/resource.ts";
import { isSet } from "../inventory/zero-values.ts";
import type { Verdict } from "../judgement/verdict.ts";
import { configMap, ofPods, type Place, places, secret } from "./reference-places.ts";
import { ofKinds } from "./relations.ts";
import { type Reading, walk } from "./walk.ts";
import { type Container, containers, podSpec } from "./workloads.ts";

/** An object that another one names. */
export interface Reference {
    /** `<group>/<Kind>`, where `core` is the core group. */
    readonly to: string;
    readonly name: string;
    /** Default: it is of the cluster, or in the namespace of what names it. */
    readonly namespace?: string;
    /** What names it, as the subject of a sentence. */
    readonly how: string;
    /** Number or name of a port that it must have. */
    readonly port?: number | string;
    /** Keys that it must have. */
    readonly keys?: readonly string[];
    /** From another namespace only with a ReferenceGrant there. */
    readonly granted?: true;
    /** What is told the name may make it. */
    readonly mayMake?: true;
}

/** Objects that name others, beside workloads. */
export const naming = (inventory: Inventory): readonly Resource[] => ofKinds(inventory, Object.keys(places));

/** What an object names, one reading each; of a workload, what its pods name too. */
export function referencesOf(
    inventory: Inventory,
    object: Resource,
): readonly Reading<Reference | Verdict | undefined>[] {
    const key = kindKey(object.type);
    const own = places[key] ?? [];
    const isWorkload = own.length === 0 || key === "apps/StatefulSet";
    const all = [
        ...own.map((row) => [row, object.props] as const),
        ...(isWorkload ? ofPods.map((row) => [row, podSpec(object)] as const) : []),
    ];
    return [
        ...all.flatMap(([row, root]) =>
            walk(root, row.at).map((read) => () => referenceOf(inventory, object, row, read())),
        ),
        ...(isWorkload ? containers(object).flatMap((container) => inArguments(inventory, object, container)) : []),
    ];
}

/** `--<anything>-configmap=name` and `--<anything>-secret-name=name`; a name that is put together later is none. */
function inArguments(inventory: Inventory, object: Resource, { command = [], args = [] }: Container) {
    return [...command, ...args].flatMap((word: unknown): Reading<Reference>[] => {
        const [, flag = "", name = ""] = /^(--?[\w.-]+)=([a-z0-9]([-a-z0-9.]*[a-z0-9])?)$/.exec(String(word)) ?? [];
        const to = /config-?map(-?name)?$/i.test(flag) ? configMap : /secret-?name$/i.test(flag) ? secret : undefined;
        if (!to) return [];
        // Programs that make certificates are told in which Secret to put them.
        const mayMake = to === secret || undefined;
        const namespace = () => namespaceOf(inventory, object);
        return [() => ({ to, name, namespace: namespace(), how: `the argument ${flag}`, mayMake })];
    });
}

/** What is read at the place of a row; nothing where it names nothing, or need not be there. */
// biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
function referenceOf(inventory: Inventory, object: Resource, row: Place, value: any): Reference | Verdict | undefined {
    const name = row.name === "" ? value : first(value, [row.name ?? "name"]);
    if (!isSet(name) || value.optional === true) return undefined;
    if (row.only && value.kind !== row.only) return undefined;
    const said = row.otherwise?.(object, value);
    if (said) return said;
    const port = row.port && (first(value, row.port.at) ?? row.port.otherwise);
    const namespace = row.isPlaced && isSet(value.namespace) ? value.namespace : undefined;
    return {
        to: row.isTyped ? typeOf(value, row.to) : row.to,
        name,
        namespace: namespace ?? namespaceOf(inventory, object),
        how: row.how,
        port,
        keys: row.key ? walk(value, row.key).map((read) => read()) : [],
        granted: row.granted,
    };
}

function first(value: unknown, paths: readonly string[]): never | undefined {
    return paths.flatMap((path) => walk(value, path).map((read) => read())).find(isSet) as never | undefined;
}

/** The type that a reference names. */
function typeOf(
    { apiVersion, apiGroup, group, kind }: Record<"apiVersion" | "apiGroup" | "group" | "kind", string | undefined>,
    otherwise: string,
): string {
    const [usualGroup, usualKind] = otherwise.split("/");
    const ofVersion = apiVersion && (apiVersion.includes("/") ? apiVersion.split("/")[0] : "core");
    // Empty is the core group to the Gateway API.
    const ofGroup = group === "" ? "core" : group;
    return `${ofVersion || apiGroup || ofGroup || usualGroup}/${kind ?? usualKind}`;
}
