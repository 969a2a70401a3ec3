import { noneUp, type RuleGroup } from "../../../platform/rules.ts";

const namespace = "calico-system";
const agents = `up{namespace="${namespace}",job="${namespace}/calico-node"}`;

export const calicoAlerts: RuleGroup = {
    name: "calico",
    rules: [
        {
            alert: "CalicoNodeDown",
            expr: `min by (namespace, job, pod) (${agents}) == 0 or absent(${agents})`,
            for: "10m",
            severity: "critical",
            summary:
                "{{ or $labels.pod $labels.job }} does not answer: no policy changes on its node, and new pods there are open.",
        },
        {
            // Agents that hear from it already keep what they have; those that start wait for it.
            alert: "CalicoTyphaDown",
            expr: noneUp(namespace, `${namespace}/calico-typha`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: policies and new pods reach no node.",
        },
        {
            alert: "CalicoOperatorDown",
            expr: noneUp("tigera-operator", "tigera-operator/tigera-operator"),
            for: "30m",
            severity: "warning",
            summary:
                "No pod of {{ $labels.job }} answers: Typha does not grow with the nodes, and no change of Calico begins.",
        },
        {
            alert: "CalicoPoliciesNotApplied",
            expr: `sum by (namespace, pod) (increase(felix_int_dataplane_failures{namespace="${namespace}"}[10m])) > 0`,
            for: "10m",
            severity: "critical",
            summary:
                "{{ $labels.pod }} cannot bring policies into the kernel: pods of its node keep those that they had.",
        },
        {
            // 3 is in sync (`statusToGaugeValue` in felix/calc/async_calc_graph.go).
            alert: "CalicoNotInSync",
            expr: `min by (namespace, pod) (felix_resync_state{namespace="${namespace}"}) < 3`,
            for: "10m",
            severity: "critical",
            summary:
                "{{ $labels.pod }} has not all policies yet: its node filters by those that it had, or not at all.",
        },
    ],
};
