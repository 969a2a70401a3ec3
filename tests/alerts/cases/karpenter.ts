import { type Case, down } from "../case.ts";

const errors = (method: string, error: string) =>
    `karpenter_cloudprovider_errors_total{controller="x",provider="aws",method="${method}",error="${error}"}`;
const pool = `{nodepool="general",resource_type="cpu"}`;
const synced = `karpenter_cluster_state_synced{namespace="karpenter",pod="karpenter-1"}`;
const kept = `karpenter_cloudprovider_instance_termination_failures_total{zone="eu-west-1a",zone_id="euw1-az1"}`;

export const karpenter: Case[] = [
    ...down(
        { job: "karpenter", namespace: "karpenter" },
        {
            alert: "KarpenterDown",
            severity: "critical",
            after: "5m",
            says: "No pod of karpenter answers: no machine comes or goes.",
        },
    ),
    {
        alert: "KarpenterCannotLaunch",
        severity: "critical",
        after: "10m",
        settled: "10m",
        labels: { error: "InsufficientCapacityError" },
        says: "Karpenter has launched machines in vain for 10 minutes: InsufficientCapacityError.",
        fires: { [errors("Create", "InsufficientCapacityError")]: "0+6" },
        silent: [
            { [errors("Create", "InsufficientCapacityError")]: "6" },
            { [errors("Create", "InsufficientCapacityError")]: null, [errors("Get", "")]: "0+6" },
        ],
    },
    {
        alert: "KarpenterCloudErrors",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { method: "Get" },
        says: "Karpenter's Get has failed at AWS for 15 minutes.",
        fires: { [errors("Get", "")]: "0+6" },
        silent: [
            { [errors("Get", "")]: "6" },
            { [errors("Get", "")]: null, [errors("Get", "NodeClaimNotFoundError")]: "0+6" },
            { [errors("Get", "")]: null, [errors("Create", "")]: "0+6" },
        ],
    },
    {
        alert: "KarpenterNodePoolNearLimit",
        severity: "warning",
        after: "15m",
        labels: { nodepool: "general", resource_type: "cpu" },
        says: "Node pool general uses 90% of the cpu that it may.",
        fires: { [`karpenter_nodepools_usage${pool}`]: "90", [`karpenter_nodepools_limit${pool}`]: "100" },
        silent: [{ [`karpenter_nodepools_usage${pool}`]: "80" }],
    },
    {
        alert: "KarpenterStateNotSynced",
        severity: "warning",
        after: "15m",
        labels: { namespace: "karpenter" },
        says: "Karpenter in karpenter has not known the cluster's nodes for 15 minutes, and decides nothing.",
        fires: { [synced]: "0" },
        silent: [{ [synced]: "1" }],
    },
    {
        alert: "KarpenterCannotTerminate",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { zone: "eu-west-1a" },
        says: "Machines in zone eu-west-1a are not given back, and are paid for.",
        fires: { [kept]: "0+6" },
        silent: [{ [kept]: "6" }],
    },
];
