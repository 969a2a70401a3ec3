import type { Argument } from "./arguments.ts";

const opening = `# Arguments

Everything that a user decides about a cluster: the same shape is the configuration of a stack (\`Pulumi.<stack>.yaml\`) and
the argument of \`new ProductionCluster(name, args)\`. A stack's file has two settings more: \`name\`, the name of the cluster
(1 to 20 of a-z, 0-9 and -, starting with a letter), and \`primaryStack\`, which makes it the standby of another stack, whose
outputs take the place of what \`standby\` requires.

Every default passes the policy pack, but for the debts that \`policy-config.json\` dates. An argument that weakens something
says so. This page is made of the interfaces (\`make generate\`).
`;

/** docs/arguments.md: a table for each setting of the first level. */
export function argumentsPage(all: readonly Argument[]): string {
    const plain = all.filter(({ fields }) => fields.length === 0);
    const maps = all.filter(({ fields }) => fields.length > 0);
    const sections = maps.map((it) => `## ${it.path}\n\n${it.description}\n\n${table(it.fields.flatMap(withFields))}`);
    return [opening, table(plain), ...sections].join("\n");
}

const withFields = (it: Argument): Argument[] => [it, ...it.fields.flatMap(withFields)];

const table = (rows: readonly Argument[]): string =>
    ["| Argument | Type | |", "|---|---|---|", ...rows.map(row), ""].join("\n");

const row = ({ path, type, required, description }: Argument): string =>
    `| \`${path}\` | ${type}${required ? ", required" : ""} | ${description.replaceAll("|", "\\|")} |`;
