import { at, type Check, matching } from "../checks.ts";
import type { Failure } from "../cloud.ts";
import { asRecord, isUnknown, type Values } from "../values.ts";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
export const dnsLabel = matching(
    new RegExp(`^${label}$`),
    "at most 63 small letters, digits and -, beginning and ending with a letter or digit (RFC 1123)",
);
const subdomain = matching(
    new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`),
    "at most 253 small letters, digits, - and ., beginning and ending with a letter or digit (RFC 1123)",
);
const pathSegment = matching(/^(?!\.{1,2}$)[^/%]+$/, "a name without / and %");

const spellings: Record<string, Check> = {
    Namespace: dnsLabel,
    ClusterRole: pathSegment,
    ClusterRoleBinding: pathSegment,
};

const word = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const prefix = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`);
const annotationBytes = 256 * 1024;

/** What is wrong with the metadata of an object. */
export function metadataFailures(kind: string, metadata: Values): Failure[] {
    const failures: Failure[] = [];
    const spelled = (property: string, value: unknown, check: Check) => {
        const must = value === undefined || isUnknown(value) ? undefined : check(value);
        if (must) failures.push({ property, reason: `${property} must be ${must}, not "${value}"` });
    };
    spelled("metadata.name", metadata.name, spellings[kind] ?? subdomain);
    spelled("metadata.namespace", metadata.namespace, dnsLabel);
    for (const field of ["labels", "annotations"])
        for (const key of Object.keys(asRecord(metadata[field]))) spelled(`metadata.${field}`, key, qualifiedName);
    for (const [property, value] of at({ metadata }, "metadata.labels.*")) spelled(property, value, labelValue);
    const size = Buffer.byteLength(JSON.stringify(metadata.annotations ?? {}));
    if (size > annotationBytes)
        failures.push({
            property: "metadata.annotations",
            reason: `annotations have at most ${annotationBytes} bytes, not ${size}`,
        });
    return failures;
}

/** The value of a label. */
export const labelValue: Check = (value) =>
    typeof value === "string" && word.test(value)
        ? undefined
        : "a text of at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit";

/** The key of a label or annotation: a name, or a DNS name, / and a name. */
const qualifiedName: Check = (value) => {
    const [name = "", domain, ...rest] = String(value).split("/").reverse();
    const fits = name !== "" && word.test(name) && rest.length === 0 && (domain === undefined || prefix.test(domain));
    return fits ? undefined : "a key such as example.com/name, the name at most 63 letters, digits, -, _ and .";
};
