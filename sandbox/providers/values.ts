/** Properties of a resource, as in a program: plain data, in which an unknown leaf is `unknownValue`. */
export type Values = Record<string, unknown>;

// How Pulumi's protocol spells what JSON cannot: markers in sdk/go/common/resource/plugin/rpc.go of pulumi/pulumi.
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** An output that is not known before the update. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// One marker for each type the engine may expect: bool, number, string, array, asset, archive, object.
const unknownValues = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    unknownValue,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const isUnknown = (value: unknown): boolean => typeof value === "string" && unknownValues.has(value);

export const isRecord = (value: unknown): value is Values =>
    typeof value === "object" && value !== null && !Array.isArray(value);

export const asRecord = (value: unknown): Values => (isRecord(value) ? value : {});

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Whether a leaf is unknown. */
export function hasUnknown(value: unknown): boolean {
    if (Array.isArray(value)) return value.some(hasUnknown);
    return isRecord(value) ? Object.values(value).some(hasUnknown) : isUnknown(value);
}

export const secret = (value: unknown): Values => ({ [signature]: secretSignature, value });

const isSecret = (value: unknown): value is { value: unknown } =>
    isRecord(value) && value[signature] === secretSignature;

/** The value without the marks of secrets. */
export function plain<T = unknown>(value: unknown): T {
    if (isSecret(value)) return plain(value.value);
    if (Array.isArray(value)) return value.map((item) => plain(item)) as T;
    if (!isRecord(value)) return value as T;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) as T;
}

/** Every text that is marked as a secret somewhere in the value. */
export function secretsOf(value: unknown): string[] {
    if (isSecret(value)) return leaves(plain(value));
    if (Array.isArray(value)) return value.flatMap(secretsOf);
    return isRecord(value) ? Object.values(value).flatMap(secretsOf) : [];
}

function leaves(value: unknown): string[] {
    if (Array.isArray(value)) return value.flatMap(leaves);
    if (isRecord(value)) return Object.values(value).flatMap(leaves);
    return typeof value === "string" ? [value] : [];
}

/**
 * The values, secret again where the original holds a secret: object by object, a list as a whole, as Pulumi's
 * providers do (`annotateSecrets`).
 */
export function annotateSecrets(original: Values, values: Values): Values {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => {
            const before = original[key];
            if (isSecret(value) || secretsOf(before).length === 0) return [key, value];
            if (isRecord(value) && isRecord(before) && !isSecret(before)) return [key, annotateSecrets(before, value)];
            return [key, secret(value)];
        }),
    );
}

/**
 * What a plan may know of the outputs: what the program itself said. All else is known when the resource exists, as
 * with the real providers.
 */
export function previewOutputs(inputs: Values, outputs: Values): Values {
    return Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => {
            const input = inputs[key];
            if (input === undefined) return [key, unknownValue];
            return [key, isRecord(input) && isRecord(value) ? previewOutputs(input, value) : input];
        }),
    );
}

/** `base` overlaid by `over`, object by object; lists and leaves are replaced. */
export function merge(base: Values, over: Values): Values {
    const merged: Values = { ...base };
    for (const [key, value] of Object.entries(over)) {
        const below = merged[key];
        merged[key] = isRecord(below) && isRecord(value) ? merge(below, value) : value;
    }
    return merged;
}

/** Without `undefined`, which Pulumi's protocol has no word for. */
export function compact<T>(value: T): T {
    if (Array.isArray(value)) return value.map(compact) as T;
    if (!isRecord(value)) return value;
    const defined = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(defined.map(([key, item]) => [key, compact(item)])) as T;
}

/** Computed values of a plan: what was built from something unknown is unknown. */
export function propagateUnknown<T>(value: T): T {
    if (Array.isArray(value)) return value.map(propagateUnknown) as T;
    if (isRecord(value))
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, propagateUnknown(item)])) as T;
    return typeof value === "string" && value.includes(unknownValue) ? (unknownValue as T) : value;
}
