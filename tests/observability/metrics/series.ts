/** Names under which Prometheus keeps a metric of a type. */
export function series(name: string, type: string): string[] {
    if (name === "") return [];
    const parts = { histogram: ["_bucket", "_count", "_sum"], summary: ["", "_count", "_sum"] };
    const suffixes = Object.entries(parts).find(([it]) => it === type.toLowerCase())?.[1] ?? [""];
    return suffixes.map((suffix) => name + suffix);
}
