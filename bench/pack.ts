import "../policy-pack/crossguard/decoding.ts";
import { createRequire } from "node:module";
import { policies } from "../policy-pack/crossguard/policies.ts";
import { largeStack } from "./large-stack.ts";
import { medians, show } from "./measure.ts";

/** All policies behind the server of the library, as the engine calls them at the end of a run. */
const require = createRequire(import.meta.url);
const { makeAnalyzeStackRpcFun } = require("@pulumi/policy/server.js");
const {
    AnalyzeStackRequest,
    AnalyzerResource,
    AnalyzerResourceOptions,
} = require("@pulumi/pulumi/proto/analyzer_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");

const analyze = makeAnalyzeStackRpcFun("bench", "1.0.0", "advisory", policies());

const small = 500;
const large = 2_000;

/** The engine sends new messages at every run. */
function judged(size: number): () => Promise<void> {
    const resources = largeStack(size).filter(({ type }) => !type.includes(":helm.sh/"));
    return () =>
        new Promise((resolve, reject) => {
            const request = new AnalyzeStackRequest();
            request.setResourcesList(
                resources.map(({ type, urn, name, props }) => {
                    const resource = new AnalyzerResource();
                    resource.setType(type);
                    resource.setUrn(urn);
                    resource.setName(name);
                    resource.setProperties(Struct.fromJavaScript(props));
                    resource.setOptions(new AnalyzerResourceOptions());
                    return resource;
                }),
            );
            analyze({ request }, (error: unknown) => (error ? reject(error) : resolve()));
        });
}

const times = await medians({ small: judged(small), large: judged(large) }, { iterations: 3 });
show("Policy pack: all policies behind the server of the library", [
    { what: `a resource of ${small}`, measured: times.small / small, unit: "ms" },
    { what: `a resource of ${large}`, measured: times.large / large, unit: "ms" },
    {
        what: "time a resource, large to small",
        measured: times.large / large / (times.small / small),
        unit: "times",
        bound: 1.5,
    },
]);
