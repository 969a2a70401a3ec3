import { expect, test } from "vitest";
import { shapeOf } from "../../kubernetes/stack-shape.ts";
import { Failure } from "../../sandbox/console.ts";

test("A stack for a cluster that exists has no shape, and the message says what to do", () => {
    const shape = () => shapeOf([{ urn: "urn:pulumi:laptop::shop::kubernetes:core/v1:Namespace::shop", type: "none" }]);
    expect(shape).toThrow(Failure);
    expect(shape).toThrow("Start one without STACK");
});
