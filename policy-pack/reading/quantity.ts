const units: Readonly<Record<string, number>> = {
    "": 1,
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** Digits, and an exponent or a suffix: `1e3`, `1.5Gi`. */
const form = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;

/** A Kubernetes quantity such as `500m` or `1Gi` as a number; `NaN` where it is none. */
export function quantity(text: unknown): number {
    const [, digits, exponent = "", suffix = ""] = form.exec(String(text)) ?? [];
    return digits === undefined ? Number.NaN : Number(`${digits}${exponent}`) * (units[suffix] ?? Number.NaN);
}
