import { describe, expect, it } from "vitest";
import { addonOf, assembled, primary } from "../addons/example.ts";
import { chartPath, type Rendered, render } from "../addons/render.ts";

const settings = { sealedSecrets: true };
const sealed = addonOf(await assembled({ settings }), "sealed-secrets");

describe("Sealed secrets", () => {
    it("are opened where they are asked for, and nowhere else", async () => {
        expect((await assembled({})).map(({ name }) => name)).not.toContain("sealed-secrets");
    });

    it("have a key that is renewed, and their controller takes one that comes later", () => {
        expect(sealed.values.keyrenewperiod).toMatch(/^\d+h$/);
        expect(sealed.values.watchForSecrets).toBe(true);
    });

    it("are asked about through the API server alone", () => {
        expect(sealed.traffic.from.filter(({ peer }) => peer !== "metrics")).toEqual([
            { peer: "apiServer", ports: [sealed.values.containerPorts.http] },
        ]);
    });

    it.runIf(chartPath(sealed.chart) !== undefined)("let nobody ask whom no binding of yours names", () => {
        const objects: Rendered[] = render(sealed, sealed.values);
        const bound = objects
            .filter(({ kind }) => kind.endsWith("Binding"))
            .flatMap(({ subjects }) => subjects.map(({ kind, name }: Rendered) => `${kind} ${name}`));
        expect([...new Set(bound)]).toEqual(["ServiceAccount sealed-secrets"]);
        expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain(
            "Role sealed-secrets-service-proxier",
        );
    });
});

describe("A standby of sealed secrets", () => {
    const restore = "velero-weekly-20270103013004";
    const standby = { ...primary, active: true, restore };
    const restores = async (more: typeof settings | undefined) => {
        const { after = [] } = addonOf(await assembled({ settings: more, standby }), "velero");
        return (after as Rendered[])
            .filter(({ kind }) => kind === "Restore")
            .map(({ metadata, spec }) => ({ ...spec, name: metadata.name }));
    };

    it("has the keys of its primary before the workloads, and nothing else of that namespace", async () => {
        const [keys, workloads, ...others] = await restores(settings);
        expect(others).toEqual([]);
        expect(keys).toEqual({
            name: `${restore}-sealing-keys`,
            backupName: restore,
            includedNamespaces: [sealed.namespace.name],
            includedResources: ["secrets"],
            labelSelector: { matchLabels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" } },
        });
        expect(workloads.excludedNamespaces).toContain(sealed.namespace.name);
    });

    it("has made the namespace by then, which a restore would make without its guards", async () => {
        const all = await assembled({ settings, standby });
        expect(addonOf(all, "velero").needs).toContain("sealed-secrets");
    });

    it("restores no keys where there are none", async () => {
        expect((await restores(undefined)).map(({ name }) => name)).toEqual([restore]);
    });
});
