import { expect, test } from "vitest";
import { programStack } from "./program.ts";

const restore = "velero-weekly-20270103013004";

const facts = {
    clusterName: "shop",
    backupBucket: "shop-replica",
    backupKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/0b1c",
    backupPasswordSecret: "shop/velero-repo-credentials",
};

test("a standby that knows its primary comes up as the primary without a call to the other one's region or stack", async () => {
    const stack = programStack("dr", { "production-cluster:standby": { ...facts, active: true, restore } });
    Reflect.deleteProperty(stack.args.config ?? {}, "production-cluster:primaryStack");
    stack.args.policyPack = undefined;
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);

    const resources = await stack.resources();
    expect(resources.some(({ type }) => type === "kubernetes:velero.io/v1:Restore")).toBe(true);
    expect(resources.some(({ type }) => type === "pulumi:pulumi:StackReference")).toBe(false);
    const providers = resources.filter(({ type }) => type === "pulumi:providers:aws");
    expect(providers.map(({ inputs }) => inputs?.region)).toEqual(["eu-central-1"]);
    const elsewhere = resources.filter(({ inputs }) => /"arn:aws:[a-z0-9-]+:eu-west-1:/.test(JSON.stringify(inputs)));
    expect(elsewhere.map(({ urn }) => urn)).toEqual([]);
}, 900_000);
