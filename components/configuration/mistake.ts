/** One mistake, with the path of what is wrong: `network.cidr`, `addons[1].needs[0]`. */
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

/** A path as people write it. */
export const render = (path: readonly PropertyKey[]): string =>
    path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
        .join("")
        .replace(/^\./, "");
