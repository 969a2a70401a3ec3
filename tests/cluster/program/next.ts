/** The version after this one: `1.4.9` comes before `1.4.10`. */
export const next = (version: string): string => version.replace(/(\d+)$/, (patch) => `${Number(patch) + 1}`);
