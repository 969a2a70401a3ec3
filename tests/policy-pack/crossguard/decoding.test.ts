import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { holdsSecret, plain } from "../../../policy-pack/crossguard/decoding.ts";

const require = createRequire(import.meta.url);
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = require("@pulumi/policy/server.js");
const {
    AnalyzeRequest,
    AnalyzeStackRequest,
    AnalyzerResource,
    AnalyzerResourceOptions,
} = require("@pulumi/pulumi/proto/analyzer_pb.js");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const { Struct, Value } = require("google-protobuf/google/protobuf/struct_pb.js");

/** A stack of two buckets as the engine sends it. */
function request() {
    const resources = ["logs", "backups"].map((name) => {
        const resource = new AnalyzerResource();
        resource.setType("aws:s3/bucket:Bucket");
        resource.setName(name);
        resource.setUrn(`urn:pulumi:prod::shop::aws:s3/bucket:Bucket::${name}`);
        resource.setProperties(Struct.fromJavaScript({ bucket: name }));
        resource.setOptions(new AnalyzerResourceOptions());
        return resource;
    });
    const request = new AnalyzeStackRequest();
    request.setResourcesList(resources);
    return request;
}

test("The stack is made once, for the first policy, and anew for every run", async () => {
    const decoded = vi.spyOn(Struct.prototype, "toJavaScript");
    const seen: string[] = [];
    const policies = ["first", "second", "third"].map((name) => ({
        name,
        description: name,
        enforcementLevel: "advisory",
        validateStack: ({ resources }: { resources: { props: { bucket: string } }[] }) => {
            seen.push(...resources.map(({ props }) => `${name} ${props.bucket}`));
        },
    }));
    const analyze = makeAnalyzeStackRpcFun("pack", "1.0.0", "advisory", policies);
    const run = () =>
        new Promise<void>((resolve, reject) => {
            analyze({ request: request() }, (error: unknown) => (error ? reject(error) : resolve()));
        });
    await run();
    expect(decoded).toHaveBeenCalledTimes(2);
    await run();
    expect(decoded).toHaveBeenCalledTimes(4);
    const once = ["first logs", "first backups"];
    expect(seen).toEqual([...once, ...once]);
});

test("A resource that the engine sends to be mended and then to be judged is read once, and each other one by itself", () => {
    const sent = (name: string) => {
        const request = new AnalyzeRequest();
        request.setProperties(Struct.fromJavaScript({ bucket: name }));
        return Buffer.from(request.serializeBinary());
    };
    const decoded = vi.spyOn(Struct, "deserializeBinaryFromReader");
    const seen = ["logs", "backups", "logs"].flatMap((name) =>
        [AnalyzerService.remediate, AnalyzerService.analyze].map((method) =>
            method.requestDeserialize(sent(name)).getProperties().toJavaScript(),
        ),
    );
    const [one, other] = [{ bucket: "logs" }, { bucket: "backups" }];
    expect(seen).toEqual([one, one, other, other, one, one]);
    expect(decoded).toHaveBeenCalledTimes(3);
});

/** What a policy is given of properties that the engine sends. */
async function given(properties: object): Promise<object> {
    const request = new AnalyzeRequest();
    request.setProperties(Struct.fromJavaScript(properties));
    request.setOptions(new AnalyzerResourceOptions());
    const sent = AnalyzerService.analyze.requestDeserialize(Buffer.from(request.serializeBinary()));
    const policy = { name: "any", description: "any", enforcementLevel: "advisory" };
    return new Promise((resolve, reject) => {
        const validateResource = ({ props }: { props: object }) => resolve(props);
        const analyze = makeAnalyzeRpcFun("pack", "1.0.0", "advisory", [{ ...policy, validateResource }]);
        analyze({ request: sent }, (error: unknown) => error && reject(error));
    });
}

test("Properties come over the wire as they are, whatever values they have", async () => {
    const key = fc.string().filter((it) => it !== "__proto__");
    const { value } = fc.letrec((tie) => ({
        value: fc.oneof(
            { maxDepth: 4 },
            fc.constant(null),
            fc.boolean(),
            fc.double(),
            fc.string({ unit: "binary" }),
            fc.array(tie("value")),
            fc.dictionary(key, tie("value"), { noNullPrototype: true }),
        ),
    }));
    const messages = vi.spyOn(Value, "deserializeBinaryFromReader");
    await fc.assert(
        fc.asyncProperty(fc.dictionary(key, value, { noNullPrototype: true }), async (properties) => {
            expect(plain(await given(properties))).toEqual(properties);
        }),
    );
    expect(messages, "a message is made of each value").not.toHaveBeenCalled();
});

test("Properties stand in one order, whatever order they are sent in", () => {
    const sent = (names: readonly string[]) =>
        Buffer.concat(names.map((name) => Struct.fromJavaScript({ [name]: 1 }).serializeBinary()));
    const read = (names: readonly string[]) => Object.keys(Struct.deserializeBinary(sent(names)).toJavaScript());
    const names = ["backups", "logs", "Z"];
    expect(names.map((first) => read([first, ...names.toReversed()]))).toEqual(names.map(() => names.toSorted()));
});

test("What is no value is refused, and what was read is asked for nothing but its values", () => {
    const request = new AnalyzeRequest();
    const struct = new Struct();
    struct.getFieldsMap().set("bucket", new Value());
    request.setProperties(struct);
    const { requestDeserialize } = AnalyzerService.analyze;
    expect(() => requestDeserialize(Buffer.from(request.serializeBinary()))).toThrow("a value of no kind");
    request.setProperties(Struct.fromJavaScript({ bucket: "logs" }));
    const read = requestDeserialize(Buffer.from(request.serializeBinary())).getProperties();
    expect(() => read.toObject()).toThrow("asked for its fields");
});

test("A secret is known wherever it stands, its mark is gone, and what comes before and after holds none", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hidden" };
    const open = { values: { password: "shown" } };
    const found = [];
    for (const properties of [open, { values: { users: [{ password: secret }] } }, open])
        found.push(await given(properties));
    expect(found.map(holdsSecret)).toEqual([false, true, false]);
    expect(plain(found[1] ?? {})).toEqual({ values: { users: [{ password: "hidden" }] } });
});
