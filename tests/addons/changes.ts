import type { Addon, Values } from "../../components/platform/addon.ts";
import { type Rendered, render } from "./render.ts";

/** Every value that is no object, by its path; a list counts as one value. */
export const leaves = (values: Values, path: string[] = []): string[][] =>
    Object.entries(values).flatMap(([key, value]) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
            ? leaves(value, [...path, key])
            : [[...path, key]],
    );

/** The values with one of them changed; `undefined` leaves it to the chart. */
export function changed(values: Values, [key = "", ...rest]: string[], change: (value: unknown) => unknown): Values {
    const { [key]: value, ...others } = values;
    const other = rest.length === 0 ? change(value) : changed(value, rest, change);
    return other === undefined ? others : { ...others, [key]: other };
}

export const somethingElse = (value: unknown): unknown =>
    typeof value === "boolean"
        ? !value
        : typeof value === "number"
          ? value + 1
          : Array.isArray(value)
            ? []
            : `${value}x`;

/** A chart that refuses to render without a value needs it, too. */
export function tryRender(addon: Addon, values: Values, apis: string[]): Rendered[] {
    try {
        return render(addon, values, apis);
    } catch (error) {
        return [{ kind: "Refusal", message: String(error) }];
    }
}

/** The objects as text, without what a chart makes anew each time. */
export const comparable = (objects: Rendered[]): string =>
    JSON.stringify(objects, (key, value) =>
        ["caBundle", "ca.crt", "tls.crt", "tls.key", "checksum/secret"].includes(key) ? "" : value,
    );
