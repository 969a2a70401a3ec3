import { expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import { chart, inside, releaseOf } from "./chart.ts";

const crd = (name: string, annotations = "{}") =>
    [
        "apiVersion: apiextensions.k8s.io/v1",
        "kind: CustomResourceDefinition",
        `metadata: {name: ${name}.example.com, annotations: ${annotations}}`,
        "spec: {group: example.com, scope: Cluster, names: {kind: Widget}, versions: [{name: v1}]}",
        "",
    ].join("\n");

test("A CRD goes with its release where Helm renders it without the annotation, and stays where it lies in crds/", async () => {
    const found = await inside([
        releaseOf(
            chart({
                "crds/several.yaml": [crd("one"), crd("two")].join("---\n"),
                "templates/crds/going.yaml": crd("going"),
                "templates/kept.yaml": crd("kept", "{helm.sh/resource-policy: keep}"),
                // A subchart that is called so, as several are.
                "charts/crds/Chart.yaml": "apiVersion: v2\nname: crds\nversion: 1.0.0\n",
                "charts/crds/crds/three.yaml": crd("three"),
                "charts/crds/templates/gone.yaml": crd("gone"),
            }),
        ),
    ]);
    const check = evaluate(found).checks.find(({ id }) => id === "crds-kept");
    const by = (status: string) =>
        (check?.evidence ?? [])
            .filter((each) => each.status === status)
            .map(({ urn }) => /(\w+)\.example\.com$/.exec(urn)?.[1])
            .toSorted();
    expect({ fail: by("fail"), pass: by("pass") }).toEqual({
        fail: ["going", "gone"],
        pass: ["kept", "one", "three", "two"],
    });
});
