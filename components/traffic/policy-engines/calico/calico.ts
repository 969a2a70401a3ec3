import type { Part } from "../../../part.ts";
import { charts } from "../../../platform/charts.ts";
import { podMonitor, undeclared } from "../../../platform/pods.ts";
import { calicoAlerts } from "./calico-alerts.ts";
import { accepted, calicoExemptions, operatorExemptions, operatorLeaving } from "./calico-findings.ts";
import { defaultDeny } from "./default-deny.ts";
import { installation, nodeMetricsPort, typhaMetricsPort } from "./installation.ts";
import { operatorMetricsPort, operatorValues } from "./operator-values.ts";

const onlyOnEks = "it enforces policies on the networks that the VPC CNI makes";
const review = "2027-11-30";
const name = "tigera-operator";
const namespace = "calico-system";

/** Installs what `calico` asks for. It comes first and goes last: only with it does an Installation go. */
const tigeraOperator: Part = {
    name,
    namespace: {
        name,
        podSecurity: "privileged",
        reason: "Runs on the network of the node, before pods have one of their own, and reads there what Calico found.",
        review,
    },
    first: true,
    onlyOnEks,
    exemptions: operatorExemptions,
    leaving: operatorLeaving,
    accepted,
    addon: (_, { profile }) => ({
        chart: charts.tigeraOperator,
        // On the host's network no policy applies.
        traffic: { from: [], to: [] },
        values: operatorValues(profile),
        after: [podMonitor({ name, namespace: name, labels: { name } }, undeclared(name, operatorMetricsPort))],
    }),
};

/**
 * Enforces network policies by iptables, on the networks that the VPC CNI makes for pods. The operator would make the
 * namespace too; made here it is closed and has a quota as every other.
 */
const calico: Part = {
    name: "calico",
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        // The operator writes it there.
        labels: { "pod-security.kubernetes.io/enforce-version": "latest" },
        reason: "Writes the rules of the kernel on each node, on the network of the node.",
        review,
    },
    withoutChart: true,
    first: true,
    onlyOnEks,
    exemptions: calicoExemptions,
    offers: () => ({ policyEngine: { metricsPorts: [nodeMetricsPort, typhaMetricsPort, operatorMetricsPort] } }),
    addon: ({ network }, { profile }) => ({
        // Of the controllers: agents and Typha are on the host's network, where no policy applies.
        traffic: { from: [], to: [{ peer: "kubeApi" }] },
        before: [installation(profile)],
        rules: [calicoAlerts],
        after: [
            monitor("calico-node", nodeMetricsPort),
            monitor("calico-typha", typhaMetricsPort),
            ...(network.defaultDeny ? [defaultDeny] : []),
        ],
    }),
};

/** In the order of their installation. */
export const calicoParts: Part[] = [tigeraOperator, calico];

/** Both are on the network of the nodes. */
const monitor = (name: string, port: number) =>
    podMonitor({ name, namespace, labels: { "k8s-app": name } }, undeclared(name, port));
