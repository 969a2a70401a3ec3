import { ofPods } from "./pods.ts";
import type { Match, Policy } from "./policy.ts";

/** Workloads whose pods stand in for each other. */
const replicated: Match[] = [{ group: "apps", version: "v1", resources: ["deployments", "statefulsets"] }];

const ofSpread = {
    action: "warn",
    match: replicated,
    ...ofPods,
    variables: {
        pod: ofPods.variables.pod,
        apart: "variables.pod.?affinity.?podAntiAffinity.orValue({})",
        topologies:
            "variables.pod.?topologySpreadConstraints.orValue([]).map(t, t.topologyKey) + " +
            "variables.apart.?requiredDuringSchedulingIgnoredDuringExecution.orValue([]).map(t, t.topologyKey) + " +
            "variables.apart.?preferredDuringSchedulingIgnoredDuringExecution.orValue([]).map(t, t.podAffinityTerm.topologyKey)",
    },
} satisfies Omit<Policy, "id" | "validations">;

export const availabilityPolicies: Policy[] = [
    {
        id: "spread-hosts",
        ...ofSpread,
        validations: [
            {
                expression: '"kubernetes.io/hostname" in variables.topologies',
                message:
                    "one node may hold all its replicas; add a topologySpreadConstraint over kubernetes.io/hostname",
            },
        ],
    },
    {
        id: "spread-zones",
        ...ofSpread,
        validations: [
            {
                expression: '"topology.kubernetes.io/zone" in variables.topologies',
                message:
                    "one zone may hold all its replicas; add a topologySpreadConstraint over topology.kubernetes.io/zone",
            },
        ],
    },
];
