import { beforeAll, describe, expect, it, test } from "vitest";
import { ordered, restoreOrder } from "../../components/backup/restore-order.ts";
import type { Addon, Values } from "../../components/platform/addon.ts";
import { addonOf, addons, args, assembled, primary } from "../addons/example.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { record } from "../foundation/recording.ts";

const velerosLabels = { "velero.io/plugin-config": "", "velero.io/change-image-name": "RestoreItemAction" };
const flush = { command: ["/bin/sh", "-c", "CHECKPOINT"], container: "postgres", timeout: 60 };
const hooks = [
    { name: "orders", namespaces: ["orders"], labels: { app: "db" }, pre: [flush], post: [flush] },
    { name: "all", namespaces: ["blog"], pre: [{ command: ["sync"], onError: "Continue" }] },
];
const asked = {
    hooks,
    excludedNamespaces: ["scratch"],
    excludedResources: ["events", "events.events.k8s.io"],
    restoreOrder: ["clusters.postgresql.cnpg.io"],
};

const templatesOf = (all: Addon[]): Values[] =>
    Object.values<Values>(addonOf(all, "velero").values.schedules).map(({ template }) => template);

let velero: Addon;
let templates: Values[];
beforeAll(async () => {
    const all = await assembled({ settings: { backup: asked } });
    velero = addonOf(all, "velero");
    templates = templatesOf(all);
});

describe("What is asked of the backups", () => {
    it("is said to all three schedules, hooks in Velero's words", () => {
        const exec = { command: flush.command, container: "postgres", onError: "Fail", timeout: "60s" };
        expect(templates).toHaveLength(3);
        for (const { hooks: said, excludedNamespaces, excludedResources } of templates) {
            expect(excludedNamespaces).toEqual(["velero", ...asked.excludedNamespaces]);
            expect(excludedResources).toEqual(asked.excludedResources);
            expect(said.resources).toEqual([
                {
                    name: "orders",
                    includedNamespaces: ["orders"],
                    includedResources: ["pods"],
                    labelSelector: { matchLabels: { app: "db" } },
                    pre: [{ exec }],
                    post: [{ exec }],
                },
                {
                    name: "all",
                    includedNamespaces: ["blog"],
                    includedResources: ["pods"],
                    pre: [{ exec: { command: ["sync"], onError: "Continue", timeout: "30s" } }],
                    post: [],
                },
            ]);
        }
    });

    it("is nothing where nothing is asked: everything is in them, and the order is Velero's", () => {
        for (const template of templatesOf(addons))
            for (const key of ["hooks", "excludedResources"]) expect(template).not.toHaveProperty(key);
        expect(addonOf(addons, "velero").values.configuration).not.toHaveProperty("restoreResourcePriorities");
    });
});

test("Kinds that are named are restored after what they are made of and before pods, all others as before", () => {
    const { restoreResourcePriorities } = velero.values.configuration;
    const order = restoreResourcePriorities.split(",");
    const place = (kind: string) => order.indexOf(kind);
    expect(place("clusters.postgresql.cnpg.io")).toBe(place("pods") - 1);
    expect(place("secrets")).toBeLessThan(place("clusters.postgresql.cnpg.io"));
    expect(
        restoreOrder([])
            .split(",")
            .filter((kind) => kind !== "-"),
    ).toEqual(ordered);
    expect(order.filter((kind: string) => kind === "-")).toHaveLength(1);
});

test("Volumes whose driver makes no snapshots fail no backup: each schedule names the policy that passes them over", () => {
    const policy = addonOf(addons, "velero").before?.find(({ kind }) => kind === "ConfigMap") as Values | undefined;
    for (const { resourcePolicy } of templatesOf(addons))
        expect(resourcePolicy).toEqual({ kind: "ConfigMap", name: policy?.metadata.name });
    // Velero takes a ConfigMap with one entry.
    expect(Object.keys(policy?.data)).toHaveLength(1);
    const { version, volumePolicies } = JSON.parse(policy?.data.policy);
    expect(version).toBe("v1");
    const skipped = volumePolicies.map(({ conditions, action }: Values) => [conditions.csi.driver, action.type]);
    expect(skipped).toContainEqual(["efs.csi.aws.com", "skip"]);
    expect(skipped.map(([driver]: string[]) => driver)).not.toContain("ebs.csi.aws.com");
});

describe("Kinds that belong to no namespace", () => {
    const crds = "customresourcedefinitions.apiextensions.k8s.io";
    const restore = "velero-weekly-20270103013004";
    const standby = { ...primary, active: true, restore, restoreClusterScoped: [crds] };

    it("are restored by themselves, and everything else waits until they are", async () => {
        const { of } = await record(async () => {
            const { ProductionCluster } = await import("../../components/index.ts");
            new ProductionCluster("shop", { ...args, standby });
        });
        const restores = of("kubernetes:velero.io/v1:Restore");
        const called = (name: string) => restores.find(({ inputs }) => inputs.metadata.name === name);
        const first = called(`${restore}-cluster`);
        const second = called(restore);
        expect(restores).toHaveLength(2);
        expect(first?.inputs.spec).toMatchObject({
            backupName: restore,
            includedResources: [crds],
            includeClusterResources: true,
        });
        expect(first?.inputs.metadata.annotations["pulumi.com/waitFor"]).toBe("jsonpath={.status.phase}=Completed");
        expect(second?.dependencies).toContain(first?.name);
        expect(first?.dependencies).not.toContain(second?.name);
    });
});

describe("Images of another region's registry", () => {
    const there = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
    const here = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
    const rowsOf = (all: Addon[]) =>
        (addonOf(all, "velero").before as Values[]).find(({ metadata }) => metadata.name === "change-image-name");

    it("are restored as they are called here, as soon as Velero is there", async () => {
        const renamed = rowsOf(await assembled({ standby: { ...primary, imageRegistries: { [there]: here } } }));
        expect(renamed?.metadata).toMatchObject({ namespace: "velero", labels: velerosLabels });
        expect(renamed?.data).toEqual({ case1: `${there}/,${here}/` });
    });

    it("keep their names on a cluster that is told nothing of them", async () => {
        for (const all of [addons, await assembled({ standby: primary })]) expect(rowsOf(all)).toBeUndefined();
    });
});

const backup = (more: object) => ({ backup: more });
const registries = (imageRegistries: unknown) => ({ standby: { ...primary, imageRegistries } });
test.each<[string, object, RegExp]>([
    [
        "a hook without a command",
        backup({ hooks: [{ ...hooks[0], pre: [{ command: [] }] }] }),
        /pre\[0\]\.command: give a/,
    ],
    [
        "a command as a text",
        backup({ hooks: [{ ...hooks[0], pre: [{ command: "sync" }] }] }),
        /pre\[0\]\.command: .* list/,
    ],
    [
        "a hook that does nothing",
        backup({ hooks: [{ name: "a", namespaces: ["a"] }] }),
        /backup\.hooks\[0\]: does nothing/,
    ],
    ["a hook of no namespace", backup({ hooks: [{ ...hooks[0], namespaces: [] }] }), /hooks\[0\]\.namespaces: name at/],
    ["two hooks of a name", backup({ hooks: [hooks[0], hooks[0]] }), /backup\.hooks\[1\]: repeats \[0\]/],
    [
        "a hook of two hours",
        backup({ hooks: [{ ...hooks[0], pre: [{ ...flush, timeout: 7200 }] }] }),
        /timeout: .* 3600/,
    ],
    [
        "another end of a hook",
        backup({ hooks: [{ ...hooks[0], pre: [{ ...flush, onError: "Stop" }] }] }),
        /one of Fail, /,
    ],
    [
        "a kind as people call it",
        backup({ restoreOrder: ["Cluster"] }),
        /restoreOrder\[0\]: "Cluster" is not .* plural/,
    ],
    ["a kind that has its place", backup({ restoreOrder: ["pods"] }), /restoreOrder\[0\]: pods has its place already/],
    [
        "the canary in no backup",
        backup({ excludedNamespaces: ["a", "backup-canary"], restoreTest: args.backup.restoreTest }),
        /backup\.excludedNamespaces\[1\]: is what the restore test restores/,
    ],
    [
        "an order of nothing",
        { standby: { ...primary, restoreClusterScoped: ["priorityclasses.scheduling.k8s.io"] } },
        /standby\.restoreClusterScoped: has no effect without restore/,
    ],
    [
        "a registry by its URL",
        registries({ "https://a.example.com": "b.example.com" }),
        /imageRegistries\[.* leave out https/,
    ],
    ["a registry without a name here", registries({ "a.example.com": "" }), /imageRegistries.* without https/],
    ["one that keeps its name", registries({ "a.example.com": "a.example.com" }), /imageRegistries.* called the same/],
    [
        "one that stands in another one",
        registries({ "example.com": "b.example.com", "a.example.com": "c.example.com" }),
        /imageRegistries\["example\.com"\]: stands in a\.example\.com too/,
    ],
])("It refuses %s", (_, settings, mistake) => {
    expect(mistakesOf({ ...right, ...settings })).toEqual([expect.stringMatching(mistake)]);
});
