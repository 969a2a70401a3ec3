import type { Profile } from "../../../platform/addon.ts";
import { placement, resources, singleton } from "../../../platform/workload.ts";

/** On the network of its node. */
export const operatorMetricsPort = 8484;

/** The operator alone: what it installs is an object of its own, which goes before it. */
export const operatorValues = (profile: Profile) => {
    const { nodeSelector, tolerations } = placement(profile);
    return {
        installation: { enabled: false },
        // Policies are NetworkPolicies; an API service that does not answer would hold up the removal of every namespace.
        apiServer: { enabled: false },
        goldmane: { enabled: false },
        whisker: { enabled: false },
        nodeSelector: { "kubernetes.io/os": "linux", ...nodeSelector },
        tolerations,
        podAnnotations: singleton("Reconciles only; agents and Typha go on without it."),
        priorityClassName: "system-cluster-critical",
        resources: resources(100, 512),
        // It serves no metrics otherwise.
        tigeraOperator: { env: [{ name: "METRICS_PORT", value: `${operatorMetricsPort}` }] },
    };
};
