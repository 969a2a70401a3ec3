import fc from "fast-check";
import { Address4 } from "ip-address";
import { expect, test } from "vitest";
import { controlPlaneCidrs, planSubnets, zonePlaces } from "../../components/foundation/cidr-plan.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"];

/** Any network of 10.0.0.0/8 from /16 to /20. */
const vpcs = fc.integer({ min: 16, max: 20 }).chain((prefix) =>
    fc.nat(2 ** (prefix - 8) - 1).map((place) => {
        const first = Address4.fromBigInt((10n << 24n) + BigInt(place) * (1n << BigInt(32 - prefix)));
        return `${first.correctForm()}/${prefix}`;
    }),
);
const someZones = fc.integer({ min: 1, max: zonePlaces }).map((count) => zones.slice(0, count));

const ranges = (vpc: string, inZones: string[]) =>
    planSubnets(vpc, inZones).flatMap((zone) => [zone.private, zone.public, zone.intra]);
const span = (range: string): [bigint, bigint] => {
    const network = new Address4(range);
    return [network.startAddress().bigInt(), network.endAddress().bigInt()];
};
const overlap = (a: string, b: string) => {
    const [[fromA, toA], [fromB, toB]] = [span(a), span(b)];
    return fromA <= toB && fromB <= toA;
};

test("No two subnets share an address, and all lie inside the VPC", () => {
    fc.assert(
        fc.property(vpcs, someZones, (vpc, inZones) => {
            const subnets = ranges(vpc, inZones);
            const [from, to] = span(vpc);
            subnets.forEach((subnet, index) => {
                const [first, last] = span(subnet);
                expect(first >= from && last <= to, `${subnet} lies in ${vpc}`).toBe(true);
                for (const other of subnets.slice(0, index))
                    expect(overlap(subnet, other), `${subnet} ${other}`).toBe(false);
            });
        }),
    );
});

test("Every subnet is written with its first address, as AWS wants it", () => {
    fc.assert(
        fc.property(vpcs, someZones, (vpc, inZones) => {
            for (const subnet of ranges(vpc, inZones))
                expect(new Address4(subnet).startAddress().correctForm()).toBe(subnet.split("/")[0]);
        }),
    );
});

test("A zone that is added moves no subnet of the others", () => {
    fc.assert(
        fc.property(vpcs, (vpc) => {
            expect(planSubnets(vpc, zones).slice(0, 3)).toEqual(planSubnets(vpc, zones.slice(0, 3)));
        }),
    );
});

test("Nodes and pods get an eighth of the VPC in each zone, and something stays free", () => {
    fc.assert(
        fc.property(vpcs, (vpc) => {
            const size = (range: string) => 2 ** (32 - new Address4(range).subnetMask);
            for (const zone of planSubnets(vpc, zones)) expect(size(zone.private)).toBe(size(vpc) / 8);
            const used = ranges(vpc, zones).reduce((sum, range) => sum + size(range), 0);
            expect(used).toBeLessThan(size(vpc) * 0.6);
        }),
    );
});

test("The default range gives subnets that a person can read", () => {
    expect(planSubnets("10.0.0.0/16", zones.slice(0, 3))).toEqual([
        { zone: "eu-west-1a", private: "10.0.0.0/19", public: "10.0.128.0/22", intra: "10.0.255.192/28" },
        { zone: "eu-west-1b", private: "10.0.32.0/19", public: "10.0.132.0/22", intra: "10.0.255.208/28" },
        { zone: "eu-west-1c", private: "10.0.64.0/19", public: "10.0.136.0/22", intra: "10.0.255.224/28" },
    ]);
});

test.each([
    ["10.0.0.0/15", "is not an IPv4 range from /16 to /20"],
    ["10.0.0.0/21", "is not an IPv4 range from /16 to /20"],
])("A VPC of %s is refused", (vpc, reason) => {
    expect(() => planSubnets(vpc, zones)).toThrow(reason);
});

test("A fifth zone is refused, as it would have to take the place of another", () => {
    expect(() => planSubnets("10.0.0.0/16", [...zones, "eu-west-1e"])).toThrow("5 zones; a VPC holds at most 4");
});

test("The control plane speaks from its own subnets, or from anywhere in a given VPC", () => {
    expect(controlPlaneCidrs("10.0.0.0/16", zones.slice(0, 1))).toEqual(["10.0.255.192/28"]);
    const given = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1"] };
    expect(controlPlaneCidrs("10.0.0.0/16", zones.slice(0, 1), given)).toEqual(["10.0.0.0/16"]);
});
