import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { root } from "../../sandbox/paths.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";

const all = await assembled({ settings: { progressiveDelivery: true } });
const rollouts = addonOf(all, "argo-rollouts");
const without = addonOf(
    await assembled({ settings: { progressiveDelivery: true, gateway: { engine: "none" } } }),
    "argo-rollouts",
);

describe("Argo Rollouts", () => {
    it("has its plugin out of an image, and fetches nothing when it starts", () => {
        const { initContainers, trafficRouterPlugins, volumeMounts } = rollouts.values.controller;
        const [plugin] = trafficRouterPlugins;
        expect(plugin.location).toMatch(/^file:\/\//);
        const [copy] = initContainers;
        expect(copy.image).toMatch(/rollouts-plugin-trafficrouter-gatewayapi:v\d/);
        const [folder] = volumeMounts.map(({ mountPath }: Rendered) => mountPath);
        expect(copy.command.at(-1)).toBe(folder);
        expect(plugin.location.startsWith(`file://${folder}/`)).toBe(true);
        expect(copy.volumeMounts).toEqual([expect.objectContaining({ mountPath: folder })]);
    });

    it("may change routes where there is a gateway, and what no part of the platform has nowhere", () => {
        const providers = (addon: typeof rollouts) =>
            Object.keys(addon.values.providerRBAC.providers).filter((it) => addon.values.providerRBAC.providers[it]);
        expect([providers(rollouts), providers(without)]).toEqual([["gatewayAPI"], []]);
        expect(without.values.controller).not.toHaveProperty("trafficRouterPlugins");
    });

    it("asks Prometheus and nobody else, whatever a query of a team names", () => {
        expect(rollouts.traffic.to).toEqual([
            { peer: "kubeApi" },
            { peer: { namespace: "monitoring" }, ports: [9090] },
        ]);
        expect(addonOf(all, "monitoring").traffic.from).toContainEqual({
            peer: { namespace: "argo-rollouts" },
            ports: [9090],
        });
    });
});

const example: Rendered[] = parseAllDocuments(
    readFileSync(join(root, "examples/progressive-delivery/rollout.yaml"), "utf8"),
).map((document) => document.toJS());
const of = (kind: string) => example.filter((object) => object.kind === kind);
const [rollout] = of("Rollout");
const [analysis] = of("AnalysisTemplate");
const [route] = of("HTTPRoute");
const { canary } = rollout?.spec.strategy ?? {};

describe("The example that goes back by itself", () => {
    it("shifts the weights of its route, between the two Services of its pods", () => {
        const { httpRoute, namespace } =
            canary.trafficRouting.plugins[rollouts.values.controller.trafficRouterPlugins[0].name];
        expect([namespace, httpRoute]).toEqual([route?.metadata.namespace, route?.metadata.name]);
        const services = [canary.stableService, canary.canaryService];
        expect(route?.spec.rules[0].backendRefs).toMatchObject([
            { name: services[0], weight: 100 },
            { name: services[1], weight: 0 },
        ]);
        expect(of("Service").map(({ metadata }) => metadata.name)).toEqual(services);
        for (const { spec } of of("Service"))
            expect(rollout?.spec.template.metadata.labels).toMatchObject(spec.selector);
    });

    it("is judged from the first share on, by a query that Prometheus is asked again and again", () => {
        expect(canary.analysis).toEqual({ startingStep: 1, templates: [{ templateName: analysis?.metadata.name }] });
        expect(canary.steps[0]).toEqual({ setWeight: expect.any(Number) });
        const [metric] = analysis?.spec.metrics ?? [];
        expect(metric).toMatchObject({ interval: "1m", failureLimit: 2 });
        expect(metric).not.toHaveProperty("count");
        const { hostname, port } = new URL(metric.provider.prometheus.address);
        expect([hostname, Number(port)]).toEqual(["monitoring-prometheus.monitoring", 9090]);
    });
});

test("Argo Rollouts is there where it is asked for, and nowhere else", async () => {
    const plain = await assembled();
    expect(plain.map(({ name }) => name)).not.toContain("argo-rollouts");
    expect(JSON.stringify(addonOf(plain, "monitoring").traffic)).not.toContain("argo-rollouts");
});
