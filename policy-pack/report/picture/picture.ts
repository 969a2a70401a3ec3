import type { Inventory } from "../../inventory/inventory.ts";
import { known, text } from "../../inventory/known.ts";
import type { Resource } from "../../inventory/resource.ts";
import type { CheckResult } from "../../judgement/result.ts";
import type { Mark } from "../mark.ts";
import { type AddonArea, addonsByArea } from "./addons.ts";
import { marksOf, owedByMost } from "./marks.ts";
import { type Nodes, nodeGroups, nodePools } from "./nodes.ts";
import { types } from "./types.ts";
import { type Zone, zonesOf } from "./zones.ts";

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
    readonly areas: readonly AddonArea[];
    /** Checks that most releases owe: said once for all, for they tell no add-on from another. */
    readonly owedByMost: readonly string[];
}

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

function regionOf(inventory: Inventory, cluster: Resource): string | undefined {
    const provider = cluster.provider ? inventory.find(cluster.provider) : undefined;
    return provider && text(() => provider.props.region);
}

function endpointOf(cluster: Resource): string | undefined {
    const open = known(() => cluster.props.vpcConfig.endpointPublicAccess);
    if (typeof open !== "boolean") return undefined;
    return open ? "public endpoint" : "private endpoint";
}
