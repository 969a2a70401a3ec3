import { z } from "zod";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, must, pass } from "../../judgement/verdict.ts";
import { enforces } from "../../reading/admission-policies.ts";
import { byRelease, releasesOf, replicas, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const policyEnginePresent = rule({
    id: "policy-engine-present",
    title: "A policy engine judges every object before it is stored",
    level: "mandatory",
    severity: "high",
    mend: "Install Kyverno with admissionController.replicas 3, or Gatekeeper with validatingWebhookFailurePolicy Fail",
    url: "https://kyverno.io/docs/installation/methods/#high-availability-installation",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const kyverno = releasesOf(inventory, "kyverno").map((release) =>
            byRelease(
                release,
                replicas(release, "admissionController.replicas"),
                must(
                    () => release.value("features.forceFailurePolicyIgnore.enabled", false) !== true,
                    "objects that Kyverno cannot judge are let through",
                ),
            ),
        );
        const gatekeeper = releasesOf(inventory, "gatekeeper").map((release) =>
            byRelease(
                release,
                replicas(release, "replicas"),
                must(
                    () => release.value("validatingWebhookFailurePolicy", "Ignore") === "Fail",
                    "objects that Gatekeeper cannot judge are let through",
                ),
            ),
        );
        return requireOne(inventory, [...kyverno, ...gatekeeper], "no policy engine judges what is stored");
    },
});

export const policySetComplete = rule({
    id: "policy-set-complete",
    title: "The admission policies that the checks need are installed and deny",
    level: "mandatory",
    severity: "high",
    mend: "Install an admission policy of the same name that denies, for each one that is missing",
    url: "https://kyverno.io/docs/policy-types/validating-policy/",
    inhibitedBy: ["policy-engine-present"],
    settings: z.object({
        required: z
            .array(z.string())
            .default([
                "res-requests",
                "res-limits",
                "probe-readiness",
                "probe-liveness",
                "image-tag-fixed",
                "image-registry-allowed",
                "ns-not-default",
                "svc-type-restricted",
                "rbac-no-user-subjects",
                "rbac-no-wildcards",
                "secret-from-store",
            ])
            .describe("Names of admission policies; each is also a check on the objects of a stack"),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        const kyverno = inventory.objects("ValidatingPolicy", "policies.kyverno.io").filter(judges);
        const native = inventory.objects("ValidatingAdmissionPolicy", "admissionregistration.k8s.io").filter(judges);
        const judging = new Set(native.map(({ props }) => props.metadata?.name));
        const bound = inventory
            .objects("ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io")
            .filter(({ props }) => judging.has(props.spec?.policyName));
        const names = new Set([
            ...kyverno.filter(enforces).map(({ props }) => props.metadata?.name),
            ...bound.filter(enforces).map(({ props }) => props.spec.policyName),
        ]);
        const missing = settings.required.filter((name) => !names.has(name));
        return missing.length === 0 ? pass() : fail(`no admission policy denies: ${missing.join(", ")}`);
    },
});

/** Whether a policy says anything, and refuses what it cannot evaluate. */
const judges = ({ props }: Resource): boolean =>
    (props.spec?.validations ?? []).length > 0 && props.spec.failurePolicy !== "Ignore";
