import { beforeAll, describe, expect, it, test } from "vitest";
import type { ProductionClusterArgs } from "../../components/index.ts";
import { shortType } from "../../sandbox/providers/aws/kind.ts";
import { kindOf } from "../../sandbox/providers/aws/kinds.ts";
import { args } from "../addons/example.ts";
import { type Registration, record } from "../foundation/recording.ts";

const cluster = "shop";

/** What one that was made before names had regions has still, in eu-west-1: the column "Was" of docs/decisions/0178. */
const before = [
    "iam.Role everywhere shop-push-web",
    "cloudtrail.Trail everywhere shop-audit",
    "cloudfront.VpcOrigin everywhere shop-edge",
    "cloudwatch.LogGroup us-east-1 aws-waf-logs-shop",
    "cloudwatch.LogDeliverySource us-east-1 shop-edge",
    "cloudwatch.LogDeliveryDestination us-east-1 shop-edge",
    "wafv2.WebAcl us-east-1 CLOUDFRONT shop-edge",
    "kms.Alias us-east-1 alias/shop/edge",
    "s3.Bucket everywhere shop-edge-111122223333-us-east-1-an",
    "external-dns everywhere shop",
];

const regions = { "eu-west-1": "eu-north-1", "eu-central-1": "eu-west-3", "us-east-1": "us-west-2" };
const engines = ["cloudfront", "alb"] as const;
type Engine = (typeof engines)[number];

/** What a cluster has in services without regions, and in another region than its own; copies go to one of its own. */
const everything = (engine: Engine, region: string, replicaRegion: string): ProductionClusterArgs => {
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
        certificates: { issuer: "letsencrypt", ...(engine === "alb" && { loadBalancerHosts: [host] }) },
        dns: { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }], owner: `shop-${region}` },
        gateway: { hosts: [host], ...(engine === "alb" && { engine }) },
        edge: { engine, hosts: [host] },
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

/** The names, each with its kind and where nothing else of the kind can have it, and the owner of names in DNS. */
async function namesOf(engine: Engine, region: string, replicaRegion: string): Promise<readonly string[]> {
    const { all } = await record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        new ProductionCluster(cluster, everything(engine, region, replicaRegion));
    });
    const regions = new Map(
        all.filter(({ type }) => type === "pulumi:providers:aws").map(({ name, inputs }) => [name, inputs.region]),
    );
    const ofAws = ({ type, inputs, provider }: Registration) => {
        const kind = kindOf(shortType(type));
        const place = (kind.scope ?? "region") === "region" ? regions.get(provider) : "everywhere";
        // CloudWatch counts what firewalls of a region refuse by that region, too.
        const where = [place, ...(inputs.scope ? [inputs.scope] : [])].join(" ");
        return namesIn(inputs, Object.keys(kind.refersTo ?? {})).map((name) => `${shortType(type)} ${where} ${name}`);
    };
    const owners = all
        .filter(({ inputs }) => inputs.chart === "external-dns" || inputs.values?.txtOwnerId)
        .map(({ inputs }) => `external-dns everywhere ${inputs.values?.txtOwnerId}`);
    return [...all.filter(({ type }) => type.startsWith("aws:")).flatMap(ofAws), ...owners];
}

const plans = new Map<string, readonly string[]>();

beforeAll(async () => {
    for (const engine of engines)
        for (const [region, replicaRegion] of Object.entries(regions))
            plans.set(`${engine} ${region}`, await namesOf(engine, region, replicaRegion));
});

describe.each(engines)("Behind %s", (engine) => {
    it("three clusters of one name, in three regions of an account, and one of before have no name in common", () => {
        const made = Object.keys(regions).map((region) => plans.get(`${engine} ${region}`) ?? []);
        const owned = [...made, before].flatMap((names) => [...new Set(names)]);
        const shared = Map.groupBy(owned, (name) => name);
        expect([...shared].filter(([, owners]) => owners.length > 1).map(([name]) => name)).toEqual([]);
    });
});

test("What is looked at is something of each service that has no region, or is in another one, as it was before", () => {
    const kindsOf = (names: readonly string[]) => new Set(names.map((name) => name.slice(0, name.lastIndexOf(" "))));
    const now = kindsOf(plans.get("cloudfront eu-west-1") ?? []);
    expect([...kindsOf(before)].filter((kind) => !now.has(kind))).toEqual([]);
});

test("A cluster in us-east-1 can go from CloudFront to a load balancer: no log group is made by a name that is there", () => {
    const groups = engines.map((engine) =>
        plans.get(`${engine} us-east-1`)?.filter((name) => /^cloudwatch.LogGroup .* aws-waf-logs-/.test(name)),
    );
    expect(groups.map((each) => each?.length)).toEqual([1, 1]);
    expect(groups[0]).not.toEqual(groups[1]);
});
