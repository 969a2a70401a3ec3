import { existsSync, readFileSync } from "node:fs";

/** The shape of `pulumi preview --json --show-sames`. */
export interface Plan {
    readonly steps: readonly Step[];
    readonly changeSummary?: Readonly<Record<string, number>>;
}

export interface Step {
    readonly op: string;
    readonly urn: string;
    readonly newState?: { readonly type: string; readonly inputs: Readonly<Record<string, unknown>> };
}

/** What a policy found. */
export interface Violation {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly resourceUrn?: string;
    readonly message: string;
}

/** What is read of a line of the engine's event log. */
export interface Event {
    readonly resourcePreEvent?: { readonly metadata: { op: string; urn: string; new?: Step["newState"] } };
    readonly policyEvent?: Violation;
    readonly summaryEvent?: { readonly resourceChanges: Record<string, number> };
}

/** The events of a preview that was run with `--event-log`; none where it ended before it began. */
export function readEvents(path: string): readonly Event[] {
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Event);
}

/**
 * The plan out of a preview's events. `--json` would give it too, but then the engine shows nothing while it works, and
 * nothing of what the policies say.
 */
export function readPlan(events: readonly Event[]): Plan {
    const steps = events.flatMap(({ resourcePreEvent: event }) =>
        event ? [{ op: event.metadata.op, urn: event.metadata.urn, newState: event.metadata.new }] : [],
    );
    return { steps, changeSummary: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges };
}
