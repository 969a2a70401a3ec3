import type { Inventory } from "../../inventory/inventory.ts";
import { known, text, texts } from "../../inventory/known.ts";
import type { Resource } from "../../inventory/resource.ts";
import type { Mark } from "../mark.ts";
import { types } from "./types.ts";

/** A managed node group, or a Karpenter NodePool. */
export interface Nodes {
    readonly kind: "node group" | "NodePool";
    readonly name: string;
    readonly detail: string;
    /** Names of its zones; none where they are not known. */
    readonly zones: readonly string[];
    readonly mark?: Mark;
}

export function nodeGroups(inventory: Inventory, marks: Map<string, Mark>): Nodes[] {
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

export function nodePools(inventory: Inventory, marks: Map<string, Mark>): Nodes[] {
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

const join = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(" · ");
