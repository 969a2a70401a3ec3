import { createRequire } from "node:module";
import { expect, test, vi } from "vitest";
import "../../../policy-pack/crossguard/decoding.ts";

const require = createRequire(import.meta.url);
const { makeAnalyzeStackRpcFun } = require("@pulumi/policy/server.js");
const {
    AnalyzeRequest,
    AnalyzeStackRequest,
    AnalyzerResource,
    AnalyzerResourceOptions,
} = require("@pulumi/pulumi/proto/analyzer_pb.js");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");

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
