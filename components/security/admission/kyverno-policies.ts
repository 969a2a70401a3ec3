import type { Exemption } from "../../platform/exemption.ts";
import type { ValidatingPolicy } from "../../platform/kubernetes-object.ts";
import type { Settings } from "../../settings.ts";
import { celOf } from "./cel.ts";
import { type ExemptedPolicy, exemptedPolicies } from "./exempted-policies.ts";
import { isScanned } from "./policies.ts";

/**
 * The policies as Kyverno takes them, which also reports on what was there before; none where the API server judges.
 */
export const kyvernoPolicies = (
    settings: Pick<Settings, "accountId" | "admission" | "registry">,
    exemptions: readonly Exemption[],
): ValidatingPolicy[] =>
    settings.admission.engine === "kyverno" ? exemptedPolicies(settings, exemptions).map(kyvernoPolicy) : [];

export const kyvernoPolicy = (policy: ExemptedPolicy): ValidatingPolicy => ({
    apiVersion: "policies.kyverno.io/v1",
    kind: "ValidatingPolicy",
    metadata: { name: policy.id },
    spec: {
        failurePolicy: "Fail",
        validationActions: policy.action === "deny" ? ["Deny"] : ["Warn", "Audit"],
        // The policy itself names every kind that makes pods.
        autogen: { podControllers: { controllers: [] } },
        evaluation: { background: { enabled: isScanned(policy) } },
        ...celOf(policy),
    },
});
