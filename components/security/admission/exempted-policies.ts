import { allowedRegistries } from "../../images/allowed-registries.ts";
import type { Exemption } from "../../platform/exemption.ts";
import type { Settings } from "../../settings.ts";
import { inForce } from "./ending-exemptions.ts";
import { everyPolicy } from "./policies.ts";
import type { Policy } from "./policy.ts";

/** A policy with who is exempt from it. */
export interface ExemptedPolicy extends Policy {
    exemptions: Omit<Exemption, "review">[];
}

/** The policies of a cluster, as its settings weaken them, with what its parts are exempt from. */
export function exemptedPolicies(
    settings: Pick<Settings, "accountId" | "admission" | "registry">,
    ofParts: readonly Exemption[],
): ExemptedPolicy[] {
    const { admission } = settings;
    const exemptions = [
        ...ofParts,
        ...inForce(admission.exemptNamespaces).map(({ namespace, policies, reason }, index) => ({
            name: `exempt-namespace-${index}`,
            policies,
            namespaces: [namespace],
            reason,
        })),
    ];
    return everyPolicy(allowedRegistries(settings), admission.engine).map((policy) => ({
        ...policy,
        action: admission.auditOnly.includes(policy.id) ? "warn" : policy.action,
        exemptions: exemptions.filter(({ policies }) => policies === "all" || policies.includes(policy.id)),
    }));
}
