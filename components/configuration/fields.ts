import { type Input, Output } from "@pulumi/pulumi";
import { z } from "zod";

/** The kinds of field that arguments are made of. Each message says what is allowed, and the path is put before it. */

/** @param wasWord path of the setting in it that a word in its place was before */
export const object = <Shape extends z.ZodRawShape>(shape: Shape, wasWord?: string) =>
    z.strictObject(shape, {
        error: (issue) => {
            if (issue.code === "unrecognized_keys")
                return `is not a setting; allowed are ${Object.keys(shape).join(", ")}`;
            if (wasWord && typeof issue.input === "string") return `is a map now; give the word to ${wasWord}`;
            return unquoted("a map of settings")(issue);
        },
    });

const isInput = (value: unknown): boolean =>
    typeof value === "string" || Output.isInstance(value) || value instanceof Promise;

/** A value that may come from another resource or stack; only a plain string can be looked at now. */
export const inputPattern = (regex: RegExp, allowed: string, error = expected(allowed)) =>
    z.custom<Input<string>>((value) => isInput(value) && (typeof value !== "string" || regex.test(value)), { error });

export const text = z.string({ error: expected("a string") }).min(1, "must not be empty");
export const flag = z.boolean({ error: expected("true or false") });
export const integer = (least: number, most: number) =>
    z
        .int({ error: expected(`a whole number from ${least} to ${most}`) })
        .min(least, `must be a whole number from ${least} to ${most}`)
        .max(most, `must be a whole number from ${least} to ${most}`);
export const number = (least: number, most: number) =>
    z
        .number({ error: expected(`a number from ${least} to ${most}`) })
        .min(least, `must be a number from ${least} to ${most}`)
        .max(most, `must be a number from ${least} to ${most}`);
/** @param words a list, or an object that names each of them */
export const oneOf = <const Word extends string>(words: readonly Word[] | Readonly<Record<string, Word>>) => {
    const values: readonly Word[] = Array.isArray(words) ? words : Object.values(words);
    return z.enum(values, { error: expected(`one of ${values.join(", ")}`) });
};
/** A list that has nothing twice: resources are made of its entries, each under a name of its own. */
export const list = <Item extends z.ZodType>(
    item: Item,
    identity: Identity<z.output<Item>> = { of: (entry) => entry },
) =>
    z.array(item, { error: expected("a list") }).superRefine((entries, context) => {
        const firsts = new Map<unknown, number>();
        for (const [index, entry] of entries.entries()) {
            const key = identity.of(entry);
            const first = firsts.get(key);
            if (first === undefined) firsts.set(key, index);
            else context.addIssue({ code: "custom", path: [index], message: repeats(first, identity.because) });
        }
    });

/** What two entries of a list may not share, and why they may not where they differ otherwise. */
interface Identity<Entry> {
    of: (entry: Entry) => unknown;
    because?: string;
}

const repeats = (first: number, because = "") => `repeats [${first}]${because}; give each entry once`;

/** A program and its arguments, any of which may be there twice. */
export const command = z
    .array(text, { error: expected("a list of a program and its arguments") })
    .min(1, "give a program and its arguments");
export const pattern = (regex: RegExp, allowed: string, error = expected(allowed)) =>
    z.string({ error }).regex(regex, { error });
/** A pattern of what somebody may take for the place of a credential. */
export const unquotedPattern = (regex: RegExp, allowed: string) => pattern(regex, allowed, unquoted(allowed));
export const unquotedInputPattern = (regex: RegExp, allowed: string) => inputPattern(regex, allowed, unquoted(allowed));

/**
 * Name of a cluster, and prefix of everything it owns: 20 characters leave room in an IAM role name of 64. AWS takes no
 * security group that begins with `sg-`, no bucket with `sthree-`, `xn--` or `amzn-s3-demo-`, no key alias with `aws/`.
 */
export const clusterName = pattern(
    /^(?!aws$|xn--|(sg|sthree|amzn-s3-demo)(-|$))[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
    "1 to 20 of a-z, 0-9 and -, starting with a letter, not as AWS's own names do (aws, sg, sthree, amzn-s3-demo, xn--)",
);
export const stackName = pattern(
    /^[^/\s]+\/[^/\s]+\/[^/\s]+$/,
    "the name of a stack, <organization>/<project>/<stack>",
);
/** RFC 1123 label, as Kubernetes names namespaces. */
export const label = pattern(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "1 to 63 of a-z, 0-9 and - (an RFC 1123 label)");
/** A kind of Kubernetes as its API calls it: the plural, and the group where it is not of the core. */
export const resource = pattern(
    /^[a-z][a-z0-9-]{0,62}(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "the plural of a kind with its group, such as configmaps or deployments.apps",
);
/** The same behind a prefix of 23 characters. */
export const shortLabel = pattern(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "1 to 40 of a-z, 0-9 and -");
/** Name of a Helm release and of its namespace; Helm takes no more, to leave room for what charts append. */
export const releaseName = pattern(
    /^[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/,
    "1 to 53 of a-z, 0-9 and - (the name of a Helm release)",
);
/** Labels of 63 characters at most, 253 together, of which a record of ownership before a name takes some. */
const domainForm = String.raw`(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]`;
export const domain = pattern(
    new RegExp(`^${domainForm}$`),
    "a domain in lower case, without a dot at its end, such as example.com",
);
/** ACM takes 64 characters in the first name of a certificate. */
export const host = pattern(
    new RegExp(String.raw`^(?=.{1,64}$)(\*\.)?${domainForm}$`),
    "a name of at most 64 characters in lower case, such as shop.example.com or *.example.com",
);
export const chartVersion = pattern(/^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/, "an exact chart version, such as 1.2.3");
/** An image that nobody can change behind its name. */
export const imageDigest = pattern(
    /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:\w[\w.-]{0,127})?@sha256:[a-f0-9]{64}$/,
    "an image by its digest, <registry>/<repository>@sha256:<64 of 0-9 and a-f>",
);
/** A regular expression of the ports that there are, 1 to 65535. */
export const portForm = String.raw`(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;
/** Where images lie, as the first word of their names says. */
export const registryName = pattern(
    new RegExp(String.raw`^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(:${portForm})?$`),
    "the name of a registry without https:// and path, such as images.example.com or images.example.com:8443",
);
/** Argo CD reads it below the root of the repository, and git takes what begins with a hyphen for an option. */
export const gitPath = pattern(
    /^(?!\/)(?!(.*\/)?\.\.(\/|$))\S(.*\S)?$/,
    "a folder inside of the repository, such as clusters/shop",
);
export const gitRevision = pattern(/^(?!-)\S+$/, "a branch, a tag or a commit");
/** Argo CD takes what begins with `$` for the name of a secret. */
export const clientId = pattern(/^(?!\$)\S+$/, "the client id, without spaces and without $ at its beginning");
/** It stands between commas on a line of Argo CD's policy. */
export const group = pattern(
    /^[^\s,"'#]([^,"\n\r]*[^\s,"])?$/,
    "the name of a group, without commas, quotes and line breaks",
);
/** RFC 5321 has 254 characters at most. */
export const email = z
    .email({ error: expected("an e-mail address") })
    .max(254, "give an e-mail address of at most 254 characters");
/** One address in two spellings would hear of every alert twice. */
export const emails = list(email, { of: (address) => address.toLowerCase() });
export const hostAndPort = pattern(
    new RegExp(String.raw`^[\w.-]+:${portForm}$`),
    "a host and a port, such as smtp.example.com:587",
);
/** Pulumi reads a day that stands in a stack file without quotes as a moment, and hands that over. */
export const day = z
    .string({ error: expected("a day, YYYY-MM-DD") })
    .transform((given) => given.replace(/ 00:00:00 \+0000 UTC$/, ""))
    .pipe(z.iso.date({ error: expected("a day, YYYY-MM-DD") }));
/** A path that means the same wherever the program runs, or content: JSON, or YAML, which has more than one line. */
export const kubeconfig = unquotedInputPattern(
    /^(~?\/[^\n]+$|\s*\{)|\S\s*\n\s*\S/,
    "a path, which begins with / or ~/, or the content of a kubeconfig",
);
/** Whether a kubeconfig is a path; an output is content, or known too late to look. */
export const isPath = (kubeconfig: Input<string>): kubeconfig is string =>
    typeof kubeconfig === "string" && /^~?\/[^\n]+$/.test(kubeconfig);
/** What both a label of Kubernetes and a tag of AWS may hold; labels are the stricter. */
export const labelValue = pattern(
    /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
    "1 to 63 of A-Z, a-z, 0-9 and _.- (the value of a Kubernetes label)",
);

/** Labels of nodes or pods, by key: an optional prefix that is a domain, and a name. */
export const labels = z.record(
    z
        .string()
        .regex(/^((?=[^/]{1,253}\/)[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/),
    pattern(
        /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/,
        'a text of at most 63 of A-Z, a-z, 0-9 and _.- (the value of a Kubernetes label; "true" in quotes)',
    ),
    {
        error: (issue) =>
            issue.code === "invalid_key"
                ? "is not the key of a Kubernetes label: give <name> or <domain>/<name>"
                : expected("a map of labels")(issue),
    },
);

// A missing value is said to be missing; any other is quoted, shortened, next to what is allowed.
export function expected(allowed: string) {
    return ({ input: value }: { input?: unknown }): string =>
        value === undefined ? `is missing: give ${allowed}` : `${quote(value)} is not allowed: give ${allowed}`;
}

// As above, of what may hold a credential: the value is not repeated, not even its beginning.
export function unquoted(allowed: string) {
    return (issue: { input?: unknown }): string =>
        issue.input === undefined ? expected(allowed)(issue) : `is not allowed: give ${allowed}`;
}

function quote(value: unknown): string {
    const json = JSON.stringify(value) ?? typeof value;
    return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
