import { fileURLToPath } from "node:url";
import { ComponentResource } from "@pulumi/pulumi";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { expect, test } from "vitest";
import * as exported from "../../components/index.ts";
import packageJson from "../../components/package.json" with { type: "json" };

const folder = fileURLToPath(new URL("../../components", import.meta.url));
const components = Object.values(exported).flatMap((value) =>
    typeof value === "function" && value.prototype instanceof ComponentResource ? [value.name] : [],
);
const schema = new Analyzer(
    folder,
    packageJson.name,
    { ...packageJson, exports: "./index.ts" },
    new Set(components),
).analyze();

test("Pulumi's schema analyzer accepts every exported component, so that other languages can use them", () => {
    expect(components).toContain("ProductionCluster");
    expect(Object.keys(schema.components).toSorted()).toEqual(components.toSorted());
});

test("Every argument is described, with its default where it has one", () => {
    const properties = [
        ...Object.entries(schema.components.ProductionCluster?.inputs ?? {}),
        ...Object.values(schema.typeDefinitions).flatMap(({ properties = {} }) => Object.entries(properties)),
    ];
    expect(properties.length).toBeGreaterThan(40);
    for (const [name, { description, optional }] of properties) {
        expect(description, name).toBeTruthy();
        if (optional) expect(description, name).toMatch(/default/i);
    }
});

test("The outputs are those that a user composes with, and no private field", () => {
    expect(Object.keys(schema.components.ProductionCluster?.outputs ?? {}).toSorted()).toEqual([
        "backupBucket",
        "backupPasswordSecret",
        "backupReplicaBucket",
        "backupReplicaKeyArn",
        "clusterArn",
        "clusterName",
        "edgeOriginHost",
        "edgeOriginId",
        "endpoint",
        "kubeconfig",
        "notApplicable",
        "publicHosts",
        "vpcId",
    ]);
});
