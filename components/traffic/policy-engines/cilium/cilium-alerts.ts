import { noneUp, type RuleGroup } from "../../../platform/rules.ts";

const namespace = "cilium";
const agents = `up{namespace="${namespace}",job="${namespace}/cilium-agent"}`;

export const ciliumAlerts: RuleGroup = {
    name: "cilium",
    rules: [
        {
            // What is enforced stays so; pods are neither made nor taken away.
            alert: "CiliumAgentDown",
            expr: `min by (namespace, job, pod) (${agents}) == 0 or absent(${agents})`,
            for: "10m",
            severity: "critical",
            summary:
                "{{ or $labels.pod $labels.job }} does not answer: no pod starts on its node, and no policy changes there.",
        },
        {
            // It takes the taint of new machines away.
            alert: "CiliumOperatorDown",
            expr: noneUp(namespace, `${namespace}/cilium-operator`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: new machines take no pods.",
        },
        {
            alert: "CiliumPoliciesNotApplied",
            expr: `sum by (namespace, pod) (increase(cilium_endpoint_regenerations_total{namespace="${namespace}",outcome="fail"}[10m])) > 0`,
            for: "10m",
            severity: "critical",
            summary:
                "{{ $labels.pod }} cannot bring policies into the kernel: pods of its node keep those that they had.",
        },
        {
            alert: "CiliumMapNearlyFull",
            expr: `max by (namespace, pod, map_name) (cilium_bpf_map_pressure{namespace="${namespace}"}) > 0.9`,
            for: "10m",
            severity: "warning",
            summary:
                "{{ $labels.map_name }} of {{ $labels.pod }} is {{ $value | humanizePercentage }} full: rules beyond it count for nothing.",
        },
        {
            alert: "CiliumPodsUnmanaged",
            expr: `max by (namespace) (cilium_operator_unmanaged_pods{namespace="${namespace}"}) > 0`,
            for: "30m",
            severity: "warning",
            summary:
                "{{ $value }} pods are there that {{ $labels.namespace }} does not manage: no policy applies to them.",
        },
    ],
};
