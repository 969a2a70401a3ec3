import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { viewerKinds, withheld } from "../../components/foundation/viewer-kinds.ts";
import { addons } from "../addons/example.ts";
import { chartPath, documentsIn, type Rendered, render } from "../addons/render.ts";
import { record } from "./recording.ts";

const registered = () =>
    record(async () => {
        const { viewers } = await import("../../components/foundation/viewers.ts");
        viewers("shop", {});
    });

test("Viewers read, and nothing else, each kind by its name", async () => {
    const { rules } = (await registered()).one("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole").inputs;
    for (const { verbs, apiGroups, resources } of rules) {
        expect(verbs).toEqual(["get", "list", "watch"]);
        expect([...apiGroups, ...resources].filter((name: string) => name.includes("*"))).toEqual([]);
    }
});

test("Neither Secrets nor what leads to one is among what viewers read", () => {
    for (const [group, kinds] of Object.entries(withheld))
        for (const { kind } of kinds) expect(viewerKinds[group]).not.toContain(kind);
    const ways = ["nodes/proxy", "pods/proxy", "services/proxy", "pods/exec", "serviceaccounts/token"];
    expect(
        Object.values(viewerKinds)
            .flat()
            .filter((kind) => ways.includes(kind)),
    ).toEqual([]);
    expect(withheld[""]?.map(({ kind }) => kind)).toContain("secrets");
});

test("The group of the viewers' access entries has our role, and the one that operators aggregate their kinds to", async () => {
    const { viewerGroup } = await import("../../components/foundation/access.ts");
    const bindings = (await registered()).of("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding");
    expect(bindings.map(({ inputs }) => inputs.roleRef.name).toSorted()).toEqual([viewerGroup, "view"]);
    for (const { inputs } of bindings)
        expect(inputs.subjects).toEqual([{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: viewerGroup }]);
});

const present = addons.filter(({ chart }) => chartPath(chart) !== undefined);

/** The definitions in a chart's folder `crds`, and those that it or its chart of definitions renders. */
function definitions(addon: (typeof addons)[number]): Rendered[] {
    const folder = execFileSync("helm", ["show", "crds", chartPath(addon.chart) ?? ""], {
        encoding: "utf8",
        maxBuffer: 64 * 2 ** 20,
    });
    const own = addon.crds ? render({ ...addon, chart: addon.crds.chart }, addon.crds.values ?? {}) : [];
    const shown = documentsIn(folder);
    return [...shown, ...own, ...render(addon, addon.values)].filter(({ kind }) => kind === "CustomResourceDefinition");
}

test.runIf(present.length > 0).each(present)(
    "Viewers read every kind that $name defines, but what is withheld",
    (addon) => {
        const missing = definitions(addon)
            .map(({ spec }) => [spec.group, spec.names.plural] as [string, string])
            .filter(([group, kind]) => !viewerKinds[group]?.includes(kind))
            .filter(([group, kind]) => !withheld[group]?.some((it) => it.kind === kind));
        expect(missing).toEqual([]);
    },
    60_000,
);
