import { expect, test } from "vitest";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { inventoryOf, resultOf } from "../judged.ts";
import { object } from "../ready/resource.ts";

const here = { metadata: { namespace: "web" } };
const flux = object("helm.toolkit.fluxcd.io/v2:HelmRelease", "shop", {
    ...here,
    spec: { chart: { spec: { chart: "shop" } }, values: { securityContext: { privileged: true } } },
});
const application = (spec: unknown) => object("argoproj.io/v1alpha1:Application", "shop", { ...here, spec });
const set = (spec: unknown) => object("argoproj.io/v1alpha1:ApplicationSet", "shop", { ...here, spec });
const autoscaler = object("autoscaling/v2:HorizontalPodAutoscaler", "shop", {
    ...here,
    spec: {
        minReplicas: 2,
        maxReplicas: 6,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
    },
});

const chart = { chart: "shop", repoURL: "https://charts.example.com" };
const folder = { path: "shop", repoURL: "https://git.example.com/shop.git" };

test.each<[string, Resource]>([
    ["Flux", flux],
    ["Argo CD", application({ source: chart })],
    ["Argo CD, of several sources", application({ sources: [folder, chart] })],
    ["Argo CD, of a chart in Git", application({ source: { ...folder, helm: { valueFiles: ["prod.yaml"] } } })],
    ["Argo CD, of a source that is not known yet", application({ source: unknown })],
    ["Argo CD, for each of a set", set({ template: { spec: { source: chart } } })],
    ["the controller of k3s", object("helm.cattle.io/v1:HelmChart", "shop", { ...here, spec: { chart: "shop" } })],
    ["Crossplane", object("helm.crossplane.io/v1beta1:Release", "shop", { ...here, spec: {} })],
])("a chart that is installed by %s leaves what it brings unknown", (_, installed) => {
    const pods = resultOf("pod-not-privileged", [installed]);
    expect(pods?.status).toBe("unknown");
    expect(pods?.evidence[0]?.message).toMatch(/^shop is not rendered, as .+ does that in the cluster$/);
    expect(resultOf("hpa-valid", [installed, autoscaler])?.status).toBe("unknown");
});

test("an Application of plain manifests hides no more than a Git repository does", () => {
    expect(
        inventoryOf([application({ source: folder }), set({ template: { spec: { source: folder } } })]),
    ).toMatchObject({
        unrendered: [],
    });
});
