import type { Settings } from "../../configuration/schema.ts";
import { isOnEks } from "../../platform/eks-only.ts";
import { availabilityPolicies } from "./availability.ts";
import { type Exemption, platformExemptions } from "./exemptions.ts";
import { imagePolicies } from "./images.ts";
import { namespacePolicies } from "./namespaces.ts";
import { podPolicies } from "./pods.ts";
import type { Policy } from "./policy.ts";
import { probePolicies } from "./probes.ts";
import { rbacPolicies } from "./rbac.ts";
import { resourcePolicies } from "./resources.ts";
import { secretPolicies } from "./secrets.ts";
import { storagePolicies } from "./storage.ts";
import { trafficPolicies } from "./traffic.ts";

const everyPolicy = (registries: string[]): Policy[] => [
    ...resourcePolicies,
    ...probePolicies,
    ...imagePolicies(registries),
    ...podPolicies,
    ...availabilityPolicies,
    ...namespacePolicies,
    ...trafficPolicies,
    ...rbacPolicies,
    ...secretPolicies,
    ...storagePolicies,
];

/** Ids of all policies, in the order in which they are listed. */
export const policyIds = everyPolicy([]).map(({ id }) => id) as [string, ...string[]];

/** Whether Kyverno reports on what was there before: not on Secrets, which it would have to read all. */
export const isScanned = ({ match }: Pick<Policy, "match">): boolean =>
    match.every(({ group, resources }) => group !== "" || !resources.includes("secrets"));

/** Kinds that Kyverno reports on, each API group once. */
export const scannedKinds = [
    ...Map.groupBy(
        everyPolicy([])
            .filter(isScanned)
            .flatMap(({ match }) => match),
        ({ group }) => group,
    ),
].map(([group, matches]) => ({ group, resources: [...new Set(matches.flatMap(({ resources }) => resources))] }));

/** A policy with who is exempt from it. */
export interface ExemptedPolicy extends Policy {
    exemptions: Exemption[];
}

/** What the policies are made of. */
export type AdmissionSettings = Pick<Settings, "admission" | "addons" | "cluster">;

/** The policies of a cluster, as its settings weaken them. */
export function admissionPolicies({ admission, addons, cluster }: AdmissionSettings): ExemptedPolicy[] {
    const exemptions: Exemption[] = [
        ...platformExemptions(isOnEks({ cluster })),
        {
            name: "custom-addons",
            policies: ["ns-pss-labels"],
            names: addons.filter(({ podSecurity }) => podSecurity !== "restricted").map(({ name }) => name),
            reason: "the configuration asks for a weaker Pod Security level of their namespaces",
        },
        ...admission.exemptNamespaces.map(({ namespace, policies, reason }, index) => ({
            name: `exempt-namespace-${index}`,
            policies,
            namespaces: [namespace],
            reason,
        })),
    ];
    return everyPolicy(admission.imageRegistries).map((policy) => ({
        ...policy,
        action: admission.auditOnly.includes(policy.id) ? "warn" : policy.action,
        exemptions: exemptions.filter(({ policies }) => policies === "all" || policies.includes(policy.id)),
    }));
}
