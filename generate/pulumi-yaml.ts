import { stackSchema } from "../components/settings.ts";
import type { Argument } from "./arguments.ts";
import { defaultOf, isWeakness, summaryOf } from "./words.ts";

/** What only a stack has. */
const ofStack: readonly Argument[] = [
    argument("name", "Name of the cluster and prefix of all it owns: 1 to 20 of a-z, 0-9 and -", true),
    argument("primaryStack", "Only for a standby: <organization>/<project>/<stack>", true),
];

function argument(path: string, description: string, required: boolean): Argument {
    return { path, type: "text", required, description, fields: [] };
}

const opening = `config:
  # Every resource names its provider, so that none ends up in the account of whoever runs Pulumi.
  pulumi:disable-default-providers:
    value: ["aws", "kubernetes"]

  # Every setting has a schema that lists all mistakes of a stack at once, with their paths; a type given here would make
  # the engine stop at the first. docs/arguments.md says all of each. These have no default, and stand in the stack files
  # (region to alerts on AWS only, which is everywhere but with cluster.existing; certificates and dns where wanted):
`;

/** The section \`config\` of Pulumi.yaml: every setting with its default, and in a comment those that have none. */
export function configSection(all: readonly Argument[]): string {
    const settings = [...ofStack, ...all];
    const defaults = new Map(settings.map((it) => [it.path, defaultValue(it.path)]));
    const without = settings.filter(({ path }) => defaults.get(path) === undefined);
    const width = Math.max(...without.map(({ path }) => path.length)) + 2;
    const comments = without.map((it) => `  #   ${it.path.padEnd(width)}${typeOf(it).padEnd(6)}${words(it)}\n`);
    const entries = settings.flatMap((it) => {
        const value = defaults.get(it.path);
        return value === undefined ? [] : [entry(it, value)];
    });
    return [opening, ...comments, ...entries].join("");
}

const entry = (it: Argument, value: unknown): string =>
    `  ${it.path}:\n    description: ${JSON.stringify(`${typeOf(it)}: ${words(it)}.`)}\n    default: ${JSON.stringify(value)}\n`;

/** What the engine is told: the value of a text or a flag, an empty map or list for the rest. */
function defaultValue(key: string): unknown {
    const parsed = stackSchema.shape[key as keyof typeof stackSchema.shape].safeParse(undefined);
    if (!parsed.success || parsed.data === undefined) return undefined;
    if (Array.isArray(parsed.data)) return [];
    return typeof parsed.data === "object" ? {} : parsed.data;
}

const typeOf = ({ type }: Argument): string => type.replace(/^list of .*/, "list");

/** Of a map its fields, each with its default; of anything else what it is. */
const words = (it: Argument): string => (it.fields.length > 0 ? it.fields.map(field).join(", ") : summaryOf(it));

function field(it: Argument): string {
    const name = it.path.split(".").at(-1) ?? "";
    const notes = [...(isWeakness(it) ? ["weakness"] : []), ...(it.required ? [] : [defaultOf(it) ?? "optional"])];
    return notes.length > 0 ? `${name} (${notes.join("; ")})` : name;
}
