import type { Resource } from "../../inventory/resource.ts";

/** What a report is made of, whatever it was read from. */
export interface Reading {
    readonly kind: "state" | "plan" | "stacks" | "manifests";
    /** `project/stack`, or the name of the file or folder. */
    readonly name: string;
    readonly resources: readonly Resource[];
    /** What was left out, one sentence each. */
    readonly notes: readonly string[];
    /** Files that could not be read, each with the reason. Default: none. */
    readonly unread?: readonly string[];
}

export const kinds: Record<Reading["kind"], string> = {
    state: "the state of the stack",
    plan: "the plan of the stack",
    stacks: "what is in the cluster by",
    manifests: "Kubernetes manifests",
};
