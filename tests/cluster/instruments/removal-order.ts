import { parseAllDocuments } from "yaml";
import type { Cluster } from "../../../kubernetes/cluster.ts";
import { describe, type KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import type { Installable, Release } from "../../../kubernetes/stack-objects.ts";
import type { Operation } from "../../engine/operations.ts";
import { nameOf } from "../real-stack.ts";

/** Something of a stack, called as people call it. */
interface Thing {
    readonly what: string;
    /** Group and kind of what is in it. */
    readonly kinds: readonly string[];
    /** Group and kind of what its CRDs let exist. */
    readonly serves: readonly string[];
    readonly namespace?: string;
}

/** Of two things the one that must be gone before the other begins to go. */
export interface Order {
    readonly first: string;
    readonly later: string;
}

/**
 * What must go before what, from the objects and charts themselves and not from what the stack says: what is of a
 * custom kind goes before the release whose chart has the CRD, and what is in a namespace before the namespace.
 */
export async function ordersOf(cluster: Cluster, steps: readonly Installable[]): Promise<Order[]> {
    const things: Thing[] = [];
    for (const step of steps) {
        things.push("object" in step ? thingOf(step.object) : await installed(cluster, step.release));
    }
    const needs = (it: Thing, other: Thing) =>
        it !== other &&
        (other.what === `v1 Namespace ${it.namespace}` || other.serves.some((kind) => it.kinds.includes(kind)));
    return things.flatMap((it) =>
        things.filter((other) => needs(it, other)).map(({ what }) => ({ first: it.what, later: what })),
    );
}

/** The orders that a removal broke: what went before it may, or stayed. */
export function brokenOrders(orders: readonly Order[], operations: readonly Operation[]): string[] {
    const operationOf = new Map(
        operations.filter(({ failed }) => !failed).map((operation) => [nameOf(operation), operation]),
    );
    return orders.flatMap(({ first, later }) => {
        const [one, other] = [operationOf.get(first), operationOf.get(later)];
        if (!other || (one && one.end <= other.start)) return [];
        return [one ? `${later} went before ${first}` : `${later} went, ${first} stayed`];
    });
}

const thingOf = (object: KubernetesObject): Thing => ({
    what: describe(object),
    kinds: [groupKind(object.apiVersion, object.kind)],
    serves: [],
    namespace: object.metadata.namespace,
});

/**
 * What Helm put on the cluster for a release, and what comes from the folder `crds` of its chart and of those in it.
 */
async function installed(cluster: Cluster, { name, namespace, chart, skipCrds }: Release): Promise<Thing> {
    const objects = async (...args: string[]) => {
        const { stdout } = await cluster.run("helm", args);
        return parseAllDocuments(stdout).flatMap((document): KubernetesObject[] => document.toJS() ?? []);
    };
    const manifest = await objects("get", "manifest", name, "--namespace", namespace);
    const crds = skipCrds ? [] : await objects("show", "crds", chart);
    return {
        what: `Release ${namespace}/${name}`,
        kinds: manifest.map(({ apiVersion, kind }) => groupKind(apiVersion, kind)),
        serves: [...crds, ...manifest]
            .filter(({ kind }) => kind === "CustomResourceDefinition")
            .map(({ spec }) => groupKind(`${spec.group}/`, spec.names.kind)),
        namespace,
    };
}

const groupKind = (apiVersion: string, kind: string): string => `${apiVersion.split("/").at(0)} ${kind}`;
