import { describe, expect, test } from "vitest";
import { inventory } from "../../policy-pack/inventory/inventory.ts";
import type { CheckResult } from "../../policy-pack/judgement/result.ts";
import { areaOf } from "../../policy-pack/report/picture/areas.ts";
import { type Picture, pictureOf } from "../../policy-pack/report/picture/picture.ts";
import { recognise } from "../../policy-pack/report/read/read.ts";
import { type Entry, entry, planOf, secretSignature, stack, stateOf, unknownValue, urn, zones } from "./stack.ts";

const draw = (entries: Entry[], checks: CheckResult[] = []): Picture => {
    const { resources } = recognise("state.json", stateOf(entries));
    return pictureOf(inventory(resources), checks) ?? expect.fail("no picture");
};

const velero = urn("kubernetes:helm.sh/v3:Release", "velero");

function check(level: CheckResult["level"], status: CheckResult["status"], debt?: CheckResult["debt"]): CheckResult {
    const evidence = [{ urn: velero, status, message: "" }];
    return { id: `${level}-${status}`, level, status, evidence, ...(debt && { debt }) };
}

const markOf = (picture: Picture, name: string) =>
    picture.areas.flatMap(({ addons }) => addons).find((addon) => addon.name === name)?.mark;

describe("the picture of a cluster", () => {
    test("shows region, network, version and endpoint", () => {
        expect(draw(stack())).toMatchObject({
            name: "shop",
            version: "1.35",
            endpoint: "private endpoint",
            region: "eu-west-1",
            vpc: { name: "shop", cidr: "10.0.0.0/16" },
        });
    });

    test("shows the zones with their subnets, public ones first and with their NAT gateways", () => {
        const picture = draw(stack());
        expect(picture.zones.map(({ name }) => name)).toEqual(zones);
        expect(picture.zones[1]?.subnets).toEqual([
            { tier: "public", cidr: "10.0.16.0/20", nat: true },
            { tier: "private", cidr: "10.0.64.0/20", nat: false },
            { tier: "intra", cidr: "10.0.112.0/20", nat: false },
        ]);
    });

    test("lays node groups over the zones of their subnets", () => {
        const [system, general] = draw(stack()).nodes;
        expect(system).toMatchObject({ kind: "node group", zones, detail: "m7g.xlarge · 3 to 6 nodes" });
        expect(general).toMatchObject({ kind: "NodePool", zones: [], detail: "c, m, r · up to 200 vCPU" });
    });

    test("groups releases and EKS add-ons by area, and shows an area that nothing stands in", () => {
        const without = stack().filter(({ inputs }) => inputs.chart !== "velero");
        const areas = Object.fromEntries(draw(without).areas.map(({ name, addons }) => [name, addons.length]));
        expect(areas).toEqual({
            "Cluster services": 5,
            Security: 2,
            Traffic: 2,
            Capacity: 2,
            Observability: 4,
            Backup: 0,
            Delivery: 1,
        });
    });

    test("shows a chart that nobody knows", () => {
        const own = entry("kubernetes:helm.sh/v3:Release", "billing", { chart: "oci://example.com/charts/billing" });
        expect(draw([...stack(), own]).areas.at(-1)).toMatchObject({ name: "Other", addons: [{ name: "billing" }] });
    });

    test("is missing where there is no cluster", () => {
        const { resources } = recognise("state.json", stateOf([entry("aws:s3/bucket:Bucket", "logs", {})]));
        expect(pictureOf(inventory(resources), [])).toBeUndefined();
    });

    test("leaves out what is not known yet, and what is secret", () => {
        const secret = { ...secretSignature, plaintext: '"hunter2"' };
        const cluster = entry("aws:eks/cluster:Cluster", "shop", {
            name: unknownValue,
            version: secret,
            vpcConfig: secret,
        });
        const group = entry("aws:eks/nodeGroup:NodeGroup", "system", {
            instanceTypes: [secret, "m7g.large"],
            scalingConfig: unknownValue,
        });
        const { resources } = recognise("plan.json", planOf([cluster, group]));
        const picture = pictureOf(inventory(resources), []);
        expect(picture).toMatchObject({ name: "shop", version: undefined, endpoint: undefined, zones: [] });
        expect(picture?.nodes[0]?.detail).toBe("m7g.large");
        expect(JSON.stringify(picture)).not.toMatch(/hunter2|04da6b54/);
    });
});

describe("an add-on carries the worst that mandatory checks say of it", () => {
    const debt = { owner: "platform", reason: "later", until: "2027-01-31" };
    test.each<[string, CheckResult[], string | undefined]>([
        ["nothing was checked", [], undefined],
        ["only advice was given", [check("advisory", "fail")], undefined],
        ["all pass", [check("mandatory", "pass")], "pass"],
        ["one fails", [check("mandatory", "pass"), check("mandatory", "fail"), check("mandatory", "unknown")], "fail"],
        ["one is unknown", [check("mandatory", "unknown"), check("mandatory", "pass")], "unknown"],
        ["its failure is owed", [check("mandatory", "fail", debt), check("mandatory", "pass")], "debt"],
    ])("%s", (_, checks, mark) => {
        expect(markOf(draw(stack(), checks), "velero")).toBe(mark);
        expect(markOf(draw(stack(), checks), "loki")).toBeUndefined();
    });
});

describe("what most releases owe", () => {
    const releases = stack().filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    const debt = { owner: "platform", reason: "later", until: "2027-01-31" };
    const owedBy = (owing: Entry[], level: CheckResult["level"] = "mandatory"): CheckResult => {
        const evidence = owing.map((each) => ({ urn: each.urn, status: "fail" as const, message: "" }));
        return { id: "image-registry-allowed", level, status: "fail", evidence, debt };
    };

    test("is said once, and marks none of them", () => {
        const picture = draw(stack(), [owedBy(releases), check("mandatory", "pass")]);
        expect(picture.owedByMost).toEqual(["image-registry-allowed"]);
        expect(markOf(picture, "velero")).toBe("pass");
        expect(markOf(picture, "loki")).toBeUndefined();
    });

    test("is not what half of them owe, nor what fails without a debt, nor advice", () => {
        const half = releases.slice(0, Math.floor(releases.length / 2));
        const { debt: _, ...failing } = owedBy(releases);
        for (const found of [owedBy(half), failing, owedBy(releases, "advisory")])
            expect(draw(stack(), [found]).owedByMost).toEqual([]);
        expect(markOf(draw(stack(), [failing]), "loki")).toBe("fail");
    });

    test("is its own where there are two", () => {
        const [one, other] = releases;
        const two = stack().filter((each) => !releases.some(({ urn }) => urn === each.urn) || each.urn === one?.urn);
        expect(draw([...two, ...(other ? [other] : [])], [owedBy(releases)]).owedByMost).toEqual([]);
    });
});

test("a release carries the worst of the objects below it", () => {
    const deployment = entry("kubernetes:apps/v1:Deployment", "velero/velero", {}, { parent: velero });
    const evidence = [{ urn: deployment.urn, status: "fail" as const, message: "" }];
    const found: CheckResult = { id: "pod-check", level: "mandatory", status: "fail", evidence };
    expect(markOf(draw([...stack(), deployment], [check("mandatory", "pass"), found]), "velero")).toBe("fail");
});

test.each([
    ["kyverno", "Security"],
    ["vpc-cni", "Cluster services"],
    ["something-else", "Other"],
])("%s stands under %s", (chart, area) => {
    expect(areaOf(chart)).toBe(area);
});
