import { isDeepStrictEqual } from "node:util";
import { type Opaque, random, secret, unknown } from "../unknown.ts";
import type { KubernetesObject } from "./manifests.ts";

/** Tells why a leaf of the first rendering is not what it will be. */
export type Cause = (leaf: unknown) => Opaque;

const symbol = (reason: Opaque): symbol => (reason === "secret" ? secret : reason === "random" ? random : unknown);

/** The objects of two renderings as one: what differs is unknown, and so is every part of what only one of them has. */
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
        other ? (join(object, other, cause) as KubernetesObject) : hide(object, cause),
    );
}

const identity = ({ apiVersion, kind, metadata }: KubernetesObject): string =>
    JSON.stringify([apiVersion, kind, metadata.namespace, metadata.name]);

type Pair = readonly [KubernetesObject, KubernetesObject | undefined];

/** Objects whose very names differ belong together where both renderings have as many of the kind; else each is alone. */
function sameKind(lone: readonly KubernetesObject[], rest: readonly KubernetesObject[]): Pair[] {
    const kindOf = ({ apiVersion, kind }: KubernetesObject) => `${apiVersion}/${kind}`;
    const others = Map.groupBy(rest, kindOf);
    return [...Map.groupBy([...lone, ...rest], kindOf)].flatMap(([kind, all]): Pair[] => {
        const theirs = others.get(kind) ?? [];
        const ours = all.slice(0, all.length - theirs.length);
        if (ours.length === theirs.length) return ours.map((object, index) => [object, theirs[index]]);
        return all.map((object) => [object, undefined]);
    });
}

/** Whether it will be there at all is not known, so nothing of it is. */
function hide(object: KubernetesObject, cause: Cause): KubernetesObject {
    const { apiVersion, kind, metadata } = object;
    const hidden = (parent: object) => Object.fromEntries(Object.keys(parent).map((key) => [key, symbol(cause(key))]));
    const { name, namespace } = metadata;
    return { ...hidden(object), apiVersion, kind, metadata: { ...hidden(metadata), name, namespace } };
}

function join(one: unknown, other: unknown, cause: Cause): unknown {
    if (isDeepStrictEqual(one, other)) return one;
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
        return one.map((item, index) => join(item, other[index], cause));
    }
    if (!isMap(one) || !isMap(other)) return symbol(cause(one));
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return Object.fromEntries(
        keys.map((key) => [
            key,
            key in one && key in other ? join(one[key], other[key], cause) : symbol(cause(one[key])),
        ]),
    );
}

const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
