import { z } from "zod";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, notApplicable, pass, undecided } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { wordsOf } from "../../reading/installed.ts";
import { clusters, isAutoMode, nodeGroups, nodePools, zonesOf } from "../../reading/subjects.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

export const nodesMinCount = rule({
    id: "nodes-min-count",
    title: "Enough nodes run at any time",
    level: "mandatory",
    severity: "high",
    mend: "Raise scalingConfig.minSize of the node groups to three in all, one a zone",
    url: `${practices}/reliability.html`,
    settings: z.object({ minimum: z.int().min(1).default(3).describe("Fewest nodes of all groups together") }),
    subjects: clusters,
    judge: (cluster, { inventory, settings }) => {
        if (isAutoMode(cluster)) return notApplicable("EKS Auto Mode makes nodes as pods need them");
        const minimum = (group: Resource): number => group.props.scalingConfig?.minSize ?? 0;
        const total = nodeGroups(inventory).reduce((sum, group) => sum + minimum(group), 0);
        return total >= settings.minimum
            ? pass()
            : fail(`the node groups keep ${total} nodes at least, and ${settings.minimum} are needed`);
    },
});

export const nodesMultiAz = rule({
    id: "nodes-multi-az",
    title: "Nodes run in several availability zones",
    level: "mandatory",
    severity: "high",
    mend: "Give the node groups subnets in at least two zones",
    url: `${practices}/reliability.html`,
    inhibitedBy: ["nodes-min-count"],
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) return notApplicable("EKS Auto Mode spreads nodes over the cluster's subnets");
        return zonesOf(inventory, nodeGroups(inventory), "subnetIds").size >= 2
            ? pass()
            : fail("all nodes are in one zone");
    },
});

export const nodesAutoscalerPresent = rule({
    id: "nodes-autoscaler-present",
    title: "Nodes are added and removed as pods need them",
    level: "mandatory",
    severity: "medium",
    mend: "Install Karpenter with a NodePool, or the Cluster Autoscaler with autodiscovery, or turn EKS Auto Mode on",
    url: `${practices}/karpenter.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) return pass("EKS Auto Mode");
        const pools = must(() => nodePools(inventory).length > 0, "Karpenter has no NodePool, so it makes no node");
        const none = "the Cluster Autoscaler discovers no node group";
        return requirePart(inventory, {
            missing: "nothing adds nodes when pods do not fit",
            systems: {
                karpenter: {
                    chart: (release) => [
                        pools,
                        must(() => release.value("settings.clusterName"), "Karpenter does not know its cluster"),
                    ],
                    workloads: () => [pools],
                },
                "cluster-autoscaler": {
                    chart: (release) => [must(() => release.value("autoDiscovery.clusterName", ""), none)],
                    workloads: (workloads) => [
                        must(
                            () => workloads.some((each) => /--node(-group-auto-discovery|s)\b/.test(wordsOf(each))),
                            none,
                        ),
                    ],
                },
            },
        });
    },
});

export const nodesElastic = rule({
    id: "nodes-elastic",
    title: "The number of nodes can grow",
    level: "mandatory",
    severity: "medium",
    mend: "Set scalingConfig.maxSize above minSize, or add a Karpenter NodePool",
    url: `${practices}/cluster-autoscaling.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) return pass("EKS Auto Mode");
        if (nodePools(inventory).length > 0) return pass("Karpenter NodePool");
        return any(
            nodeGroups(inventory).map(({ props }) =>
                must(() => props.scalingConfig?.maxSize > props.scalingConfig?.minSize, "no node group can grow"),
            ),
            () => fail("no node group can grow"),
        );
    },
});

export const nodesSystemDedicated = rule({
    id: "nodes-system-dedicated",
    title: "Cluster add-ons have nodes of their own",
    level: "mandatory",
    severity: "medium",
    mend: "Taint one node group CriticalAddonsOnly=true:NO_SCHEDULE and let the add-ons tolerate it",
    url: `${practices}/control-plane.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        if (isAutoMode(cluster)) {
            return cluster.props.computeConfig.nodePools?.includes("system")
                ? pass("the system node pool of EKS Auto Mode")
                : fail("the system node pool of EKS Auto Mode is off");
        }
        const dedicated = (taints: { key: string; effect: string }[] | undefined) =>
            taints?.some(({ key, effect }) => key === "CriticalAddonsOnly" && effect !== "PREFER_NO_SCHEDULE");
        return any(
            [
                ...nodeGroups(inventory).map(
                    ({ props }) =>
                        () =>
                            check(dedicated(props.taints)),
                ),
                ...nodePools(inventory).map(
                    ({ props }) =>
                        () =>
                            check(dedicated(props.spec?.template?.spec?.taints)),
                ),
            ],
            () => undecided("no node group is in this stack"),
        );
    },
});

const check = (dedicated: boolean | undefined) =>
    dedicated ? pass() : fail("no node group is tainted for cluster add-ons alone");
