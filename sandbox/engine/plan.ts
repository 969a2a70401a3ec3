import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The shape of `pulumi preview --json --show-sames`. */
export interface Plan {
    readonly steps: readonly Step[];
    readonly changeSummary?: Readonly<Record<string, number>>;
}

export interface Step {
    readonly op: string;
    readonly urn: string;
    readonly newState?: {
        readonly type: string;
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
        readonly dependencies?: readonly string[];
        readonly deletedWith?: string;
    };
}

/** What a policy found. */
export interface Violation {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly resourceUrn?: string;
    readonly message: string;
}

/** What is read of a line of the event log. */
interface Event {
    readonly resourcePreEvent?: { readonly metadata: { op: string; urn: string; new?: Step["newState"] } };
    readonly policyEvent?: Violation;
    readonly summaryEvent?: { readonly resourceChanges: Record<string, number> };
}

/** What is read of an update plan. */
interface UpdatePlan {
    readonly resourcePlans: Readonly<Record<string, { readonly goal?: Partial<Step["newState"]> }>>;
}

/**
 * What one preview writes down while it shows what it does: the event log has each resource with its inputs, the update
 * plan has what each input depends on. `preview --json` has both, but then the engine shows nothing while it works, and
 * nothing of what policies say.
 */
export class Recording {
    /** For the command line of the preview. */
    readonly flags: readonly string[];
    readonly #eventLog: string;
    readonly #updatePlan: string;

    constructor(folder: string) {
        this.#eventLog = join(folder, "events.json");
        this.#updatePlan = join(folder, "update-plan.json");
        this.flags = ["--event-log", this.#eventLog, "--save-plan", this.#updatePlan];
        for (const file of [this.#eventLog, this.#updatePlan]) rmSync(file, { force: true });
    }

    /** The plan; of a preview that failed, what it came to. */
    plan(): Plan {
        const events = this.#events();
        const { resourcePlans } = this.#resourcePlans();
        const steps = events.flatMap(({ resourcePreEvent: event }) => {
            if (!event) return [];
            const { op, urn, new: state } = event.metadata;
            const { propertyDependencies, dependencies, deletedWith } = resourcePlans[urn]?.goal ?? {};
            return [{ op, urn, newState: state && { ...state, propertyDependencies, dependencies, deletedWith } }];
        });
        return { steps, changeSummary: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges };
    }

    violations(): readonly Violation[] {
        return this.#events().flatMap(({ policyEvent }) => policyEvent ?? []);
    }

    #events(): readonly Event[] {
        if (!existsSync(this.#eventLog)) return [];
        const lines = readFileSync(this.#eventLog, "utf8").split("\n");
        return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Event);
    }

    #resourcePlans(): UpdatePlan {
        if (!existsSync(this.#updatePlan)) return { resourcePlans: {} };
        return JSON.parse(readFileSync(this.#updatePlan, "utf8"));
    }
}

/** What a plan leaves behind, as far as it is known. */
export const statesOf = ({ steps }: Plan): NonNullable<Step["newState"]>[] =>
    steps.flatMap(({ newState }) => newState ?? []);
