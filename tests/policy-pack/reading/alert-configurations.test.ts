import { expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { alertConfigurations } from "../../../policy-pack/reading/alert-configurations.ts";
import { inventoryOf } from "../judged.ts";
import { object, type Props } from "../ready/resource.ts";

const text = "route:\n  receiver: people\n";
const route = { route: { receiver: "people" } };
const secret = (props: Props) => object("core/v1:Secret", "alertmanager", props);
const map = (data: Props) => object("core/v1:ConfigMap", "alertmanager", { data });
const config = (props: Props) => object("monitoring.coreos.com/v1alpha1:AlertmanagerConfig", "shop", props);
const base64 = (plain: string) => Buffer.from(plain).toString("base64");

test.each<[string, Resource, unknown[]]>([
    ["an object of the operator", config({ spec: route }), [route]],
    ["an object of the operator that says nothing", config({}), []],
    ["a Secret in base64", secret({ data: { "alertmanager.yaml": base64(text) } }), [route]],
    ["a Secret in plain text", secret({ stringData: { "alertmanager.yaml": text } }), [route]],
    ["a ConfigMap", map({ "alertmanager.yaml": text }), [route]],
    ["a file of the shorter name", map({ "alertmanager.yml": text }), [route]],
    ["two files", map({ "alertmanager.yml": text, "alertmanager.yaml": text }), [route, route]],
    ["a file of another name", map({ "prometheus.yaml": text }), []],
    ["a file that is no text", map({ "alertmanager.yaml": 5 }), []],
    ["a file that is a list", map({ "alertmanager.yaml": "- a" }), []],
    ["a file that is no YAML", map({ "alertmanager.yaml": "a: [" }), []],
    ["a file that is known later", map({ "alertmanager.yaml": unknown, "alertmanager.yml": text }), [route]],
    ["a Secret that is known later", secret({ data: unknown, stringData: { "alertmanager.yml": text } }), [route]],
])("the configuration of Alertmanager is read in %s", (_, resource, configurations) => {
    expect(alertConfigurations(inventoryOf([resource]))).toEqual(configurations);
});
