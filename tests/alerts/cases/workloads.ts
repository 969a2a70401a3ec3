import type { Case } from "../case.ts";

const container = `namespace="shop",pod="cart-1",container="cart"`;
const labels = { namespace: "shop", pod: "cart-1", container: "cart" };
const restarts = `kube_pod_container_status_restarts_total{${container}}`;
const killed = `kube_pod_container_status_last_terminated_reason{${container},reason="OOMKilled"}`;
const used = `container_memory_working_set_bytes{${container}}`;
const waiting = (reason: string) => `kube_pod_container_status_waiting_reason{${container},reason="${reason}"}`;
const initWaiting = `kube_pod_init_container_status_waiting_reason{namespace="shop",pod="cart-1",container="wait",reason="ImagePullBackOff"}`;
const deployment = `{namespace="shop",deployment="cart"}`;
const statefulSet = `{namespace="shop",statefulset="db"}`;
const cronJob = `{namespace="shop",cronjob="report"}`;
const budget = `{namespace="shop",poddisruptionbudget="cart"}`;
const autoscaler = `namespace="shop",horizontalpodautoscaler="cart"`;
const scaling = `kube_horizontalpodautoscaler_status_condition{${autoscaler},condition="ScalingActive",status="false"}`;

export const workloads: Case[] = [
    {
        alert: "PodsUnschedulable",
        severity: "warning",
        after: "10m",
        labels: { namespace: "shop", pod: "cart-1" },
        says: "No node takes pod shop/cart-1, and none has come for it in 10 minutes.",
        fires: { 'kube_pod_status_unschedulable{namespace="shop",pod="cart-1"}': "1" },
        silent: [{ 'kube_pod_status_unschedulable{namespace="shop",pod="cart-1"}': "0" }],
    },
    {
        alert: "PodOOMKilled",
        severity: "warning",
        settled: "5m",
        labels,
        says: "Container cart of shop/cart-1 was killed at its memory limit.",
        fires: { [restarts]: "0x3 1x20", [killed]: "1" },
        silent: [{ [restarts]: "1" }, { [killed]: "0" }],
        otherwise: { 'reason="OOMKilled"': 'reason="Error"' },
    },
    {
        alert: "ContainerNearMemoryLimit",
        severity: "warning",
        after: "15m",
        labels,
        says: "Container cart of shop/cart-1 uses 95% of its memory limit.",
        fires: { [used]: "95", [`kube_pod_container_resource_limits{${container},resource="memory"}`]: "100" },
        silent: [{ [used]: "89" }],
        otherwise: { 'container="cart"': 'container=""', 'resource="memory"': 'resource="cpu"' },
    },
    {
        alert: "ContainerCannotStart",
        severity: "warning",
        after: "15m",
        labels,
        says: "Container cart of shop/cart-1 has not started in 15 minutes.",
        // Two reasons by turns.
        fires: { [waiting("ErrImagePull")]: "1x7 stale", [waiting("ImagePullBackOff")]: "_x8 1x12" },
        silent: [
            { [waiting("ImagePullBackOff")]: "_x10 1x12" },
            {
                [waiting("ErrImagePull")]: null,
                [waiting("ImagePullBackOff")]: null,
                [waiting("CrashLoopBackOff")]: "1",
            },
        ],
    },
    {
        alert: "ContainerCannotStart",
        severity: "warning",
        after: "15m",
        labels: { ...labels, container: "wait" },
        says: "Container wait of shop/cart-1 has not started in 15 minutes.",
        fires: { [initWaiting]: "1" },
        silent: [{ [initWaiting]: "0" }],
        otherwise: { 'reason="ImagePullBackOff"': 'reason="CrashLoopBackOff"' },
    },
    {
        alert: "DeploymentUnavailable",
        severity: "critical",
        after: "5m",
        labels: { namespace: "shop", deployment: "cart" },
        says: "Deployment shop/cart has had no available pod for 5 minutes.",
        fires: {
            [`kube_deployment_spec_replicas${deployment}`]: "1",
            [`kube_deployment_status_replicas_available${deployment}`]: "0",
        },
        silent: [
            { [`kube_deployment_spec_replicas${deployment}`]: "0" },
            { [`kube_deployment_status_replicas_available${deployment}`]: "1" },
        ],
    },
    {
        alert: "StatefulSetUnavailable",
        severity: "critical",
        after: "10m",
        labels: { namespace: "shop", statefulset: "db" },
        says: "StatefulSet shop/db has had no ready pod for 10 minutes.",
        fires: {
            [`kube_statefulset_replicas${statefulSet}`]: "1",
            [`kube_statefulset_status_replicas_ready${statefulSet}`]: "0",
        },
        silent: [
            { [`kube_statefulset_replicas${statefulSet}`]: "0" },
            { [`kube_statefulset_status_replicas_ready${statefulSet}`]: "1" },
        ],
    },
    {
        alert: "CronJobNotScheduled",
        severity: "warning",
        after: "5m",
        settled: "1m",
        labels: { namespace: "shop", cronjob: "report" },
        says: "CronJob shop/report should have run 1h 6m 0s ago.",
        fires: {
            [`kube_cronjob_next_schedule_time${cronJob}`]: "-3600",
            [`kube_cronjob_spec_suspend${cronJob}`]: "0",
        },
        silent: [
            { [`kube_cronjob_next_schedule_time${cronJob}`]: "-3000" },
            { [`kube_cronjob_spec_suspend${cronJob}`]: "1" },
        ],
    },
    {
        alert: "PodStuckTerminating",
        severity: "warning",
        after: "5m",
        settled: "1m",
        labels: { namespace: "shop", pod: "cart-1" },
        says: "Pod shop/cart-1 should have been gone 1h 6m 0s ago.",
        fires: { 'kube_pod_deletion_timestamp{namespace="shop",pod="cart-1"}': "-3600" },
        silent: [{ 'kube_pod_deletion_timestamp{namespace="shop",pod="cart-1"}': "-3000" }],
    },
    {
        alert: "NamespaceStuckTerminating",
        severity: "warning",
        after: "30m",
        labels: { namespace: "shop" },
        says: "Namespace shop has been terminating for half an hour.",
        fires: { 'kube_namespace_status_phase{namespace="shop",phase="Terminating"}': "1" },
        silent: [{ 'kube_namespace_status_phase{namespace="shop",phase="Terminating"}': "0" }],
        otherwise: { 'phase="Terminating"': 'phase="Active"' },
    },
    {
        alert: "DisruptionBudgetBlocksDrains",
        severity: "warning",
        after: "1h",
        labels: { namespace: "shop", poddisruptionbudget: "cart" },
        says: "Budget shop/cart allows no eviction though all of its pods are healthy: no node under them can be drained.",
        fires: {
            [`kube_poddisruptionbudget_status_pod_disruptions_allowed${budget}`]: "0",
            [`kube_poddisruptionbudget_status_expected_pods${budget}`]: "1",
            [`kube_poddisruptionbudget_status_current_healthy${budget}`]: "1",
        },
        silent: [
            { [`kube_poddisruptionbudget_status_pod_disruptions_allowed${budget}`]: "1" },
            { [`kube_poddisruptionbudget_status_expected_pods${budget}`]: "0" },
            { [`kube_poddisruptionbudget_status_current_healthy${budget}`]: "0" },
        ],
    },
    {
        alert: "HpaCannotScale",
        severity: "warning",
        after: "15m",
        labels: { namespace: "shop", horizontalpodautoscaler: "cart", condition: "ScalingActive" },
        says: "Autoscaler shop/cart cannot scale: its condition ScalingActive is false.",
        fires: { [scaling]: "1", [`kube_horizontalpodautoscaler_status_desired_replicas{${autoscaler}}`]: "1" },
        silent: [{ [scaling]: "0" }, { [`kube_horizontalpodautoscaler_status_desired_replicas{${autoscaler}}`]: "0" }],
        otherwise: { 'condition="ScalingActive"': 'condition="ScalingLimited"', 'status="false"': 'status="true"' },
    },
];
