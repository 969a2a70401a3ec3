import { createRequire } from "node:module";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import engines from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { afterAll, beforeAll, expect, test } from "vitest";

/** An engine that only listens. */
const heard: string[] = [];
const engine = new Server();

beforeAll(async () => {
    engine.addService(engines.EngineService, {
        log: ({ request }: ServerUnaryCall<LogRequest, unknown>, answer: sendUnaryData<object>) => {
            heard.push(request.getMessage());
            answer(null, new empty.Empty());
        },
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, port) => resolve(port));
    const { runtime } = await import("@pulumi/pulumi");
    runtime.resetOptions("shop", "prod", 1, `127.0.0.1:${await promise}`, "", true, "organization");
    await import("../../components/sdk-diagnostics.ts");
});
afterAll(() => engine.forceShutdown());

test("The SDK's debug lines reach the engine whole and in order before the program ends, many in one call", async () => {
    const { log, runtime } = await import("@pulumi/pulumi");
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    for (const line of lines) void log.debug(line);
    await log.info("shown");
    await runtime.disconnect();
    const debug = heard.filter((message) => message !== "shown");
    expect(debug.join("\n")).toBe(lines.join("\n"));
    expect(debug.length).toBeLessThan(10);
});

test("Promises of the SDK are watched until they are kept or broken, without a stack trace, and an error keeps its own", async () => {
    const { debuggablePromise, leakedPromises } = createRequire(import.meta.url)(
        "@pulumi/pulumi/runtime/debuggable.js",
    );
    await debuggablePromise(Promise.resolve(), "first");
    const error = new Error("it");
    const broken = Promise.reject(error);
    const never = new Promise(() => {});
    void debuggablePromise(never, "never");
    expect(await debuggablePromise(Promise.resolve("value"), "kept")).toBe("value");
    await expect(debuggablePromise(broken, "broken")).rejects.toBe(error);
    expect(error).toMatchObject({ stack: expect.stringContaining("sdk-diagnostics.test.ts"), promise: broken });

    const [leaked, message] = leakedPromises();
    expect([...leaked]).toEqual([never]);
    expect(never).not.toHaveProperty("_debugStackTrace");
    expect(message).toContain("1 promise was still active");
});
