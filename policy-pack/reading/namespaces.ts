import type { Inventory } from "../inventory/inventory.ts";
import { namespaceName, namespaceOf } from "../inventory/namespaces.ts";
import { partial } from "../inventory/partial.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";
import type { Rule } from "../judgement/rule.ts";
import { workloads } from "./workloads.ts";

/** Namespaces that Kubernetes itself makes; what runs there is judged by other checks. */
const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

/**
 * Namespaces for workloads: Namespace objects, releases that make their own, and those that workloads name and nothing
 * here makes.
 */
export const workloadNamespaces: Pick<Rule, "subjects" | "applies"> = {
    subjects: (inventory) => [...made(inventory), ...named(inventory)],
    applies: ({ type, props }) =>
        type.endsWith(":Namespace")
            ? !systemNamespaces.includes(props.metadata?.name)
            : props.createNamespace === true && !systemNamespaces.includes(props.namespace),
};

/** What may make a namespace; a patch labels one that somebody else made. */
const made = (inventory: Inventory): Resource[] => [
    ...inventory.objects("Namespace", "core").filter(({ isPatch }) => !isPatch),
    ...inventory.releases.map(({ resource }) => resource),
];

/**
 * Namespaces that only workloads name. What is there of theirs counts; what is not may be where they are made, so its
 * lack is unknown.
 */
function named(inventory: Inventory): Resource[] {
    const known = new Set(made(inventory).flatMap((resource) => attempt(() => namespaceName(resource)) ?? []));
    const patches = inventory.objects("Namespace", "core").filter(({ isPatch }) => isPatch);
    const first = new Map<string, Resource>();
    for (const resource of [...patches, ...workloads(inventory)]) {
        const isNamespace = resource.type.endsWith(":Namespace");
        const name = attempt(() => (isNamespace ? namespaceName(resource) : namespaceOf(inventory, resource)));
        if (name !== undefined && !known.has(name) && !first.has(name)) first.set(name, resource);
    }
    return [...first].map(([name, resource]) => standInOf(name, resource));
}

function standInOf(name: string, { urn, isPatch, props }: Resource): Resource {
    return {
        urn,
        type: "kubernetes:core/v1:Namespace",
        name,
        props: isPatch ? props : partial({ metadata: { name } }),
        standIn: { replaces: ["fail", "unknown"], message: `the namespace ${name} is not in this stack`, urn },
    };
}

function attempt<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValue) return undefined;
        throw error;
    }
}
