import type { Inventory } from "../../inventory/inventory.ts";
import { known, text } from "../../inventory/known.ts";
import type { Resource } from "../../inventory/resource.ts";
import { types } from "./types.ts";

export interface Zone {
    readonly name: string;
    readonly subnets: readonly { readonly tier: string; readonly cidr?: string; readonly nat: boolean }[];
}

const tiers = ["public", "private", "intra"];

export function zonesOf(inventory: Inventory): Zone[] {
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
