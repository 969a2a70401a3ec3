import { Address4 } from "ip-address";
import type { Failure } from "./cloud.ts";
import { isRecord, isUnknown, type Values } from "./values.ts";

/** Says what a known value must be and is not, or nothing. */
export type Check = (value: unknown) => string | undefined;

/** Checks by property path; `[]` stands for every item of a list, `*` for every key of a map. */
export type Checks = Record<string, Check>;

/** What is wrong with the values; what is absent or unknown is left alone. */
export function failuresOf(values: Values, checks: Checks): Failure[] {
    return Object.entries(checks).flatMap(([path, check]) =>
        at(values, path).flatMap(([property, value]) => {
            const must = check(value);
            return must ? [{ property, reason: `${property} must be ${must}, not ${quoted(value)}` }] : [];
        }),
    );
}

/**
 * Properties that are not known, told after `lacks` (such as `Pod has no field`), and required ones that are missing.
 */
export function propertyFailures(
    values: Values,
    { inputs, required }: { inputs: Iterable<string>; required: readonly string[] },
    lacks: string,
): Failure[] {
    const known = new Set(inputs);
    const strange = Object.keys(values).filter((property) => !known.has(property));
    const missing = required.filter((property) => values[property] === undefined);
    return [
        ...strange.map((property) => ({ property, reason: `${lacks} ${property}` })),
        ...missing.map((property) => ({ property, reason: `${property} is required` })),
    ];
}

/** Every known value at a path, with the path that leads to it. */
export function at(values: unknown, path: string): [string, unknown][] {
    let found: [string, unknown][] = [["", values]];
    for (const step of path.split(/\.|(?=\[\])/)) {
        found = found.flatMap(([prefix, value]): [string, unknown][] => {
            if (step === "[]") return Array.isArray(value) ? value.map((item, i) => [`${prefix}[${i}]`, item]) : [];
            if (!isRecord(value)) return [];
            const keys = step === "*" ? Object.keys(value) : [step];
            return keys.map((key) => [prefix ? `${prefix}.${key}` : key, value[key]]);
        });
    }
    return found.filter(([, value]) => value !== undefined && value !== null && !isUnknown(value));
}

function quoted(value: unknown): string {
    const text = JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

export const oneOf =
    (...allowed: (string | number | boolean)[]): Check =>
    (value) =>
        allowed.includes(value as string) ? undefined : `one of ${allowed.join(", ")}`;

export const matching =
    (pattern: RegExp, description: string): Check =>
    (value) =>
        typeof value === "string" && pattern.test(value) ? undefined : description;

export const integer =
    (from: number, to: number): Check =>
    (value) =>
        Number.isInteger(Number(value)) && Number(value) >= from && Number(value) <= to
            ? undefined
            : `a whole number from ${from} to ${to}`;

export const listOf =
    (from: number, to: number): Check =>
    (value) =>
        Array.isArray(value) && value.length >= from && value.length <= to
            ? undefined
            : `a list of ${from} to ${to} items`;

export const json: Check = (value) => {
    try {
        return isRecord(JSON.parse(String(value))) ? undefined : "a JSON object";
    } catch {
        return "valid JSON";
    }
};

/** An IPv4 range whose host bits are zero, of a size that is allowed. */
export const ipv4Range =
    (widest = 0, narrowest = 32): Check =>
    (value) => {
        const range = ipv4(value);
        if (!range) return "an IPv4 range such as 10.0.0.0/16";
        const first = `${range.startAddress().correctForm()}/${range.subnetMask}`;
        if (first !== value) return `the first address of its range, ${first}`;
        const fits = range.subnetMask >= widest && range.subnetMask <= narrowest;
        return fits ? undefined : `a range between /${widest} and /${narrowest}`;
    };

/** An IPv4 or IPv6 range. */
export const ipRange: Check = (value) =>
    String(value).includes(":") ? undefined : ipv4Range()(value) && "an IP range such as 10.0.0.0/16";

function ipv4(value: unknown): Address4 | undefined {
    const text = String(value);
    return text.includes("/") && Address4.isValid(text) ? new Address4(text) : undefined;
}

export const contains = (outer: string, inner: string): boolean => new Address4(inner).isInSubnet(new Address4(outer));

export const overlap = (one: string, other: string): boolean => contains(one, other) || contains(other, one);
