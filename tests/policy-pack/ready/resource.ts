import type { Resource } from "../../../policy-pack/inventory/resource.ts";

/** Inputs of a fixture's resource, mutable so that a test can break one property. */
// biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
export type Props = Record<string, any>;

export const urnOf = (type: string, name: string): string => `urn:pulumi:prod::shop::${type}::${name}`;

/** A resource whose properties were made from others: `from` names their types and names by property. */
export function resource(type: string, name: string, props: Props, from: Record<string, string[]> = {}): Resource {
    return { urn: urnOf(type, name), type, name, props, dependencies: from, ids: [`id-of-${name}`] };
}

/** A Kubernetes object, named like its resource unless `metadata.name` says otherwise. */
export function object(type: string, name: string, props: Props): Resource {
    const metadata = { name, ...props.metadata };
    return resource(`kubernetes:${type}`, name, { ...props, metadata });
}

export function release(name: string, chart: string, values: Props, from: Record<string, string[]> = {}): Resource {
    const props = { chart, version: "1.0.0", namespace: name, name, values };
    return resource("kubernetes:helm.sh/v3:Release", name, props, from);
}
