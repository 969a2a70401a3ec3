import { availabilityPolicies } from "./availability.ts";
import type { AdmissionEngine } from "./engine.ts";
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

/** The policies; images may come from these registries. */
export const everyPolicy = (registries: string[], engine: AdmissionEngine = "native"): Policy[] => [
    ...resourcePolicies,
    ...probePolicies,
    ...imagePolicies(registries),
    ...podPolicies,
    ...availabilityPolicies,
    ...namespacePolicies,
    ...trafficPolicies,
    ...rbacPolicies,
    ...secretPolicies(engine),
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
