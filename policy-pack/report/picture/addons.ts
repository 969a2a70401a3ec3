import type { Inventory } from "../../inventory/inventory.ts";
import { text } from "../../inventory/known.ts";
import type { Mark } from "../mark.ts";
import { type Area, areaOf, areas } from "./areas.ts";
import { types } from "./types.ts";

export interface Drawn {
    readonly name: string;
    readonly version?: string;
    /** The worst of the mandatory checks about it, without what most owe; nothing where none looked at it. */
    readonly mark?: Mark;
}

/** The add-ons of one area. */
export interface AddonArea {
    readonly name: Area;
    readonly addons: readonly Drawn[];
}

export function addonsByArea(inventory: Inventory, marks: Map<string, Mark>): AddonArea[] {
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
