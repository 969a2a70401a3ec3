import type { z } from "zod";
import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import type { Level, Severity } from "./result.ts";
import type { Verdict } from "./verdict.ts";

/** What a judge may look at beside its subject. */
export interface JudgeContext<Settings> {
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
    /**
     * Ids of checks that silence this one where they fail for the same subject, as Alertmanager inhibits an alert by
     * another: one finding for one fault.
     */
    readonly inhibitedBy?: readonly string[];
    /** Charts may bring such objects: a release that was not rendered leaves the check unknown. Default: false. */
    readonly inCharts?: boolean;
    /** Allow-lists and floors, each with its default. */
    readonly settings?: z.ZodObject;
    /** What is judged, one evidence each; none makes the check not applicable. */
    readonly subjects: (inventory: Inventory) => readonly Resource[];
    /** Whether a subject is one, where its inputs tell: what is unknown of one hides no other. Default: it is. */
    readonly applies?: (subject: Resource, inventory: Inventory) => boolean;
    /** Reading what is unknown throws, and the harness makes evidence `unknown` of it. */
    readonly judge: (subject: Resource, context: JudgeContext<Settings>) => Verdict;
}

/** What a check is called and what mends it. */
export type RuleMetadata = Pick<Rule, "id" | "title" | "level" | "severity" | "mend" | "url">;

type Definition<Schema extends z.ZodObject> = Omit<Rule<z.output<Schema>>, "settings"> & { readonly settings?: Schema };

/** Types a judge by the rule's own settings. */
export function rule<Schema extends z.ZodObject>(definition: Definition<Schema>): Rule {
    return definition;
}
