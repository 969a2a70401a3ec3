import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { ProductionClusterArgs } from "../../components/index.ts";
import { undecided } from "../../components/parts.ts";
import { selectionOf } from "../../components/selection.ts";
import { addonOf, addons, args, assembled, primary } from "../addons/example.ts";
import { record } from "../foundation/recording.ts";

const inside = { id: "Z0INSIDE", domain: "example.com", private: true };
const outside = { id: "Z0OUTSIDE", domain: "example.com" };
const other = { id: "Z0OTHER", domain: "example.net" };
const writers = async (...zones: object[]) =>
    (await assembled({ settings: { dns: { zones } } })).filter(({ chart }) => chart?.name === "external-dns");

const both = await writers(inside, outside, other);
const [one] = await writers(outside, other);

test("There is one writer for each kind of zone, and none for a kind that is not given", async () => {
    expect(both.map(({ name }) => name)).toEqual(["external-dns-private", "external-dns-public"]);
    expect((await writers(inside)).map(({ name }) => name)).toEqual(["external-dns-private"]);
    expect(one?.name).toBe("external-dns-public");
});

test("Each looks at its zones alone, and AWS lets it write into no other", () => {
    for (const { name, values, identities = [] } of both) {
        const isPrivate = name.endsWith("private");
        const ids = isPrivate ? ["Z0INSIDE"] : ["Z0OUTSIDE", "Z0OTHER"];
        expect(values.extraArgs).toEqual({ "aws-zone-type": isPrivate ? "private" : "public", "zone-id-filter": ids });
        expect(values.domainFilters).toEqual(isPrivate ? ["example.com"] : ["example.com", "example.net"]);
        const statements = identities.flatMap((identity) => identity.statements);
        const writing = statements.filter(({ Action }) => Action.includes("route53:ChangeResourceRecordSets"));
        expect(writing.map(({ Resource }) => Resource)).toEqual([
            ids.map((id) => `arn:aws:route53:::hostedzone/${id}`),
        ]);
    }
});

test("Each writes what it may write, and with it whose it is: no record of another cluster or by hand is its own", () => {
    for (const { values, identities = [] } of both) {
        expect([values.registry, values.txtOwnerId, values.policy]).toEqual(["txt", "shop", "sync"]);
        const allowed = identities.flatMap(({ statements }) =>
            statements.flatMap(
                ({ Condition }) =>
                    Condition?.["ForAllValues:StringEquals"]?.["route53:ChangeResourceRecordSetsRecordTypes"] ?? [],
            ),
        );
        expect(allowed).toEqual([...values.managedRecordTypes, "TXT"]);
        // Below the name: beside it, the record of the zone's own name would be outside of the zone.
        expect(values.txtPrefix).toMatch(/%\{record_type\}.*\.$/);
    }
});

test("Two clusters of one name that write into one zone are different owners where they are told", async () => {
    const [writer] = (await assembled({ settings: { dns: { zones: [outside], owner: "shop-eu-west-1" } } })).filter(
        ({ chart }) => chart?.name === "external-dns",
    );
    expect(writer?.values.txtOwnerId).toBe("shop-eu-west-1");
});

/** Output of the primary's stack. */
const told = async (owner?: string) => {
    const { outputs } = await record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        const { certificates: _, ...rest } = args as unknown as ProductionClusterArgs;
        const { dnsOwner } = new ProductionCluster("shop", { ...rest, dns: { zones: [outside], owner } });
        return settled(dnsOwner);
    });
    return outputs;
};

/** What a stack that names its primary reads of that one's outputs. */
const readBy = async (outputs: object) => {
    await pulumi.runtime.setMocks({
        newResource: ({ name }) => ({ id: name, state: { outputs } }),
        call: () => ({}),
    });
    const { standbyOf } = await import("../../components/primary.ts");
    return (await settled(standbyOf({ primaryStack: "organization/shop/prod" }))) as typeof primary;
};

const settled = <Value>(given: pulumi.Input<Value>): Promise<pulumi.Unwrap<Value>> =>
    new Promise((resolve) => pulumi.output(given).apply(resolve));

const facts = {
    ...{ clusterName: "shop", backupReplicaBucket: "shop-replica", backupReplicaKeyArn: primary.backupKeyArn },
    backupPasswordSecret: "shop/velero-repo-credentials",
};

test.each([
    ["the one that its primary was given", "shop-eu", "shop-eu"],
    ["its primary's name, where that was given none", undefined, "shop"],
])("The owner of a standby's names is %s, waiting and active", async (_, owner, expected) => {
    const dnsOwner = await told(owner);
    for (const outputs of [{ ...facts, dnsOwner }, ...(owner ? [] : [facts])]) {
        const standby = await readBy(outputs);
        for (const active of [false, true]) {
            const all = await assembled({
                settings: { name: "shop-dr", dns: { zones: [outside] } },
                profile: { clusterName: "shop-dr" },
                standby: { ...standby, active },
            });
            expect(addonOf(all, "external-dns-public").values.txtOwnerId).toBe(expected);
        }
    }
});

test("With two horizons a name is public only where its object says so; with one every name is in it", () => {
    const [hidden, shown] = both;
    expect(shown?.values.annotationFilter).toBe("production-cluster/public-name=true");
    expect([hidden?.values, one?.values].map((values) => values?.annotationFilter)).toEqual([undefined, undefined]);
});

test("Other parts learn the domains, who writes, and what makes a name public", async () => {
    const offer = (...zones: { id: string; domain: string; private: boolean }[]) =>
        selectionOf({ ...undecided, dns: { zones, failover: [] }, cluster: {} }).offers.dns;
    const seen = { ...outside, private: false };
    expect(offer(inside, seen)).toEqual({
        needs: ["external-dns-private", "external-dns-public"],
        domains: ["example.com"],
        publicAnnotation: { "production-cluster/public-name": "true" },
    });
    expect(offer(seen)).toEqual({ needs: ["external-dns-public"], domains: ["example.com"] });
});

test("The way to Route 53 is the one to the Internet, and says why", () => {
    const { traffic } = addonOf(addons, "external-dns-private");
    expect(traffic.to.filter(({ peer }) => typeof peer === "object")).toEqual([
        { peer: { internet: expect.stringMatching(/Route 53/) }, ports: [443] },
    ]);
});
