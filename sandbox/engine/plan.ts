import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { State } from "./stack.ts";

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

type Outputs = Pick<State, "outputs">;

/** What is read of a line of the event log. */
interface Event {
    readonly resOutputsEvent?: { readonly metadata: { type: string; old?: Outputs; new?: Outputs } };
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

    /** Whether an update would change anything. Secret outputs of a stack cannot be compared: they may have changed. */
    changes(): boolean {
        return this.#events().some(({ resourcePreEvent: step, resOutputsEvent: done }) => {
            if (!done) return step !== undefined && step.metadata.op !== "same";
            const { type, old, new: given } = done.metadata;
            const isSecret =
                type === "pulumi:pulumi:Stack" && JSON.stringify(given?.outputs ?? {}).includes("[secret]");
            return isSecret || !isDeepStrictEqual(old?.outputs, given?.outputs);
        });
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
