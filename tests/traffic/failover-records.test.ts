import { describe, expect, it, test } from "vitest";
import { addonOf, args, assembled, primary } from "../addons/example.ts";
import { mistakesOf, right } from "../configuration/settings.ts";
import { record } from "../foundation/recording.ts";

const targets = { primaryTarget: "one.example.com", standbyTarget: "two.example.com" };
const shop = { host: "shop.example.com", path: "/healthz", ...targets };
const outside = { id: "Z0PUBLIC", domain: "example.com" };
const inside = { id: "Z0PRIVATE", domain: "example.com", private: true };
const healthChecks = {
    primaryId: "00000000-0000-0000-0000-000000000001",
    standbyId: "00000000-0000-0000-0000-000000000002",
};

const recordType = "aws:route53/record:Record";
const checkType = "aws:route53/healthCheck:HealthCheck";
const planned = (failover: object[], standby?: object, zones: object[] = [outside]) =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        const { certificates: _, ...rest } = args;
        new ProductionCluster("shop", {
            ...rest,
            dns: { zones, failover } as typeof args.dns,
            ...(standby && { standby: { ...primary, ...standby } }),
        });
    });
/** Where each of the two records leads, and what is asked whether it may. */
const ways = ({ of }: Awaited<ReturnType<typeof planned>>) =>
    of(recordType)
        .filter(({ inputs }) => inputs.failoverRoutingPolicies)
        .map(({ inputs }) => [inputs.failoverRoutingPolicies[0].type, inputs.records[0], inputs.healthCheckId]);

describe("A name that fails over", () => {
    it("leads to the primary, and to the standby where that answers alone; both are asked over HTTPS by their own names", async () => {
        const plan = await planned([shop], {});
        const [first, second] = ways(plan);
        expect(first?.slice(0, 2)).toEqual(["PRIMARY", "one.example.com"]);
        expect(second?.slice(0, 2)).toEqual(["SECONDARY", "two.example.com"]);
        const checks = plan.of(checkType);
        expect(checks.map(({ inputs }) => inputs.fqdn)).toEqual(["one.example.com", "two.example.com"]);
        expect([first?.[2], second?.[2]]).toEqual(checks.map(({ name }) => `${name}-id`));
        for (const { inputs } of checks)
            expect(inputs).toMatchObject({ type: "HTTPS", port: 443, resourcePath: "/healthz", enableSni: true });
        for (const { inputs } of plan.of(recordType))
            expect([inputs.name, inputs.zoneId, inputs.type]).toEqual(["shop.example.com", "Z0PUBLIC", "CNAME"]);
    });

    it("leads to the standby alone once it is active: a primary that wakes up gets nobody", async () => {
        const plan = await planned([shop], { active: true });
        const [first, second] = ways(plan);
        expect([first?.[1], second?.[1]]).toEqual(["two.example.com", "two.example.com"]);
        expect(first?.[2]).toBe(second?.[2]);
    });

    it("is made by the standby, not by the primary, nor by who was it before; external-dns of all leaves it alone", async () => {
        expect(ways(await planned([shop]))).toEqual([]);
        expect(ways(await planned([shop], { wasPrimary: true }))).toEqual([]);
        for (const standby of [undefined, primary]) {
            const settings = { certificates: undefined, dns: { zones: [outside], failover: [shop] } };
            const all = await assembled({ settings, ...(standby && { standby }) });
            expect(addonOf(all, "external-dns-public").values.excludeDomains).toEqual(["shop.example.com"]);
        }
        expect(addonOf(await assembled(), "external-dns-public").values).not.toHaveProperty("excludeDomains");
    });

    it("is led by health checks of one's own in a private zone", async () => {
        const plan = await planned([{ ...shop, path: undefined, healthChecks }], {}, [inside]);
        expect(plan.of(checkType)).toEqual([]);
        expect(ways(plan).map(([, , check]) => check)).toEqual([healthChecks.primaryId, healthChecks.standbyId]);
    });
});

const dns = (failover: object, zones: object[] = [outside]) => ({ ...right, dns: { zones, failover: [failover] } });
test("It takes a name of a public zone, and one of a private zone with health checks of one's own", () => {
    expect(mistakesOf(dns(shop))).toEqual([]);
    expect(mistakesOf(dns({ host: "shop.example.com", ...targets, healthChecks }, [inside]))).toEqual([]);
});
test.each<[string, object, RegExp]>([
    ["a name of no zone", dns({ ...shop, host: "shop.example.net" }), /\.host: shop\.example\.net is in no zone/],
    ["a private name that nobody reaches", dns(shop, [inside]), /\.host: .* private zone.*give healthChecks/],
    [
        "the zone's own name",
        dns({ ...shop, host: "example.com", primaryTarget: "a.example.org", standbyTarget: "b.example.org" }),
        /\.host: .* cannot be a CNAME/,
    ],
    ["a target below the name", dns({ ...shop, primaryTarget: "a.shop.example.com" }), /\.host: leads to a\.shop\./],
    ["one target twice", dns({ ...shop, standbyTarget: shop.primaryTarget }), /standbyTarget: is that of the primary/],
    ["nothing that is asked", dns({ ...shop, path: undefined }), /\.path: is missing/],
    ["two that are asked", dns({ ...shop, healthChecks }), /\.path: contradicts healthChecks/],
    ["a path that is none", dns({ ...shop, path: "healthz" }), /\.path: .* begins with \//],
    ["a name twice", { ...right, dns: { zones: [outside], failover: [shop, shop] } }, /failover\[1\]: repeats \[0\]/],
])("It refuses %s", (_, settings, mistake) => {
    expect(mistakesOf(settings)).toEqual([expect.stringMatching(mistake)]);
});
