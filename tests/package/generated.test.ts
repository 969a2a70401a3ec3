import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apisOfNodes } from "../../components/foundation/vpc-endpoints.ts";
import { platformParts } from "../../components/parts.ts";
import { generated, root } from "../../generate/generated.ts";
import { componentNames, schemaOfComponents } from "../../generate/schema.ts";

const schema = schemaOfComponents();

test.each(generated(schema))("$file is what the code says (`make generate`)", ({ file, text }) => {
    expect(readFileSync(join(root, file), "utf8")).toBe(text);
});

test("Accepted findings end on many days, none of them past and none more than a year and a half away", () => {
    const config: Record<string, { exceptions?: { expires: string }[] }> = JSON.parse(
        readFileSync(join(root, "policy-config.json"), "utf8"),
    );
    const days = Object.values(config).flatMap(({ exceptions = [] }) => exceptions.map(({ expires }) => expires));
    const most = Math.max(...days.map((day) => days.filter((other) => other === day).length));
    expect(most / days.length).toBeLessThan(0.4);
    const away = days.map((day) => (Date.parse(day) - Date.now()) / 86_400_000);
    expect(away.filter((count) => count < 0 || count > 550)).toEqual([]);
});

test("An owner of a VPC is told every private endpoint that nodes and parts need", () => {
    const guide = readFileSync(join(root, "docs/existing-cluster.md"), "utf8");
    const apis = [...apisOfNodes, ...platformParts.flatMap(({ awsApis }) => awsApis ?? [])];
    expect(apis.filter((api) => !guide.includes(`\`${api}\``))).toEqual([]);
    expect(new Set(apis).size).toBeGreaterThan(12);
});

test("Pulumi's schema analyzer accepts every exported component, so that other languages can use them", () => {
    expect(componentNames).toContain("ProductionCluster");
    expect(Object.keys(schema.components).toSorted()).toEqual(componentNames.toSorted());
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
        "dnsOwner",
        "edgeOriginHost",
        "edgeOriginId",
        "endpoint",
        "kubeconfig",
        "notApplicable",
        "publicHosts",
        "pushRoleArns",
        "vpcId",
    ]);
});
