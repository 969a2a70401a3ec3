/** One mistake, with the path of what is wrong: `network.cidr`, `ownCharts[1].needs[0]`. */
export interface Mistake {
    path: string;
    reason: string;
}

/** What is said of a component with mistakes. */
export const cannotBeBuilt = (name: string, mistakes: Mistake[]): string =>
    `ProductionCluster "${name}" cannot be built:\n${lines(mistakes)}`;

/** The mistakes as people read them, one a line. */
export const lines = (mistakes: Mistake[]): string =>
    mistakes.map(({ path, reason }) => `  ${path}: ${reason}`).join("\n");

/** A path in the words of `pulumi config set --path`: a key that would be taken for more than one stands in quotes. */
export const render = (path: readonly PropertyKey[]): string => path.map(renderPart).join("").replace(/^\./, "");

const renderPart = (part: PropertyKey): string =>
    typeof part === "number"
        ? `[${part}]`
        : /^[^\s."[\]]+$/.test(String(part))
          ? `.${String(part)}`
          : `[${JSON.stringify(String(part))}]`;
