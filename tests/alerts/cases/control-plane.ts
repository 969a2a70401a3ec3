import { type Case, down, histogram } from "../case.ts";

const size = `apiserver_storage_size_bytes{storage_cluster_id="etcd-0"}`;
const attempts = `scheduler_schedule_attempts_total{profile="default-scheduler",result="error"}`;
const depth = `workqueue_depth{job="kube-controller-manager",name="job"}`;
const attemptTakes = (below: Record<string, number>) =>
    histogram("scheduler_scheduling_attempt_duration_seconds", `profile="default-scheduler"`, below);

/** Bytes of so many parts of 8 GiB. */
const of8GiB = (share: number) => String(Math.round(share * 8 * 2 ** 30));

export const controlPlane: Case[] = [
    {
        alert: "EtcdDatabaseNearLimit",
        severity: "warning",
        after: "10m",
        labels: { storage_cluster_id: "etcd-0" },
        says: "Database etcd-0 of etcd takes 80% of the 8 GiB that EKS allows.",
        fires: { [size]: of8GiB(0.8) },
        silent: [{ [size]: of8GiB(0.72) }],
    },
    {
        alert: "EtcdDatabaseNearLimit",
        severity: "critical",
        after: "10m",
        labels: { storage_cluster_id: "etcd-0" },
        says: "Database etcd-0 of etcd takes 95% of the 8 GiB that EKS allows; at the limit the cluster is read-only.",
        fires: { [size]: of8GiB(0.95) },
        silent: [{ [size]: of8GiB(0.72) }],
    },
    ...down(
        { job: "kube-scheduler", namespace: "default" },
        {
            alert: "KubeSchedulerDown",
            severity: "critical",
            after: "15m",
            says: "Nothing is heard of kube-scheduler: no pod may find its node.",
        },
    ),
    ...down(
        { job: "kube-controller-manager", namespace: "default" },
        {
            alert: "KubeControllerManagerDown",
            severity: "critical",
            after: "15m",
            says: "Nothing is heard of kube-controller-manager: pods of lost nodes may not be replaced.",
        },
    ),
    {
        alert: "SchedulingSlow",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { profile: "default-scheduler" },
        says: "Scheduler default-scheduler needs 1.117s and longer for one attempt in a hundred.",
        fires: attemptTakes({ "0.512": 0, "1.024": 989, "2.048": 1000 }),
        silent: [attemptTakes({ "0.512": 980, "1.024": 1000, "2.048": 1000 })],
    },
    {
        alert: "SchedulerErrors",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { profile: "default-scheduler" },
        says: "Scheduler default-scheduler has failed on pods for 15 minutes, for another reason than a lack of room.",
        fires: { [attempts]: "0+6" },
        silent: [{ [attempts]: "6" }],
        otherwise: { 'result="error"': 'result="unschedulable"' },
    },
    {
        alert: "ControllerQueueGrowing",
        severity: "warning",
        after: "15m",
        labels: { name: "job" },
        says: "1001 objects wait for the controller job.",
        fires: { [depth]: "1001" },
        silent: [{ [depth]: "900" }],
        otherwise: { 'job="kube-controller-manager"': 'job="karpenter"' },
    },
];
