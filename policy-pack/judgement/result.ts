/**
 * The words of the pack. Rules are pure functions from an inventory to evidence; the pack, the report and the tests all
 * call the same rules on the same inventory, whether it was recorded in a plan, read from a state file or from YAML.
 */

/** A check's answer; `unknown` is what was not, or could not be, looked at. It never counts as passed. */
export type Status = "pass" | "fail" | "unknown" | "not-applicable";

export type Level = "mandatory" | "advisory";

export type Severity = "low" | "medium" | "high" | "critical";

/** What one subject's inspection showed. `urn` is empty where the subject is the stack as a whole. */
export interface Evidence {
    readonly urn: string;
    readonly status: Status;
    /** One sentence: what was seen, and for a failure what mends it. Never quotes a value that could be secret. */
    readonly message: string;
    /** An exception that has not expired takes the finding for right. Default: none does. */
    readonly accepted?: true;
}

/** A mandatory check that is not met yet: known, owned, and dated. */
export interface Debt {
    readonly owner: string;
    readonly reason: string;
    /** Last day that it is tolerated, `YYYY-MM-DD`. */
    readonly until: string;
}

export interface CheckResult {
    readonly id: string;
    readonly level: Level;
    readonly status: Status;
    readonly evidence: readonly Evidence[];
    /** Present where the check fails and a debt that has not expired covers it: it stays `fail`, but blocks nothing. */
    readonly debt?: Debt;
}

export interface RowResult {
    readonly name: string;
    readonly status: Status;
    /** Ids of the checks that answer the row. */
    readonly checks: readonly string[];
}

/** The readiness report, the JSON that `npx readiness --format json` prints. */
export interface Report {
    readonly rows: readonly RowResult[];
    readonly checks: readonly CheckResult[];
    readonly counts: { readonly resources: number; readonly releases: number; readonly rendered: number };
}
