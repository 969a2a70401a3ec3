import { celOf } from "./cel.ts";
import type { ExemptedPolicy } from "./exempted-policies.ts";

/** Specs of the ValidatingAdmissionPolicy and its binding, by which the API server judges by itself. */
export const nativePolicy = (policy: ExemptedPolicy) => ({
    // What cannot be evaluated is refused.
    policy: { failurePolicy: "Fail", ...celOf(policy) },
    binding: {
        policyName: policy.id,
        validationActions: policy.action === "deny" ? ["Deny"] : ["Warn", "Audit"],
    },
});
