import { expect, test } from "vitest";
import { withStackTraces } from "../engine/stack.ts";
import { programStack } from "./program.ts";

test("a wrong configuration ends in one message that lists every mistake, without a stack trace, and nothing is made", async () => {
    const stack = programStack("sandbox", {
        "production-cluster:regoin": "eu-west-1",
        "production-cluster:zones": ["eu-west-1a", "eu-west-1b"],
        "production-cluster:kubernetesVersion": "1.29",
        "production-cluster:network": { cidr: "10.0.0.0/16", reservedCidrs: ["10.0.128.0/20"] },
        "production-cluster:nodes": { system: { minSize: "three" } },
        "production-cluster:ownership": { owner: "you", environment: "standby", costCenter: "none" },
    });
    stack.args.env = withStackTraces;
    for (const { exitCode, output } of [await stack.preview(), await stack.up()]) {
        expect(exitCode).not.toBe(0);
        expect(output).toContain("has 6 mistakes");
        for (const path of [
            "regoin",
            "zones",
            "kubernetesVersion",
            "network.cidr",
            "nodes.system.minSize",
            "primaryStack",
        ])
            expect(output).toMatch(new RegExp(`^ +${path.replaceAll(".", "\\.")}: `, "m"));
        expect(output).not.toMatch(/^\s+at .+:\d+:\d+/m);
    }
    expect(await stack.resources()).toEqual([]);
}, 900_000);

test("a stack file without a single setting is told all that it must have", async () => {
    const stack = programStack("sandbox");
    stack.args.config = {};
    const { exitCode, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    for (const key of ["name", "region", "zones", "access", "alerts", "gitops", "ownership"])
        expect(output).toMatch(new RegExp(`^ +${key}: is missing`, "m"));
}, 900_000);
