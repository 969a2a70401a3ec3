import { type Case, down } from "../case.ts";

const agent = (pod: string) => `up{job="cilium/cilium-agent",namespace="cilium",pod="${pod}"}`;
const silent = "does not answer: no pod starts on its node, and no policy changes there.";
const regenerations = (outcome: string) =>
    `cilium_endpoint_regenerations_total{namespace="cilium",pod="cilium-1",outcome="${outcome}"}`;
const pressure = 'cilium_bpf_map_pressure{namespace="cilium",pod="cilium-1",map_name="policy_1"}';
const unmanaged = 'cilium_operator_unmanaged_pods{namespace="cilium",pod="cilium-operator-1"}';
const elsewhere = { 'namespace="cilium"': 'namespace="elsewhere"' };

const calico = (name: string, pod: string) => `up{job="calico-system/${name}",namespace="calico-system",pod="${pod}"}`;
const unheard = "does not answer: no policy changes on its node, and new pods there are open.";
const felix = (metric: string) => `${metric}{namespace="calico-system",pod="calico-node-1"}`;
const outside = { 'namespace="calico-system"': 'namespace="elsewhere"' };

export const policyEngines: Case[] = [
    {
        alert: "CalicoNodeDown",
        severity: "critical",
        after: "10m",
        labels: { job: "calico-system/calico-node", namespace: "calico-system", pod: "calico-node-1" },
        says: `calico-node-1 ${unheard}`,
        fires: { [calico("calico-node", "calico-node-1")]: "0", [calico("calico-node", "calico-node-2")]: "1" },
        silent: [{ [calico("calico-node", "calico-node-1")]: "1" }],
    },
    {
        alert: "CalicoNodeDown",
        severity: "critical",
        after: "10m",
        labels: { job: "calico-system/calico-node", namespace: "calico-system" },
        says: `calico-system/calico-node ${unheard}`,
        fires: {},
        silent: [{ [calico("calico-node", "calico-node-1")]: "1" }],
    },
    ...down(
        { job: "calico-system/calico-typha", namespace: "calico-system" },
        {
            alert: "CalicoTyphaDown",
            severity: "critical",
            after: "10m",
            says: "No pod of calico-system/calico-typha answers: policies and new pods reach no node.",
        },
    ),
    ...down(
        { job: "tigera-operator/tigera-operator", namespace: "tigera-operator" },
        {
            alert: "CalicoOperatorDown",
            severity: "warning",
            after: "30m",
            says: "No pod of tigera-operator/tigera-operator answers: Typha does not grow with the nodes, and no change of Calico begins.",
        },
    ),
    {
        alert: "CalicoPoliciesNotApplied",
        severity: "critical",
        after: "10m",
        settled: "1m",
        labels: { namespace: "calico-system", pod: "calico-node-1" },
        says: "calico-node-1 cannot bring policies into the kernel: pods of its node keep those that they had.",
        fires: { [felix("felix_int_dataplane_failures")]: "0+1" },
        silent: [{ [felix("felix_int_dataplane_failures")]: "7" }],
        otherwise: outside,
    },
    {
        alert: "CalicoNotInSync",
        severity: "critical",
        after: "10m",
        labels: { namespace: "calico-system", pod: "calico-node-1" },
        says: "calico-node-1 has not all policies yet: its node filters by those that it had, or not at all.",
        fires: { [felix("felix_resync_state")]: "2" },
        silent: [{ [felix("felix_resync_state")]: "3" }],
        otherwise: outside,
    },
    {
        alert: "CiliumAgentDown",
        severity: "critical",
        after: "10m",
        labels: { job: "cilium/cilium-agent", namespace: "cilium", pod: "cilium-1" },
        says: `cilium-1 ${silent}`,
        fires: { [agent("cilium-1")]: "0", [agent("cilium-2")]: "1" },
        silent: [{ [agent("cilium-1")]: "1" }],
    },
    {
        alert: "CiliumAgentDown",
        severity: "critical",
        after: "10m",
        labels: { job: "cilium/cilium-agent", namespace: "cilium" },
        says: `cilium/cilium-agent ${silent}`,
        fires: {},
        silent: [{ [agent("cilium-1")]: "1" }],
    },
    ...down(
        { job: "cilium/cilium-operator", namespace: "cilium" },
        {
            alert: "CiliumOperatorDown",
            severity: "critical",
            after: "10m",
            says: "No pod of cilium/cilium-operator answers: new machines take no pods.",
        },
    ),
    {
        alert: "CiliumPoliciesNotApplied",
        severity: "critical",
        after: "10m",
        settled: "1m",
        labels: { namespace: "cilium", pod: "cilium-1" },
        says: "cilium-1 cannot bring policies into the kernel: pods of its node keep those that they had.",
        fires: { [regenerations("fail")]: "0+1" },
        silent: [{ [regenerations("fail")]: "7" }],
        otherwise: { ...elsewhere, 'outcome="fail"': 'outcome="success"' },
    },
    {
        alert: "CiliumMapNearlyFull",
        severity: "warning",
        after: "10m",
        labels: { namespace: "cilium", pod: "cilium-1", map_name: "policy_1" },
        says: "policy_1 of cilium-1 is 91% full: rules beyond it count for nothing.",
        fires: { [pressure]: "0.91" },
        silent: [{ [pressure]: "0.9" }],
        otherwise: elsewhere,
    },
    {
        alert: "CiliumPodsUnmanaged",
        severity: "warning",
        after: "30m",
        labels: { namespace: "cilium" },
        says: "1 pods are there that cilium does not manage: no policy applies to them.",
        fires: { [unmanaged]: "1" },
        silent: [{ [unmanaged]: "0" }],
        otherwise: elsewhere,
    },
];
