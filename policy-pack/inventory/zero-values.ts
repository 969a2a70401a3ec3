/**
 * Whether a program says something with a value. A plugin may hand back every field that a program leaves out as the
 * empty value of its type, as Pulumi's Kubernetes plugin does with a Release: such a field says nothing, as one that is
 * not there. Not for what means something when it is empty: no replicas, a feature that is off, a selector of all pods.
 */
export function isSet<T>(value: T | undefined | null): value is T {
    if (typeof value !== "object" || value === null) return Boolean(value);
    return Object.keys(value).length > 0;
}
