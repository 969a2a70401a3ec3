import * as f from "../../configuration/fields.ts";
import { imageRegistry } from "../../configuration/image-fields.ts";
import { AdmissionEngine } from "./engine.ts";
import { policyIds } from "./policies.ts";

/**
 * Admission policies. Each has the id of the check of the policy pack that says the same; docs/admission.md lists them.
 */
export interface AdmissionArgs {
    /**
     * `native` makes ValidatingAdmissionPolicies, which need no pod and work while Kyverno is down; `kyverno` makes
     * ValidatingPolicies, which also report what was there before; `gatekeeper` makes ConstraintTemplates with
     * constraints, which do too, and Gatekeeper is there instead of Kyverno, which stays where it verifies signatures
     * (`registry.verify`). Default `native`.
     */
    engine?: AdmissionEngine;
    /**
     * A namespace that somebody makes gets what the platform's own have: a Pod Security level where it names none, default-deny
     * with DNS, a quota and container defaults. Kyverno makes them. What is restored keeps what it had. Default false.
     */
    namespaceDefaults?: boolean;
    /**
     * Image references that are allowed beside the cluster's registry, ECR or `registry.existing`; `*` stands for any characters: `ghcr.io/example/*`. Default: none.
     */
    imageRegistries?: string[];
    /** Weakness: ids of policies that only warn, and mark the audit log, instead of refusing. Default: none. */
    auditOnly?: string[];
    /**
     * Weakness: namespaces that some policies do not judge; some 50 for one policy, of which Kubernetes takes 64
     * conditions, the platform's own among them. Default: none.
     */
    exemptNamespaces?: ExemptNamespaceArgs[];
}

/** A namespace that is not judged by some policies. */
export interface ExemptNamespaceArgs {
    /** Its name, an RFC 1123 label. */
    namespace: string;
    /** Ids of the policies, at least one. */
    policies: string[];
    /** Why; for whoever reads the configuration. */
    reason: string;
    /** Who answers for it, and ends it: a team or a person. */
    owner: string;
    /**
     * Last day, `YYYY-MM-DD`, that it holds. CEL knows no day: it ends with the first update of the stack after it, and an
     * alert says so from two weeks before.
     */
    until: string;
}

const policyId = f.oneOf(policyIds);

export const admission = f.object({
    engine: f.oneOf(AdmissionEngine).default("native"),
    namespaceDefaults: f.flag.default(false),
    imageRegistries: f.list(imageRegistry).default([]),
    auditOnly: f.list(policyId).default([]),
    exemptNamespaces: f
        .list(
            f.object({
                namespace: f.label,
                policies: f.list(policyId).min(1, "give at least one id of a policy"),
                reason: f.text,
                owner: f.text,
                until: f.day,
            }),
        )
        .default([]),
});
