import { createRequire } from "node:module";
import { secretSignature } from "../inventory/unknown.ts";

/** The part of `@pulumi/policy` that turns a message of the engine into properties. */
interface Decoder {
    deserializeProperties(message: object, proxySecrets: boolean): object;
}

const decoder: Decoder = createRequire(import.meta.url)("@pulumi/policy/deserialize.js");
const { deserializeProperties: decode } = decoder;
const decoded = new WeakMap<object, object>();
const messages = new WeakMap<object, object>();

/**
 * The library decodes the whole stack for each of its policies: 191 times the same messages, four fifths of all the
 * time that the pack takes. Here each is decoded once. Rules only read; what may be changed (with proxies) is made
 * anew.
 */
decoder.deserializeProperties = (message, proxySecrets) => {
    if (proxySecrets) return decode(message, proxySecrets);
    const properties = decoded.get(message) ?? decode(message, proxySecrets);
    decoded.set(message, properties);
    messages.set(properties, message);
    return properties;
};

/** Whether the engine marked something as secret in properties that a policy was given, where the mark is gone. */
export function holdsSecret(properties: object): boolean {
    const { __getSpecialProxyTarget: target = properties } = properties as { __getSpecialProxyTarget?: object };
    return JSON.stringify(messages.get(target) ?? {}).includes(secretSignature);
}
