import type { Part } from "../../../part.ts";
import type { Taint } from "../../../platform/addon.ts";
import { charts } from "../../../platform/charts.ts";
import { podMonitor } from "../../../platform/pods.ts";
import { ciliumAlerts } from "./cilium-alerts.ts";
import { accepted } from "./cilium-findings.ts";
import { agentPort, ciliumValues, operatorPort } from "./cilium-values.ts";
import { defaultDeny } from "./default-deny.ts";

const name = "cilium";

/** Cilium's own name for it: its operator takes it away where the agent runs, and sets it where it does not. */
const startupTaint: Taint = { key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoSchedule" };

/**
 * Enforces network policies by eBPF, on the networks that the VPC CNI makes for pods: addresses and routes stay those of
 * the VPC. Everything else comes after it, as no pod is let on a machine before its agent runs there.
 */
export const cilium: Part = {
    name,
    namespace: {
        name,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Loads programs into the kernel of each node, and puts its plugin beside that of the VPC.",
        review: "2027-11-30",
    },
    first: true,
    onlyOnEks: "it is chained onto the VPC CNI",
    accepted,
    offers: () => ({ policyEngine: { metricsPorts: [agentPort, operatorPort], startupTaint } }),
    addon: ({ network }, { profile }) => ({
        chart: charts.cilium,
        // On the host's network no policy applies.
        traffic: { from: [], to: [] },
        values: ciliumValues(profile, startupTaint),
        rules: [ciliumAlerts],
        after: [
            monitor("cilium-agent", { "k8s-app": "cilium" }, agentPort),
            monitor("cilium-operator", { name: "cilium-operator" }, operatorPort),
            ...(network.defaultDeny ? [defaultDeny] : []),
        ],
    }),
};

/** Both are on the network of the nodes. */
const monitor = (pods: string, labels: Record<string, string>, portNumber: number) =>
    podMonitor({ name: pods, namespace: name, labels }, { portNumber });
