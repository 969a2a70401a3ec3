import { z } from "zod";
import { portForm, unquoted, unquotedPattern } from "./fields.ts";

/**
 * Addresses of what is fetched. None has a place for a credential (user, password, query): it would stand in plain text
 * in the stack, in the plan and in the cluster. No message repeats one.
 */
const host = String.raw`[\w.-]+(:${portForm})?`;
const httpsForm = String.raw`https:\/\/${host}`;

/** A URL of that form, with a host that there can be: `1.2.3.4.5` is none. */
function url(form: string, allowed: string) {
    const [regex, error] = [new RegExp(`^${form}$`), unquoted(allowed)];
    const isOne = (text: string) => regex.test(text) && (!text.includes("://") || URL.canParse(text));
    return z.string({ error }).refine(isOne, { error });
}

export const httpsUrl = url(
    String.raw`${httpsForm}(\/[^\s?#]*)?`,
    "an https:// URL without user, password, query and fragment, with a port from 1 to 65535 where it has one",
);

/** Address that people open. */
export const webUrl = url(
    String.raw`(${httpsForm}|http:\/\/localhost(:${portForm})?)(\/[^\s?#]*)?`,
    "an https:// URL, or http://localhost, without user, password, query and fragment",
);

/** The user of SSH is no secret. Argo CD takes `*`, `[` and `{` in the repositories of a project for patterns. */
export const gitUrl = url(
    String.raw`(${httpsForm}\/|ssh:\/\/([\w.-]+@)?${host}\/|git@[\w.-]+:)[^\s?#*[\]{}]+`,
    "the URL of a Git repository over https or ssh, without token, password, query and wildcards",
);

const ociForm = String.raw`oci:\/\/${host}`;

/** The version is an argument of its own, so there is neither tag nor digest behind the name. */
export const chart = unquotedPattern(
    new RegExp(String.raw`^(\w[\w.-]*|${ociForm}(\/[\w.-]+)+)$`),
    "the name of a chart, or oci://registry/prefix/name without user, password, tag and digest",
);

export const chartSource = unquotedPattern(
    new RegExp(String.raw`^(upstream|${ociForm}(\/[\w.-]+)*|\.{0,2}\/\S+)$`),
    "upstream, oci://registry/prefix without user and password, or a folder as ./path or /path",
);

/** `scheme://user:password@`, unless the password is only named, as in `$(PASSWORD)` or `{{ .password }}`. */
const credentialInUrl = /:\/\/[^\s/?#@:]*:[^\s/?#@${]+@/;

/** Values of a chart. They are in plain text in the state and in the release, whatever the stack makes of them. */
export const chartValues = z
    .record(z.string(), z.any(), { error: "give a map of chart values" })
    .superRefine((values, context) => {
        for (const path of nullsIn(values))
            context.addIssue({ code: "custom", path, message: "null has no effect: Pulumi drops it; give the value" });
        for (const path of credentialsIn(values))
            context.addIssue({
                code: "custom",
                path,
                message: "is a URL with a password; keep it in Secrets Manager, and let the chart read a Secret",
            });
    });

function credentialsIn(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
    if (typeof value === "string") return credentialInUrl.test(value) ? [path] : [];
    if (Array.isArray(value)) return value.flatMap((item, index) => credentialsIn(item, [...path, index]));
    return isPlain(value) ? Object.entries(value).flatMap(([key, item]) => credentialsIn(item, [...path, key])) : [];
}

function nullsIn(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
    if (value === null) return [path];
    if (Array.isArray(value)) return value.flatMap((item, index) => nullsIn(item, [...path, index]));
    return isPlain(value) ? Object.entries(value).flatMap(([key, item]) => nullsIn(item, [...path, key])) : [];
}

/** Neither an output nor anything else that only later has a value. */
const isPlain = (value: unknown): value is object =>
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
