import { describe, expect, it } from "vitest";
import { addonOf, args, assembled } from "../addons/example.ts";
import { exampleOf, unknownValues } from "../addons/own-charts.ts";
import { chartPath, render } from "../addons/render.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { record } from "../foundation/recording.ts";

/** Keys that are empty in the charts, and take any other below them. */
const open = ["resources", "podSecurityContext"];

describe.each([
    ["snyk", "restricted"],
    ["aqua", "privileged"],
    ["twistlock", "privileged"],
])("The example of %s", (file, podSecurity) => {
    const { ownCharts, example } = exampleOf(`own-scanners/${file}.yaml`);

    it("is a configuration that is taken", () => {
        expect(mistakesOf({ ...right, ownCharts })).toEqual([]);
    });

    it("is a part like any other, in a namespace of the level that it needs, and comes after the store of its secrets", async () => {
        const addon = addonOf(await assembled({ settings: { ownCharts } }), example.name);
        expect(addon.namespace).toMatchObject({ name: example.name, podSecurity });
        expect(addon.needs).toContain("external-secrets");
        expect(addon.values).toEqual(example.values);
    });

    it("has as many pods as there may be nodes, where it is on each, and 200 else", async () => {
        const { one } = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            new ProductionCluster("shop", { ...args, ownCharts } as never);
        });
        const { hard } = one("kubernetes:core/v1:ResourceQuota", `shop-${example.name}-quota`).inputs.spec;
        expect(hard.pods).toBe(podSecurity === "privileged" ? "1000" : "200");
    });

    it("holds no secret: it names where one is", () => {
        const words = JSON.stringify(example.values);
        expect(words).toMatch(/monitorSecrets|enforcerTokenSecretName|remote_key/);
        expect(words).not.toMatch(/"(password|enforcerToken|install_bundle|service_parameter|dockerconfigjson)"/);
    });

    it.runIf(chartPath(example.chart))("says nothing that its chart does not know", () => {
        expect(unknownValues(example, open)).toEqual([]);
    });

    it.runIf(chartPath(example.chart))("has limits, and a pod that its namespace takes", () => {
        const { name, chart, values } = example;
        const pods = render({ name, namespace: { name }, chart }, values).flatMap(
            ({ spec }) => spec?.template?.spec ?? [],
        );
        expect(pods).toHaveLength(1);
        for (const pod of pods) {
            for (const container of pod.containers)
                expect(Object.keys(container.resources.limits).toSorted()).toEqual(["cpu", "memory"]);
            if (podSecurity !== "restricted") continue;
            expect(pod.initContainers ?? []).toEqual([]);
            expect(pod.securityContext.seccompProfile).toEqual({ type: "RuntimeDefault" });
            expect(pod.containers[0].securityContext).toMatchObject({
                runAsNonRoot: true,
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
            });
        }
    });
});
