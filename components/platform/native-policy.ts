import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from "./kubernetes-object.ts";

/** What is asked for, as the API server's admission knows it. */
export type ResourceRule = Record<"apiGroups" | "apiVersions" | "resources", string[]> & {
    operations: ("CREATE" | "UPDATE")[];
};

export interface NativePolicyArgs {
    rule: ResourceRule;
    /** Whose requests it judges, in CEL. Default: everybody's. */
    conditions?: { name: string; expression: string }[];
    /** What must hold, in CEL, and what is said where it does not. */
    validation: { expression: string; message: string };
}

/** A policy that the API server itself holds a part to, with its binding; what it cannot judge is refused. */
export function nativePolicy(
    name: string,
    { rule, conditions, validation }: NativePolicyArgs,
): [ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding] {
    const metadata = { name };
    return [
        {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            metadata,
            spec: {
                failurePolicy: "Fail",
                matchConstraints: { resourceRules: [rule] },
                ...(conditions && { matchConditions: conditions }),
                validations: [validation],
            },
        },
        {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicyBinding",
            metadata,
            spec: { policyName: name, validationActions: ["Deny"] },
        },
    ];
}
