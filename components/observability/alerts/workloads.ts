import type { RuleGroup } from "../../platform/rules.ts";

const container = "namespace, pod, container";
const waiting = `{reason!~"CrashLoopBackOff|PodInitializing"}`;
const budget = "namespace, poddisruptionbudget";

export const workloadAlerts: RuleGroup = {
    name: "workloads",
    rules: [
        {
            alert: "PodsUnschedulable",
            expr: "max by (namespace, pod) (kube_pod_status_unschedulable) == 1",
            for: "10m",
            severity: "warning",
            summary:
                "No node takes pod {{ $labels.namespace }}/{{ $labels.pod }}, and none has come for it in 10 minutes.",
        },
        {
            alert: "PodOOMKilled",
            expr: `max by (${container}) (changes(kube_pod_container_status_restarts_total[10m])) > 0 and on (${container}) max by (${container}) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}) == 1`,
            severity: "warning",
            summary:
                "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed at its memory limit.",
        },
        {
            alert: "ContainerNearMemoryLimit",
            expr: `max by (${container}) (container_memory_working_set_bytes{container!=""}) / on (${container}) max by (${container}) (kube_pod_container_resource_limits{resource="memory"}) > 0.9`,
            for: "15m",
            severity: "warning",
            summary:
                "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.",
        },
        {
            // The reason is no label: it changes with every try, and with it the alert would begin anew.
            alert: "ContainerCannotStart",
            expr: `max by (${container}) (kube_pod_container_status_waiting_reason${waiting} or kube_pod_init_container_status_waiting_reason${waiting}) == 1`,
            for: "15m",
            severity: "warning",
            summary:
                "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has not started in 15 minutes.",
        },
        {
            alert: "DeploymentUnavailable",
            expr: "max by (namespace, deployment) (kube_deployment_spec_replicas) > 0 and on (namespace, deployment) max by (namespace, deployment) (kube_deployment_status_replicas_available) == 0",
            for: "5m",
            severity: "critical",
            summary:
                "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has had no available pod for 5 minutes.",
        },
        {
            alert: "StatefulSetUnavailable",
            expr: "max by (namespace, statefulset) (kube_statefulset_replicas) > 0 and on (namespace, statefulset) max by (namespace, statefulset) (kube_statefulset_status_replicas_ready) == 0",
            for: "10m",
            severity: "critical",
            summary:
                "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has had no ready pod for 10 minutes.",
        },
        {
            alert: "CronJobNotScheduled",
            expr: "time() - max by (namespace, cronjob) (kube_cronjob_next_schedule_time) > 3600 and on (namespace, cronjob) max by (namespace, cronjob) (kube_cronjob_spec_suspend) == 0",
            for: "5m",
            severity: "warning",
            summary:
                "CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} should have run {{ $value | humanizeDuration }} ago.",
        },
        {
            alert: "PodStuckTerminating",
            expr: "time() - max by (namespace, pod) (kube_pod_deletion_timestamp) > 3600",
            for: "5m",
            severity: "warning",
            summary:
                "Pod {{ $labels.namespace }}/{{ $labels.pod }} should have been gone {{ $value | humanizeDuration }} ago.",
        },
        {
            alert: "NamespaceStuckTerminating",
            expr: `max by (namespace) (kube_namespace_status_phase{phase="Terminating"}) == 1`,
            for: "30m",
            severity: "warning",
            summary: "Namespace {{ $labels.namespace }} has been terminating for half an hour.",
        },
        {
            // That pods are missing is said by upstream's KubePdbNotEnoughHealthyPods.
            alert: "DisruptionBudgetBlocksDrains",
            expr: `max by (${budget}) (kube_poddisruptionbudget_status_pod_disruptions_allowed) == 0 and on (${budget}) max by (${budget}) (kube_poddisruptionbudget_status_expected_pods) > 0 and on (${budget}) max by (${budget}) (kube_poddisruptionbudget_status_current_healthy) >= on (${budget}) max by (${budget}) (kube_poddisruptionbudget_status_expected_pods)`,
            for: "1h",
            severity: "warning",
            summary:
                "Budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} allows no eviction though all of its pods are healthy: no node under them can be drained.",
        },
        {
            alert: "HpaCannotScale",
            expr: `max by (namespace, horizontalpodautoscaler, condition) (kube_horizontalpodautoscaler_status_condition{condition=~"AbleToScale|ScalingActive",status="false"}) == 1 and on (namespace, horizontalpodautoscaler) max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas) > 0`,
            for: "15m",
            severity: "warning",
            summary:
                "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot scale: its condition {{ $labels.condition }} is false.",
        },
    ],
};
