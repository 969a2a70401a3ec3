import type { Inventory } from "../inventory/inventory.ts";
import type { Release } from "../inventory/release.ts";
import { all, any, fail, must, undecided, type Verdict } from "../judgement/verdict.ts";
import { addon } from "./subjects.ts";

/** Releases of any of these charts. */
export function releasesOf(inventory: Inventory, ...charts: string[]): readonly Release[] {
    return inventory.releases.filter(({ chart }) => chart !== undefined && charts.includes(chart));
}

type Judgement = () => Verdict | undefined;

/** What a candidate must be set to. The finding names the candidate, not the cluster. */
export interface Candidate {
    readonly urn: string;
    readonly requirements: readonly Judgement[];
}

/**
 * Judges a part that the cluster needs: one candidate must meet all of its requirements. Without any candidate the part
 * is missing, or unknown where a release of an unknown chart could be it.
 */
export function requireOne(inventory: Inventory, candidates: readonly Candidate[], missing: string): Verdict {
    const judged = candidates.map(({ urn, requirements }) => () => ({ urn, ...known(all(requirements)) }));
    return any(judged, () => {
        const unnamed = inventory.releases.find(({ chart }) => chart === undefined);
        return unnamed
            ? undecided(`the chart of ${unnamed.resource.name} is known only after the update`)
            : fail(missing);
    });
}

/** Leaves out an `urn` that is not set, so that it does not hide another one. */
function known({ urn, ...verdict }: Verdict): Verdict {
    return urn === undefined ? verdict : { ...verdict, urn };
}

/** A candidate that is a Helm release, by requirements on its values. */
export function byRelease(release: Release, ...requirements: Judgement[]): Candidate {
    return { urn: release.resource.urn, requirements };
}

/** At least so many replicas are set under a path of the values. */
export function replicas(release: Release, path: string, atLeast = 2): Judgement {
    return must(
        () => Number(release.value(path)) >= atLeast,
        `${release.resource.name} has fewer than ${atLeast} replicas (values.${path})`,
    );
}

/** The EKS add-on of a name as a candidate; none where it is not installed. */
export function byAddon(inventory: Inventory, name: string): Candidate[] {
    const found = addon(inventory, name);
    return found ? [{ urn: found.urn, requirements: [] }] : [];
}
