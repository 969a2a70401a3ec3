import { expect, test } from "vitest";
import type { ProductionClusterArgs } from "../../components/index.ts";
import { shortType } from "../../sandbox/providers/aws/kind.ts";
import { kindOf } from "../../sandbox/providers/aws/kinds.ts";
import { args } from "../addons/example.ts";
import { type Registration, record } from "../foundation/recording.ts";

const cluster = "shop";

/** What a cluster has in services without regions, and in another region than its own; copies go to one of its own. */
const everything = (region: string, replicaRegion: string): ProductionClusterArgs => {
    const host = `${region}.example.com`;
    return {
        ...(args as unknown as ProductionClusterArgs),
        region,
        zones: ["a", "b", "c"].map((zone) => `${region}${zone}`),
        backup: { replicaRegion, awsBackup: true },
        detection: { securityHub: "stack", auditTrail: true },
        logs: { firehose: true },
        vault: {},
        metrics: { history: "amp", cloudWatch: true },
        traces: { store: "xray" },
        certificates: { issuer: "letsencrypt" },
        dns: { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }], owner: `shop-${region}` },
        gateway: { hosts: [host] },
        edge: { engine: "cloudfront", hosts: [host] },
        registry: {
            ecr: {
                repositories: ["shop/web"],
                pushRoles: [{ name: "web", system: "github", subjects: ["repo:example/web:environment:x"] }],
            },
        },
    };
};

/** Names that the program gives in the inputs of a resource, wherever they stand in it. */
function namesIn(inputs: object, references: readonly string[]): string[] {
    return Object.entries(inputs).flatMap(([key, value]) => {
        if (references.includes(key)) return [];
        if (typeof value === "object" && value !== null) return namesIn(value, references);
        return /^(name|bucket|metricName)$/.test(key) && String(value).includes(cluster) ? [String(value)] : [];
    });
}

const plans = new Map<string, readonly string[]>();

/** The names, each with its kind and where nothing else of the kind can have it, and the owner of names in DNS. */
async function namesOf(region: string, replicaRegion: string): Promise<readonly string[]> {
    const { all } = await record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        new ProductionCluster(cluster, everything(region, replicaRegion));
    });
    const regions = new Map(
        all.filter(({ type }) => type === "pulumi:providers:aws").map(({ name, inputs }) => [name, inputs.region]),
    );
    const ofAws = ({ type, inputs, provider }: Registration) => {
        const kind = kindOf(shortType(type));
        const place = (kind.scope ?? "region") === "region" ? regions.get(provider) : "everywhere";
        return namesIn(inputs, Object.keys(kind.refersTo ?? {})).map((name) => `${shortType(type)} ${place} ${name}`);
    };
    const owners = all
        .filter(({ inputs }) => inputs.chart === "external-dns" || inputs.values?.txtOwnerId)
        .map(({ inputs }) => `external-dns everywhere ${inputs.values?.txtOwnerId}`);
    return [...all.filter(({ type }) => type.startsWith("aws:")).flatMap(ofAws), ...owners];
}

test("Three clusters of one name, in three regions of an account, have no name in common", async () => {
    const regions = { "eu-west-1": "eu-north-1", "eu-central-1": "eu-west-3", "us-east-1": "us-west-2" };
    for (const [region, replicaRegion] of Object.entries(regions))
        plans.set(region, await namesOf(region, replicaRegion));
    const owned = [...plans].flatMap(([region, names]) => [...new Set(names)].map((name) => ({ region, name })));
    const shared = Map.groupBy(owned, ({ name }) => name);
    expect([...shared].filter(([, owners]) => owners.length > 1).map(([name]) => name)).toEqual([]);
    // What was looked at: something of each service that has no region, or is in another one.
    for (const kind of ["iam.Role everywhere", "cloudfront.VpcOrigin everywhere", "cloudtrail.Trail everywhere"])
        expect(plans.get("eu-west-1")?.some((name) => name.startsWith(kind))).toBe(true);
    expect(plans.get("eu-west-1")?.filter((name) => / us-east-1 /.test(name)).length).toBeGreaterThan(4);
});
