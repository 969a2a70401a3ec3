import { each, ofPods, workloads } from "./pods.ts";
import type { Policy } from "./policy.ts";

type Kind = "requests" | "limits";

const has = (kind: Kind, resource: string, of = "c") => `${of}.?resources.?${kind}[?"${resource}"].hasValue()`;
const amount = (kind: Kind, resource: string, of = "c") => `quantity(string(${of}.resources.${kind}["${resource}"]))`;

/**
 * Whether a container sets a request or a limit, or its pod for all of them (Kubernetes 1.34 and up). Zero is none:
 * nothing is set aside, and nothing limited.
 */
const sets = (kind: Kind, resource: string) =>
    ["c", "variables.pod"]
        .map((of) => `(${has(kind, resource, of)} && ${amount(kind, resource, of)}.isGreaterThan(quantity("0")))`)
        .join(" || ");

/** A limit without a request is the request too. */
const asksFor = (resource: string) => `${sets("requests", resource)} || ${sets("limits", resource)}`;

/** Containers that are added to a running pod have no resources of their own, so `containers` leaves them out. */
export const resourcePolicies: Policy[] = [
    {
        id: "res-requests",
        action: "deny",
        match: workloads,
        ...ofPods,
        validations: [
            each("containers", asksFor("cpu"), "asks for no CPU; set resources.requests.cpu"),
            each("containers", asksFor("memory"), "asks for no memory; set resources.requests.memory"),
        ],
    },
    {
        id: "res-limits",
        action: "deny",
        match: workloads,
        ...ofPods,
        validations: [
            each(
                "containers",
                sets("limits", "memory"),
                "may take all memory of its node; set resources.limits.memory",
            ),
            each("containers", sets("limits", "cpu"), "may take all CPU of its node; set resources.limits.cpu"),
        ],
    },
    {
        id: "res-ratio",
        action: "warn",
        match: workloads,
        ...ofPods,
        validations: [
            each("containers", within("memory", 2), "has a memory limit of more than 2 times its request"),
            each("containers", within("cpu", 4), "has a CPU limit of more than 4 times its request"),
        ],
    },
];

/** Whether a limit is at most so many times its request, as far as both are there. */
function within(resource: string, times: number): string {
    const [limit, request] = [amount("limits", resource), amount("requests", resource)];
    return (
        `!(${has("requests", resource)} && ${has("limits", resource)}) || ` +
        `${limit}.asApproximateFloat() <= ${times}.0 * ${request}.asApproximateFloat()`
    );
}
