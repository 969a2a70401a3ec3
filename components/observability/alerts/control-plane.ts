import { noneUp, type RuleGroup } from "../../platform/rules.ts";

/** The largest database that EKS allows (https://docs.aws.amazon.com/eks/latest/best-practices/control-plane.html). */
const etcdLimit = "(8 * 2 ^ 30)";

/** What EKS shows of the control plane that it runs. */
export const controlPlaneAlerts: RuleGroup = {
    name: "control-plane",
    rules: [
        {
            alert: "EtcdDatabaseNearLimit",
            expr: `max by (storage_cluster_id) (apiserver_storage_size_bytes) / ${etcdLimit} > 0.75 <= 0.9`,
            for: "10m",
            severity: "warning",
            summary:
                "Database {{ $labels.storage_cluster_id }} of etcd takes {{ $value | humanizePercentage }} of the 8 GiB that EKS allows.",
        },
        {
            alert: "EtcdDatabaseNearLimit",
            expr: `max by (storage_cluster_id) (apiserver_storage_size_bytes) / ${etcdLimit} > 0.9`,
            for: "10m",
            severity: "critical",
            summary:
                "Database {{ $labels.storage_cluster_id }} of etcd takes {{ $value | humanizePercentage }} of the 8 GiB that EKS allows; at the limit the cluster is read-only.",
        },
        {
            alert: "KubeSchedulerDown",
            expr: noneUp("default", "kube-scheduler"),
            for: "15m",
            severity: "critical",
            summary: "Nothing is heard of {{ $labels.job }}: no pod may find its node.",
        },
        {
            alert: "KubeControllerManagerDown",
            expr: noneUp("default", "kube-controller-manager"),
            for: "15m",
            severity: "critical",
            summary: "Nothing is heard of {{ $labels.job }}: pods of lost nodes may not be replaced.",
        },
        {
            alert: "SchedulingSlow",
            expr: "histogram_quantile(0.99, sum by (profile, le) (rate(scheduler_scheduling_attempt_duration_seconds_bucket[10m]))) > 1",
            for: "15m",
            severity: "warning",
            summary:
                "Scheduler {{ $labels.profile }} needs {{ $value | humanizeDuration }} and longer for one attempt in a hundred.",
        },
        {
            alert: "SchedulerErrors",
            expr: `sum by (profile) (rate(scheduler_schedule_attempts_total{result="error"}[10m])) > 0`,
            for: "15m",
            severity: "warning",
            summary:
                "Scheduler {{ $labels.profile }} has failed on pods for 15 minutes, for another reason than a lack of room.",
        },
        {
            alert: "ControllerQueueGrowing",
            expr: `max by (name) (workqueue_depth{job="kube-controller-manager"}) > 1000`,
            for: "15m",
            severity: "warning",
            summary: "{{ $value }} objects wait for the controller {{ $labels.name }}.",
        },
    ],
};
