import type { Inventory } from "../../inventory/inventory.ts";
import type { CheckResult } from "../../judgement/result.ts";
import { type Mark, markOf, worst } from "../mark.ts";

/** Mandatory checks that are owed, and that more than half of the releases do not meet; of fewer than three, none. */
export function owedByMost(inventory: Inventory, checks: readonly CheckResult[]): CheckResult[] {
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
export function marksOf(inventory: Inventory, checks: readonly CheckResult[]): Map<string, Mark> {
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
