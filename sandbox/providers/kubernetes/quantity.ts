/** Factors of the suffixes of Kubernetes quantities. */
const factors: Readonly<Record<string, number>> = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    "": 1,
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
export const quantityForm = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;

/**
 * Number that a Kubernetes quantity stands for: `500m` is 0.5, `1Gi` is 1,073,741,824.
 *
 * @throws Error for what is no quantity.
 */
export function quantity(text: string | number): number {
    const [, digits, exponent = "", suffix = ""] = quantityForm.exec(String(text)) ?? [];
    const factor = factors[suffix];
    if (digits === undefined || factor === undefined) throw new Error(`${text} is no Kubernetes quantity`);
    return Number(`${digits}${exponent}`) * factor;
}
