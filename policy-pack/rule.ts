import type { z } from "zod";
import type { Inventory } from "./inventory.ts";
import type { Level, Resource, Severity } from "./model.ts";
import type { Verdict } from "./verdict.ts";

/** What a judge may look at beside its subject. */
export interface Facts<Settings> {
    /** All there is; where there are several clusters, what belongs to the subject's or to none in particular. */
    readonly inventory: Inventory;
    readonly settings: Settings;
    /** The day of the judgement, `YYYY-MM-DD`. */
    readonly today: string;
}

/** One check: what it is called, what it looks at, and a pure function that judges. */
// biome-ignore lint/suspicious/noExplicitAny: each rule has settings of its own
export interface Rule<Settings = any> {
    /** Kebab case; the name of the CrossGuard policy too. */
    readonly id: string;
    /** What holds where the check passes. */
    readonly title: string;
    readonly level: Level;
    readonly severity: Severity;
    /** What mends a failure, one imperative sentence. */
    readonly mend: string;
    readonly url?: string;
    /** Checks that this one says nothing after, where they fail for the same subject: one finding for one fault. */
    readonly after?: readonly string[];
    /** Charts bring such objects as a rule: a release that was not rendered leaves the check unknown. Default: false. */
    readonly inCharts?: boolean;
    /** Allow-lists and floors, each with its default. */
    readonly settings?: z.ZodObject;
    /** What is judged, one evidence each; none makes the check not applicable. */
    readonly subjects: (inventory: Inventory) => readonly Resource[];
    /** Whether a subject is one at all, where its inputs tell: what is unknown of one hides no other. Default: it is. */
    readonly applies?: (subject: Resource, inventory: Inventory) => boolean;
    /** Reading what is unknown throws, and the harness makes evidence `unknown` of it. */
    readonly judge: (subject: Resource, facts: Facts<Settings>) => Verdict;
}

type Definition<Schema extends z.ZodObject> = Omit<Rule<z.output<Schema>>, "settings"> & { readonly settings?: Schema };

/** Types a judge by the rule's own settings. */
export function rule<Schema extends z.ZodObject>(definition: Definition<Schema>): Rule {
    return definition;
}
