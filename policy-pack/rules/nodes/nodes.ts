import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, notApplicable, pass, undecided } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { wordsOf } from "../../reading/installed.ts";
import { clusters, isAutoMode, nodeGroups, nodePools, ownGroups, zonesOf } from "../../reading/subjects.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

/** Groups of EKS, and Auto Scaling groups of one's own. */
const groupsOf = (inventory: Inventory): readonly Resource[] => [...nodeGroups(inventory), ...ownGroups(inventory)];

const sizesOf = ({ type, props }: Resource): { minSize?: number; maxSize?: number } =>
    type.endsWith(":NodeGroup") ? (props.scalingConfig ?? {}) : props;

/** Nodes are Karpenter's alone, as where it runs on Fargate. */
const areOnlyPools = (inventory: Inventory): boolean =>
    groupsOf(inventory).length === 0 && nodePools(inventory).length > 0;

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
        if (areOnlyPools(inventory)) return notApplicable("Karpenter makes nodes as pods need them");
        const total = groupsOf(inventory).reduce((sum, group) => sum + (sizesOf(group).minSize ?? 0), 0);
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
        if (areOnlyPools(inventory)) return notApplicable("see karpenter-nodepool-bounds");
        const oneZone = "all nodes are in one zone";
        const spread = (groups: readonly Resource[], property: string) =>
            groups.length > 0 ? [must(() => zonesOf(inventory, groups, property).size >= 2, oneZone)] : [];
        return any(
            [...spread(nodeGroups(inventory), "subnetIds"), ...spread(ownGroups(inventory), "vpcZoneIdentifiers")],
            () => fail(oneZone),
        );
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
            groupsOf(inventory).map((group) =>
                must(() => {
                    const { minSize = 0, maxSize = 0 } = sizesOf(group);
                    return maxSize > minSize;
                }, "no node group can grow"),
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
                ...inventory.of("aws:eks/fargateProfile:FargateProfile").map(
                    ({ props }) =>
                        () =>
                            check(takesAddons(props.selectors)),
                ),
                ...ownGroups(inventory).map(
                    () => () => undecided("the taints of an Auto Scaling group of your own are set on its machines"),
                ),
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

/** Whether Fargate runs what the cluster needs, each pod on a machine of its own. */
const takesAddons = (selectors: { namespace?: string }[] = []): boolean =>
    selectors.some(({ namespace }) => namespace === "kube-system" || namespace === "karpenter");

const check = (dedicated: boolean | undefined) =>
    dedicated ? pass() : fail("no node group is tainted for cluster add-ons alone");
