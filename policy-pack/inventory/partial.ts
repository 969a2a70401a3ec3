import { UnknownValue } from "./unknown.ts";

/**
 * Told, or not there: what says which object it is; containers, of which those that others add are not its matter; the
 * operating system, which is Linux unless it says otherwise; and what `JSON.stringify` asks for.
 */
const told = [
    ...["apiVersion", "kind", "metadata", "name", "namespace", "ownerReferences"],
    ...["containers", "initContainers", "ephemeralContainers", "os"],
    "toJSON",
];

/**
 * Fields of an object that others set fields of too: reading one that is left out throws `UnknownValue`, as it may be set
 * elsewhere. So what is set is judged, and what is not is unknown and never missing.
 */
export function partial<T extends object>(fields: T, path = ""): T {
    return new Proxy(fields, {
        get(target, key, receiver) {
            const isTold = typeof key === "symbol" || key in target || told.includes(key) || Array.isArray(target);
            const leaf = Array.isArray(target)
                ? `${path}[${String(key)}]`
                : path
                  ? `${path}.${String(key)}`
                  : String(key);
            if (!isTold) throw new UnknownValue(leaf, "left out");
            const value = Reflect.get(target, key, receiver);
            return typeof value === "object" && value !== null ? partial(value, leaf) : value;
        },
    });
}
