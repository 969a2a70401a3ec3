import { failuresOf, propertyFailures } from "../checks.ts";
import { type Failure, Refusal, type Resource } from "../cloud.ts";
import { typeFacts } from "../sdk.ts";
import { asRecord, hasUnknown, isUnknown, merge, secret, type Values } from "../values.ts";
import type { Address } from "./cluster.ts";
import { apiVersionOf, builtInGroups, clusterWide, type Gvk, gvkOf, isPatch } from "./gvk.ts";
import { type Kind, kinds } from "./kinds.ts";
import { metadataFailures } from "./names.ts";

const nothing: Kind = {};

export const kindOf = ({ group, kind }: Gvk): Kind => (group in builtInGroups ? (kinds[kind] ?? nothing) : nothing);

/**
 * The object as the plugin's Check returns it: with a name where the program gives none, and with the namespace of the
 * provider, else `default`, where its kind has one. What the plugin does beyond to a built-in kind, by way of its Go
 * type (quantities in their shortest spelling, no empty lists), is not simulated.
 */
export function completed(
    { type, name }: Resource,
    inputs: Values,
    before: Values | undefined,
    namespace: unknown,
    suffix: string,
): Values {
    const gvk = gvkOf(type);
    const metadata = { ...asRecord(inputs.metadata) };
    if (isPatch(type)) {
        if (!metadata.name) throw new Refusal("patch resources require the `.metadata.name` field to be set");
    } else if (metadata.name === undefined && metadata.generateName === undefined) {
        metadata.name = asRecord(before?.metadata).name ?? `${name}-${suffix}`;
        metadata.annotations = { ...asRecord(metadata.annotations), "pulumi.com/autonamed": "true" };
    }
    if (namespaced(gvk)) metadata.namespace ||= namespace || "default";
    return { ...inputs, metadata };
}

/**
 * A Secret as the plugin hands it back: what is readable in base64, and all of it secret, whatever the program says.
 */
export function withSecretData(type: string, object: Values): Values {
    const { group, kind } = gvkOf(type);
    const { stringData, data, ...rest } = object;
    if (group !== "core" || kind !== "Secret" || (data === undefined && stringData === undefined)) return object;
    if (hasUnknown(object))
        return {
            ...rest,
            ...(data !== undefined && { data: secret(data) }),
            ...(stringData !== undefined && { stringData: secret(stringData) }),
        };
    const encoded = Object.entries(asRecord(stringData)).map(([key, text]) => [
        key,
        Buffer.from(String(text)).toString("base64"),
    ]);
    return { ...rest, data: secret({ ...asRecord(data), ...Object.fromEntries(encoded) }) };
}

export function objectFailures(type: string, object: Values): Failure[] {
    const gvk = gvkOf(type);
    const { group, version, kind } = gvk;
    // As the plugin says it of `kubernetes:v1:ConfigMap`, which is `kubernetes:core/v1:ConfigMap`.
    if (version === "") throw new Refusal(`apiVersion does not have both a group and a version: "${group}"`);
    const builtIn = group in builtInGroups;
    const facts = builtIn ? sdkFacts(type) : undefined;
    if (builtIn && !facts) throw new Refusal(`Kubernetes has no resources of type ${type}`);
    const { checks = {}, relations } = kindOf(gvk);
    const stated = { apiVersion: apiVersionOf(gvk), kind };
    return [
        ...Object.entries(stated)
            .filter(([field, value]) => object[field] !== value && !isUnknown(object[field]))
            .map(([property, value]) => ({
                property,
                reason: `${property} must be ${value}, as the type ${type} says`,
            })),
        ...(facts ? propertyFailures(object, facts, `${kind} has no field`) : []),
        ...metadataFailures(kind, asRecord(object.metadata)),
        // What a patch leaves out is in the object.
        ...(isPatch(type) ? [] : [...failuresOf(object, checks), ...(relations?.(object) ?? [])]),
    ];
}

const namespaced = ({ group, kind }: Gvk): boolean => group in builtInGroups && !clusterWide.has(kind);

export function addressOf(type: string, object: Values): Address {
    const gvk = gvkOf(type);
    const { name, namespace } = asRecord(object.metadata);
    const place = namespaced(gvk) ? (namespace ?? "default") : namespace;
    const inNamespace = clusterWide.has(gvk.kind) && gvk.group in builtInGroups ? undefined : place;
    return {
        kind: `${gvk.kind}.${gvk.group}`,
        name: String(name),
        ...(inNamespace !== undefined && { namespace: String(inNamespace) }),
    };
}

/** What the API server adds to an object. */
export function objectOutputs(type: string, object: Values, uid: string): Values {
    const { namespace } = addressOf(type, object);
    const metadata = { uid, resourceVersion: "1", generation: 1, creationTimestamp: "2026-01-01T00:00:00Z", namespace };
    const status = gvkOf(type).kind === "Namespace" ? { status: { phase: "Active" } } : {};
    return merge({ metadata, ...status }, object);
}

function sdkFacts(type: string) {
    const { group, version } = gvkOf(type);
    const { folder, versions } = builtInGroups[group] ?? { folder: "", versions: [] };
    if (!versions.includes(version)) return undefined;
    return typeFacts("@pulumi/kubernetes", type, `${folder}/${version}/${type.split(":").at(-1)}`);
}
