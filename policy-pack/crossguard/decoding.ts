import { createRequire } from "node:module";
import { marksSecret, type Struct } from "./structs.ts";

const require = createRequire(import.meta.url);

/** The part of `@pulumi/policy` that turns a message of the engine into properties. */
interface Decoder {
    deserializeProperties(message: Struct, forMending: boolean): object;
}

/** What the engine sends at the end of a run. */
interface Request {
    getResourcesList(): object[];
}

const decoder: Decoder = require("@pulumi/policy/deserialize.js");
const { deserializeProperties: decode } = decoder;
const secrets = new WeakSet<object>();

/** Secrets stay marked only in what a policy may mend, which is made for every resource: none of ours mends. */
decoder.deserializeProperties = (message, forMending) => {
    if (forMending) return {};
    const properties = decode(message, false);
    if (marksSecret(message)) secrets.add(properties);
    return properties;
};

/** The properties that a policy was given, without what the library puts around them: it throws where one is unknown. */
export function plain(properties: object): object {
    const { __getSpecialProxyTarget: target = properties } = properties as { __getSpecialProxyTarget?: object };
    return target;
}

/** Whether the engine marked something as secret in properties that a policy was given, where the mark is gone. */
export const holdsSecret = (properties: object): boolean => secrets.has(plain(properties));

/** A method of the service that the engine calls, as far as it is read here. */
interface Method {
    requestDeserialize(bytes: Buffer): object;
}

/** The engine sends each resource twice in the same bytes, first to be mended and then to be judged. It is read once. */
const { analyze, remediate }: { analyze: Method; remediate: Method } =
    require("@pulumi/pulumi/proto/analyzer_grpc_pb.js").AnalyzerService;
const read = analyze.requestDeserialize;
let last: { readonly bytes: Buffer; readonly request: object } | undefined;

remediate.requestDeserialize = analyze.requestDeserialize = (bytes) => {
    if (!last?.bytes.equals(bytes)) last = { bytes, request: read(bytes) };
    return last.request;
};

/**
 * The library makes the whole stack anew for each of its policies, more than 190 times, which is most of the time that the
 * pack takes. All of them share one inventory, so the first is given the stack, and the others an empty one.
 */
const { prototype }: { prototype: Request } = require("@pulumi/pulumi/proto/analyzer_pb.js").AnalyzeStackRequest;
const { getResourcesList } = prototype;

prototype.getResourcesList = function (this: Request) {
    const resources = [...getResourcesList.call(this)];
    let left = resources;
    const once = function* () {
        const given = left;
        left = [];
        yield* given;
    };
    return Object.assign([...resources], { [Symbol.iterator]: once });
};
