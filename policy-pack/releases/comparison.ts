import { isDeepStrictEqual } from "node:util";
import { isMap } from "../inventory/maps.ts";
import { type Opaque, random, secret, unknown } from "../inventory/unknown.ts";
import type { KubernetesObject } from "./manifests.ts";

/** Why a leaf of a rendering is not what it will be. */
export type Cause = (leaf: unknown) => Opaque;

const symbol = (reason: Opaque): symbol => (reason === "secret" ? secret : reason === "random" ? random : unknown);

/**
 * The objects of two renderings as one: what differs cannot be read, and so cannot any part of what only one of them
 * has. What cannot be read in the first already stays so.
 */
export function compare(
    first: readonly KubernetesObject[],
    second: readonly KubernetesObject[],
    cause: Cause,
): KubernetesObject[] {
    const others = Map.groupBy(second, identity);
    const lone: KubernetesObject[] = [];
    const pairs = first.flatMap((object) => {
        const other = others.get(identity(object))?.shift();
        if (!other) lone.push(object);
        return other ? [[object, other] as const] : [];
    });
    const rest = [...others.values()].flat();
    return [...pairs, ...sameKind(lone, rest)].map(([object, other]) =>
        other ? (join(object, other, cause) as KubernetesObject) : hide(object),
    );
}

/** What an object is told apart by. */
export const identity = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
    JSON.stringify([apiVersion, kind, metadata.namespace, metadata.name]);

type Pair = readonly [KubernetesObject, KubernetesObject | undefined];

/** Objects whose names differ belong together where both renderings have as many of the kind; else each is alone. */
function sameKind(lone: readonly KubernetesObject[], rest: readonly KubernetesObject[]): Pair[] {
    const kindOf = ({ apiVersion, kind }: KubernetesObject) => `${apiVersion}/${kind}`;
    const theirs = Map.groupBy(rest, kindOf);
    return [...Map.groupBy([...lone, ...rest], kindOf)].flatMap(([kind, all]): Pair[] => {
        const others = theirs.get(kind) ?? [];
        const ours = all.slice(0, all.length - others.length);
        if (ours.length === others.length) return ours.map((object, index) => [object, others[index]]);
        return all.map((object) => [object, undefined]);
    });
}

/** Whether it will be there at all is not known, so nothing of it is. */
function hide(object: KubernetesObject): KubernetesObject {
    const { apiVersion, kind, metadata } = object;
    const hidden = (parent: object) => Object.fromEntries(Object.keys(parent).map((key) => [key, unknown]));
    const { name, namespace } = metadata;
    return { ...hidden(object), apiVersion, kind, metadata: { ...hidden(metadata), name, namespace } };
}

function join(one: unknown, other: unknown, cause: Cause): unknown {
    if (isDeepStrictEqual(one, other) || typeof one === "symbol") return one;
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
        return one.map((item, index) => join(item, other[index], cause));
    }
    if (isMap(one) && isMap(other)) {
        const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
        return Object.fromEntries(keys.map((key) => [key, join(one[key], other[key], cause)]));
    }
    return symbol(cause(one));
}
