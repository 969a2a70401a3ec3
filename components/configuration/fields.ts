import { type Input, Output } from "@pulumi/pulumi";
import { Address4 } from "ip-address";
import { z } from "zod";
import { regionFault } from "../platform/partition.ts";

/** The kinds of field that arguments are made of. Each message says what is allowed, and the path is put before it. */

export const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
    z.strictObject(shape, {
        error: (issue) =>
            issue.code === "unrecognized_keys"
                ? `is not a setting; allowed are ${Object.keys(shape).join(", ")}`
                : unquoted("a map of settings")(issue),
    });

const isInput = (value: unknown): boolean =>
    typeof value === "string" || Output.isInstance(value) || value instanceof Promise;

/** A value that may come from another resource or stack; only a plain string can be looked at now. */
const inputPattern = (regex: RegExp, allowed: string, error = expected(allowed)) =>
    z.custom<Input<string>>((value) => isInput(value) && (typeof value !== "string" || regex.test(value)), { error });
export const input = inputPattern(/^/, "a string or an output of another resource");

export const text = z.string({ error: expected("a string") }).min(1, "must not be empty");
export const flag = z.boolean({ error: expected("true or false") });
export const integer = (least: number, most: number) =>
    z
        .int({ error: expected(`a whole number from ${least} to ${most}`) })
        .min(least, `must be a whole number from ${least} to ${most}`)
        .max(most, `must be a whole number from ${least} to ${most}`);
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
    z.enum(values, { error: expected(`one of ${values.join(", ")}`) });
export const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: expected("a list") });

const pattern = (regex: RegExp, allowed: string, error = expected(allowed)) =>
    z.string({ error }).regex(regex, { error });
/** A pattern of what somebody may take for the place of a credential. */
const unquotedPattern = (regex: RegExp, allowed: string) => pattern(regex, allowed, unquoted(allowed));
const unquotedInputPattern = (regex: RegExp, allowed: string) => inputPattern(regex, allowed, unquoted(allowed));

/** Name of a cluster, and prefix of everything it owns: 20 characters leave room in an IAM role name of 64. */
export const clusterName = pattern(
    /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
    "1 to 20 of a-z, 0-9 and -, starting with a letter",
);
export const stackName = pattern(
    /^[^/\s]+\/[^/\s]+\/[^/\s]+$/,
    "the name of a stack, <organization>/<project>/<stack>",
);
/** RFC 1123 label, as Kubernetes names namespaces. */
export const label = pattern(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "1 to 63 of a-z, 0-9 and - (an RFC 1123 label)");
/** Where all that the platform is made of can be had. */
export const region = z
    .string({ error: expected("an AWS region, such as eu-west-1") })
    .superRefine((value, { addIssue }) => {
        const message = regionFault(value);
        if (message) addIssue({ code: "custom", message });
    });
export const zone = pattern(/^[a-z]{2,4}(-[a-z]+)+-\d+[a-z]$/, "an availability zone, such as eu-west-1a");
const roleArnForm = [
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
    "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
] as const;
export const roleArn = pattern(...roleArnForm);
export const roleArnInput = inputPattern(...roleArnForm);
export const instanceProfile = inputPattern(/^[\w+=,.@-]{1,128}$/, "the name of an instance profile, not its ARN");
export const subnets = list(input).refine(
    (ids) => new Set(ids).size === ids.length,
    "names a subnet twice; give each subnet once",
);
export const instanceType = pattern(
    /^[a-z][a-z0-9-]*\.([a-z]+|\d+xlarge|metal[a-z0-9-]*)$/,
    "an EC2 instance type, such as m7g.xlarge",
);
export const secretName = unquotedPattern(
    /^[\w/+=.@-]{1,512}$/,
    "the name of a Secrets Manager secret (letters, digits and /_+=.@-)",
);
export const chartVersion = pattern(/^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/, "an exact chart version, such as 1.2.3");
export const gitUrl = unquotedPattern(
    /^(https:\/\/|ssh:\/\/|git@)[^\s]+$/,
    "the URL of a Git repository over https or ssh",
);
export const httpsUrl = pattern(/^https:\/\/[^\s]+$/, "an https:// URL");
export const email = z.email({ error: expected("an e-mail address") });
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

/** Labels of nodes, by key: an optional prefix that is a domain, and a name. */
export const nodeLabels = z.record(
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
                : expected("a map of node labels")(issue),
    },
);

/** IPv4 network whose prefix length lies between two bounds, written with its first address. */
export const cidr = (shortest: number, longest: number) => {
    const allowed = `an IPv4 range from /${shortest} to /${longest}, such as 10.0.0.0/${shortest}`;
    return z.string({ error: expected(allowed) }).refine(
        (value) => {
            if (!/\/\d+$/.test(value) || !Address4.isValid(value)) return false;
            const network = new Address4(value);
            const exact = network.startAddress().correctForm() === network.correctForm();
            return exact && network.subnetMask >= shortest && network.subnetMask <= longest;
        },
        { error: expected(`${allowed}, written with its first address`) },
    );
};

/** Whether two valid IPv4 ranges share an address. */
export const overlaps = (a: string, b: string): boolean => {
    const [left, right] = [new Address4(a), new Address4(b)];
    return left.isInSubnet(right) || right.isInSubnet(left);
};

// A missing value is said to be missing; any other is quoted, shortened, next to what is allowed.
function expected(allowed: string) {
    return ({ input: value }: { input?: unknown }): string =>
        value === undefined ? `is missing: give ${allowed}` : `${quote(value)} is not allowed: give ${allowed}`;
}

// As above, of what may hold a credential: the value is not repeated, not even its beginning.
function unquoted(allowed: string) {
    return (issue: { input?: unknown }): string =>
        issue.input === undefined ? expected(allowed)(issue) : `is not allowed: give ${allowed}`;
}

function quote(value: unknown): string {
    const json = JSON.stringify(value) ?? typeof value;
    return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
