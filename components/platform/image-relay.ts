import { type Input, Output, output } from "@pulumi/pulumi";
import type { Values } from "./addon.ts";
import { type ImageOrigin, imageOrigins, relayedOrigin } from "./image-origins.ts";

/** Where images are pulled from instead of the registry that they are published in: `<host>/<path>`. */
export type ImageRelay = (origin: ImageOrigin) => Input<string>;

const names = Object.keys(imageOrigins)
    .map((name) => name.replaceAll(".", "\\."))
    .join("|");

/** An origin as the registry of a reference, or as the whole text; never as a part of a URL or of another name. */
const origins = new RegExp(String.raw`(?<![\w./:@-])(${names})(?=/[a-z0-9])|^(${names})(?=/?$)`, "g");

/** Origins that a text names images of. */
export const originsIn = (text: string): ImageOrigin[] => (text.match(origins) ?? []) as ImageOrigin[];

/** Chart values, every image of which comes through the relay. */
export const relayedValues = (values: Values, relay: ImageRelay): Values =>
    mapped(values, (text) => relayed(text, relay));

/** An object, every field `image` or `registry` of which names it as the relay does. */
export const relayedObject = <Made>(object: Made, relay: ImageRelay): Made =>
    mapped(object, (text, key) => (key === "image" || key === "registry" ? relayed(text, relay) : text));

function relayed(text: string, relay: ImageRelay): Input<string> {
    const found = [...new Set(originsIn(text))];
    if (found.length === 0) return text;
    return output(Object.fromEntries(found.map((origin) => [origin, relay(relayedOrigin(origin))]))).apply((places) =>
        text.replaceAll(origins, (origin) => places[origin] ?? origin),
    );
}

/** The same with other texts in it; what only later has a value stays as it is. */
function mapped<Value>(value: Value, change: (text: string, key: string) => Input<string>, key = ""): Value {
    const inner = (item: unknown, itsKey: string) => mapped(item, change, itsKey);
    if (typeof value === "string") return change(value, key) as Value;
    if (Array.isArray(value)) return value.map((item) => inner(item, key)) as Value;
    if (value === null || typeof value !== "object" || Output.isInstance(value) || value instanceof Promise)
        return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item, name)])) as Value;
}
