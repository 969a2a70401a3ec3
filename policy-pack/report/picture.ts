import type { Inventory } from "../inventory.ts";
import type { CheckResult, Resource } from "../model.ts";
import { type Area, areaOf, areas } from "./areas.ts";
import { known, text, texts } from "./known.ts";
import { type Mark, markOf, worst } from "./view.ts";

/** What is drawn of a cluster: names, addresses, sizes and versions; nothing that is secret or unknown. */
export interface Picture {
    readonly name: string;
    readonly version?: string;
    readonly endpoint?: string;
    readonly mark?: Mark;
    readonly region?: string;
    readonly vpc?: { readonly name: string; readonly cidr?: string };
    readonly zones: readonly Zone[];
    readonly nodes: readonly Nodes[];
    readonly areas: readonly { readonly name: Area; readonly addons: readonly Drawn[] }[];
    /** Checks that most releases owe: said once for all, for they tell no add-on from another. */
    readonly owedByMost: readonly string[];
}

export interface Zone {
    readonly name: string;
    readonly subnets: readonly { readonly tier: string; readonly cidr?: string; readonly nat: boolean }[];
}

/** A managed node group, or a Karpenter NodePool. */
export interface Nodes {
    readonly kind: "node group" | "NodePool";
    readonly name: string;
    readonly detail: string;
    /** Names of its zones; none where they are not known. */
    readonly zones: readonly string[];
    readonly mark?: Mark;
}

export interface Drawn {
    readonly name: string;
    readonly version?: string;
    /** The worst of the mandatory checks about it, without what most owe; nothing where none looked at it. */
    readonly mark?: Mark;
}

const types = {
    cluster: "aws:eks/cluster:Cluster",
    vpc: "aws:ec2/vpc:Vpc",
    subnet: "aws:ec2/subnet:Subnet",
    nat: "aws:ec2/natGateway:NatGateway",
    nodeGroup: "aws:eks/nodeGroup:NodeGroup",
    addon: "aws:eks/addon:Addon",
};

const tiers = ["public", "private", "intra"];

/** The first cluster of the inventory and what belongs to it; `undefined` where there is none. */
export function pictureOf(inventory: Inventory, checks: readonly CheckResult[]): Picture | undefined {
    const [cluster] = inventory.of(types.cluster);
    if (!cluster) return undefined;
    const shared = owedByMost(inventory, checks);
    const marks = marksOf(
        inventory,
        checks.filter((check) => !shared.includes(check)),
    );
    const zones = zonesOf(inventory);
    const [vpc] = inventory.of(types.vpc);
    return {
        name: text(() => cluster.props.name) ?? cluster.name,
        version: text(() => cluster.props.version),
        endpoint: endpointOf(cluster),
        mark: marks.get(cluster.urn),
        region: regionOf(inventory, cluster) ?? zones[0]?.name.replace(/[a-z]$/, ""),
        vpc: vpc && { name: text(() => vpc.props.tags.Name) ?? vpc.name, cidr: text(() => vpc.props.cidrBlock) },
        zones,
        nodes: [...nodeGroups(inventory, marks), ...nodePools(inventory, marks)],
        areas: addonsByArea(inventory, marks),
        owedByMost: shared.map(({ id }) => id),
    };
}

/** Mandatory checks that are owed, and that more than half of the releases do not meet; of fewer than three, none. */
function owedByMost(inventory: Inventory, checks: readonly CheckResult[]): CheckResult[] {
    const releases = new Set(inventory.releases.map(({ resource }) => resource.urn));
    if (releases.size < 3) return [];
    return checks.filter(({ level, debt, evidence }) => {
        if (level !== "mandatory" || !debt) return false;
        const failed = evidence.filter(({ status }) => status === "fail");
        const owing = new Set(failed.flatMap(({ urn }) => lineage(inventory, urn)).filter((urn) => releases.has(urn)));
        return owing.size > releases.size / 2;
    });
}

/** By URN, the worst that a mandatory check says of the resource, or of what it is the parent of. */
function marksOf(inventory: Inventory, checks: readonly CheckResult[]): Map<string, Mark> {
    const marks = new Map<string, Mark>();
    for (const { level, debt, evidence } of checks.filter(({ level }) => level === "mandatory")) {
        for (const { urn, status } of evidence) {
            const mark = markOf({ level, debt, status });
            for (const each of lineage(inventory, urn)) {
                const before = marks.get(each);
                marks.set(each, worst(before ? [mark, before] : [mark]) ?? mark);
            }
        }
    }
    return marks;
}

/** A resource, its parent, and so on. */
function lineage(inventory: Inventory, urn: string): string[] {
    const parent = inventory.find(urn)?.parent;
    return parent ? [urn, ...lineage(inventory, parent)] : [urn];
}

function regionOf(inventory: Inventory, cluster: Resource): string | undefined {
    const provider = cluster.provider ? inventory.find(cluster.provider) : undefined;
    return provider && text(() => provider.props.region);
}

function endpointOf(cluster: Resource): string | undefined {
    const open = known(() => cluster.props.vpcConfig.endpointPublicAccess);
    if (typeof open !== "boolean") return undefined;
    return open ? "public endpoint" : "private endpoint";
}

function zonesOf(inventory: Inventory): Zone[] {
    const nats = inventory.of(types.nat).flatMap((nat) => inventory.sources(nat, "subnetId", types.subnet));
    const drawn = (subnet: Resource) => ({
        tier: tierOf(subnet),
        cidr: text(() => subnet.props.cidrBlock),
        nat: nats.includes(subnet),
    });
    const byZone = Map.groupBy(inventory.of(types.subnet), (subnet) => text(() => subnet.props.availabilityZone));
    const rank = (tier: string) => (tiers.includes(tier) ? tiers.indexOf(tier) : tiers.length);
    const byTier = (one: { tier: string }, other: { tier: string }) => rank(one.tier) - rank(other.tier);
    return [...byZone]
        .flatMap(([name, found]) => (name ? [{ name, subnets: found.map(drawn).sort(byTier) }] : []))
        .sort((one, other) => one.name.localeCompare(other.name));
}

/** What a subnet is for, as its name or its load-balancer tag says. */
function tierOf(subnet: Resource): string {
    const named = tiers.find((tier) => subnet.name.includes(tier));
    if (named) return named;
    if (known(() => subnet.props.mapPublicIpOnLaunch) === true) return "public";
    if (known(() => subnet.props.tags["kubernetes.io/role/elb"])) return "public";
    if (known(() => subnet.props.tags["kubernetes.io/role/internal-elb"])) return "private";
    return "subnet";
}

function nodeGroups(inventory: Inventory, marks: Map<string, Mark>): Nodes[] {
    return inventory.of(types.nodeGroup).map((group) => {
        const min = text(() => group.props.scalingConfig.minSize);
        const max = text(() => group.props.scalingConfig.maxSize);
        const subnets = inventory.sources(group, "subnetIds", types.subnet);
        const zones = subnets.flatMap((subnet) => text(() => subnet.props.availabilityZone) ?? []);
        return {
            kind: "node group",
            name: group.name,
            detail: join(texts(() => group.props.instanceTypes).join(", "), min && max && `${min} to ${max} nodes`),
            zones: [...new Set(zones)],
            mark: marks.get(group.urn),
        };
    });
}

function nodePools(inventory: Inventory, marks: Map<string, Mark>): Nodes[] {
    return inventory.objects("NodePool", "karpenter.sh").map((pool) => {
        const cpu = text(() => pool.props.spec.limits.cpu);
        const categories = requirement(pool, "karpenter.k8s.aws/instance-category").join(", ");
        return {
            kind: "NodePool",
            name: text(() => pool.props.metadata.name) ?? pool.name,
            detail: join(categories, cpu && `up to ${cpu} vCPU`),
            zones: requirement(pool, "topology.kubernetes.io/zone"),
            mark: marks.get(pool.urn),
        };
    });
}

function requirement(pool: Resource, key: string): string[] {
    const all = known(() => pool.props.spec.template.spec.requirements);
    const found = Array.isArray(all) ? all.find((each) => text(() => each.key) === key) : undefined;
    return found ? texts(() => found.values) : [];
}

function addonsByArea(inventory: Inventory, marks: Map<string, Mark>): Picture["areas"] {
    const releases = inventory.releases.map(({ resource, chart }) => ({
        area: areaOf(chart ?? resource.name),
        name: chart ?? resource.name,
        version: text(() => resource.props.version),
        mark: marks.get(resource.urn),
    }));
    const managed = inventory.of(types.addon).map((addon) => {
        const name = text(() => addon.props.addonName) ?? addon.name;
        return {
            area: areaOf(name),
            name,
            version: text(() => addon.props.addonVersion)?.replace(/-eksbuild.*/, ""),
            mark: marks.get(addon.urn),
        };
    });
    return areas.flatMap((name) => {
        const addons = [...managed, ...releases].filter(({ area }) => area === name).sort(byName);
        return name === "Other" && addons.length === 0 ? [] : [{ name, addons }];
    });
}

const byName = (one: Drawn, other: Drawn): number => one.name.localeCompare(other.name);

const join = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(" · ");
