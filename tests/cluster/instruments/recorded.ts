import { isDeepStrictEqual } from "node:util";
import type { State } from "../../../sandbox/engine/stack.ts";

/** Where two recordings of one stack say different things of the same Kubernetes resource. */
export interface Difference {
    readonly type: string;
    /** Which part of the state, and the path in it: `inputs.values`, `outputs.metadata.uid`, `id`. */
    readonly path: string;
    readonly real: unknown;
    readonly simulated: unknown;
}

/** The differences, each kind of it once: by type and path, whatever the resource. */
export function differencesOf(real: readonly State[], simulated: readonly State[]): Difference[] {
    const inAnyStack = (urn: string) => urn.replace(/^urn:pulumi:[^:]+/, "");
    const byUrn = new Map(simulated.map((state) => [inAnyStack(state.urn), state]));
    const all = real
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .flatMap((state) => {
            const other = byUrn.get(inAnyStack(state.urn));
            const at = (part: "id" | "inputs") => compare(part, state[part], other?.[part], state.type);
            return other ? [...at("id"), ...at("inputs")] : compare("resource", state.urn, undefined, state.type);
        });
    return [...new Map(all.map((it) => [`${it.type} ${it.path}`, it])).values()];
}

function compare(path: string, real: unknown, simulated: unknown, type: string): Difference[] {
    if (isDeepStrictEqual(real, simulated)) return [];
    if (!isMap(real) || !isMap(simulated)) return [{ type, path, real, simulated }];
    const keys = [...new Set([...Object.keys(real), ...Object.keys(simulated)])];
    return keys.flatMap((key) => compare(`${path}.${key}`, real[key], simulated[key], type));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
