/**
 * Why a leaf cannot be read: unknown before the update, secret, another one each time, left to a chart's default, or left
 * to whoever else sets fields of the object.
 */
export type Opaque = "unknown" | "secret" | "random" | "not rendered" | "not set" | "left out";

const explanations: Record<Opaque, string> = {
    unknown: "is known only after the update",
    secret: "is secret",
    random: "is another one at every rendering",
    "not set": "is left to the chart, whose values do not name it",
    "not rendered": "is left to the chart's default, and the chart was not rendered",
    "left out": "is left out here, and may be set elsewhere",
};

/** Thrown by reading a leaf that cannot be read. The harness turns it into evidence `unknown`. */
export class UnknownValue extends Error {
    readonly path: string;
    readonly reason: Opaque;

    constructor(path: string, reason: Opaque) {
        super(`${path} ${explanations[reason]}`);
        this.path = path;
        this.reason = reason;
    }
}

/**
 * What the engine and `pulumi preview --json` put in the place of an unknown boolean, number, string, list, and so on.
 */
const unknowns = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** How `preview --json` shows a secret, and the key and value that mark one in a state file. */
const secretText = "[secret]";
const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Leaves of hand-made data (tests, YAML) that are to be unknown or secret once sealed. */
export const unknown = Symbol("unknown");
export const secret = Symbol("secret");
export const random = Symbol("random");

/**
 * Plain data in which reading an unknown or secret leaf throws `UnknownValue` with the leaf's path. Takes what
 * CrossGuard hands to a policy (whose proxies throw at unknown leaves), inputs of a state file or of `pulumi preview
 * --json`, or hand-made data. Keys stay visible: `"keyArn" in provider` is true where `provider.keyArn` is unknown.
 * What is null is left out.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
export function seal(value: any, path = ""): any {
    return copy(value, path, new Map());
}

const attributes = { enumerable: true, configurable: true };

// biome-ignore lint/suspicious/noExplicitAny: as above
function copy(value: any, path: string, seen: Map<object, unknown>): any {
    if (typeof value !== "object" || value === null) return value;
    const known = seen.get(value);
    if (known !== undefined) return known;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const target: any = Array.isArray(value) ? [] : {};
    seen.set(value, target);
    for (const key of Object.keys(value)) {
        const leaf = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
        const { opaque, read } = look(value, key);
        // To Kubernetes and to providers alike, null is not set.
        if (read === null && !Array.isArray(value)) continue;
        // Defined, not assigned: a key may be called `__proto__`.
        const shown = () => ({ value: copy(read, leaf, seen), writable: true });
        const hidden = (reason: Opaque) => ({ get: () => deny(leaf, reason) });
        Object.defineProperty(target, key, { ...attributes, ...(opaque ? hidden(opaque) : shown()) });
    }
    return target;
}

/** Whether a property is set to what cannot be read, as far as its first level goes. */
export const isHidden = (props: object, key: string): boolean => hiddenBy(props, key) !== undefined;

/** Why a property cannot be read; nothing where it can. */
export function hiddenBy(props: object, key: string): Opaque | undefined {
    const getter = Object.getOwnPropertyDescriptor(props, key)?.get;
    try {
        getter?.();
        return undefined;
    } catch (error) {
        if (error instanceof UnknownValue) return error.reason;
        throw error;
    }
}

function look(parent: Record<string, unknown>, key: string): { opaque?: Opaque; read?: unknown } {
    try {
        const read = parent[key];
        return { opaque: opacity(read), read };
    } catch (error) {
        if (isUnknownValueError(error)) return { opaque: "unknown" };
        if (error instanceof UnknownValue) return { opaque: error.reason };
        throw error;
    }
}

/**
 * What a proxy of `@pulumi/policy` throws at an unknown leaf, told by the field that only it has: its class would bring
 * gRPC and two thirds of the start of `readiness`.
 */
const isUnknownValueError = (error: unknown): boolean => error instanceof Error && "unknownTypeSentinel" in error;

function opacity(leaf: unknown): Opaque | undefined {
    if (leaf === unknown || (typeof leaf === "string" && unknowns.has(leaf))) return "unknown";
    if (leaf === secret || leaf === secretText) return "secret";
    if (leaf === random) return "random";
    const marked = typeof leaf === "object" && leaf !== null && signatureKey in leaf;
    return marked && leaf[signatureKey] === secretSignature ? "secret" : undefined;
}

function deny(path: string, reason: Opaque): never {
    throw new UnknownValue(path, reason);
}
