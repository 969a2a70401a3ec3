/**
 * One admission rule as data, in CEL (Common Expression Language, as Kubernetes has it). What comes of it is written
 * once for each engine, in `native.ts`, `kyverno-policies.ts` and `gatekeeper-policies.ts`; the check of the policy pack with the same id says
 * the same in TypeScript.
 */
export interface Policy {
    /** Id of the check, name of the policy and of its binding. */
    id: string;
    /** `deny` refuses; `warn` tells who asked, and marks the request in the audit log. */
    action: "deny" | "warn";
    match: Match[];
    /** Default: `CREATE` and `UPDATE`. Never `DELETE`: removal must not be in anybody's way. */
    operations?: ("CREATE" | "UPDATE")[];
    /** What the rule looks at, as CEL over `object` or `oldObject`: an update that leaves it as it was passes. */
    judged: (object: string) => string;
    /** Names and expressions, each of which may use the ones before as `variables.<name>`. */
    variables?: Record<string, string>;
    validations: Validation[];
}

/** Kinds of one API group, by their plural names. Every version that Kubernetes can convert is matched. */
export interface Match {
    group: string;
    version: string;
    resources: string[];
}

/** What must hold, and what is said where it does not: a text, or CEL that gives one. */
export interface Validation {
    expression: string;
    message: string;
    /** CEL of a list of names that are put before the message: what is at fault. */
    culprits?: string;
    /** What these are names of. Default: `container`. */
    of?: "container" | "key";
}

/** A value as a CEL literal: strings, numbers and lists are written as in JSON. */
export const literal = (value: unknown): string => JSON.stringify(value);

export const annotations = "object.metadata.?annotations.orValue({})";
