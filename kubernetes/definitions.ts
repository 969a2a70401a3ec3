import type { Api } from "./api.ts";
import { describe, isTrue, type KubernetesObject } from "./kubernetes-object.ts";
import { until } from "./until.ts";

/** Waits until the kind of a CustomResourceDefinition is served, at most so many seconds. */
export const untilServed = (api: Api, definition: KubernetesObject, seconds: number): Promise<true> =>
    until(`${describe(definition)} to be served`, seconds, async () => {
        const found = await api.get(definition);
        return found !== undefined && isTrue(found, "Established");
    });

/** Group, version and name of a kind; its plural is as English has it, unless it is given. */
export type DefinedKind = [
    group: string,
    version: string,
    kind: string,
    scope?: "Namespaced" | "Cluster",
    plural?: string,
];

/** Asked for in the groups of Kubernetes itself. */
const unapproved = { "api-approved.kubernetes.io": "unapproved, it stands in for the real one" };

const pluralOf = (singular: string): string =>
    singular.endsWith("s") ? `${singular}es` : singular.replace(/(?<![aeiou])y$/, "ie").concat("s");

/** A CustomResourceDefinition of a kind that takes any content. */
export function definition([
    group,
    version,
    kind,
    scope = "Namespaced",
    plural = pluralOf(kind.toLowerCase()),
]: DefinedKind): KubernetesObject {
    const singular = kind.toLowerCase();
    const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
    return {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        metadata: { name: `${plural}.${group}`, ...(group.endsWith(".k8s.io") && { annotations: unapproved }) },
        spec: {
            group,
            scope,
            names: { kind, plural, singular },
            versions: [{ name: version, served: true, storage: true, schema }],
        },
    };
}
