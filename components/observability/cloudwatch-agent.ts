import type { Part } from "../part.ts";

/** Name of the part, and of the namespace that EKS makes for it: no chart of a user is called so. */
const namespace = "amazon-cloudwatch";

const reason = "EKS installs and keeps it: its agents are on the host's network and read the host, to measure it";

/**
 * The CloudWatch agent on every node, and what admission makes of it. It is an EKS add-on, which comes with the nodes
 * (foundation/cluster-addons.ts).
 */
export const cloudWatchAgent: Part = {
    name: namespace,
    onlyOnEks: "it tells CloudWatch of the cluster",
    awsApis: ["monitoring", "logs"],
    exemptions: [{ name: "cloudwatch-agent", policies: "all", namespaces: [namespace], reason, review: "2027-10-15" }],
    addon: () => undefined,
};
