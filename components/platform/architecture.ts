/** Graviton families have a `g` behind the generation digit: m7g, c6gn, r8gd, x2gd, i4g, im4gn, t4g; and a1. */
export const architecture = (instanceType: string): "arm64" | "x86_64" =>
    /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
