import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass, undecided } from "../../judgement/verdict.ts";
import { targetOf } from "../../reading/autoscalers.ts";
import { type Capacity, capacityOf } from "../../reading/instance-types.ts";
import { quantity } from "../../reading/quantity.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { containers, runningContainers, workloads } from "../../reading/workloads.ts";

export const resRightsizedLive = rule({
    id: "res-rightsized-live",
    title: "Requests are close to what is used",
    level: "advisory",
    severity: "low",
    mend: "Set the request to the recommendation of the VerticalPodAutoscaler",
    url: "https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler",
    subjects: (inventory) => {
        const recommended = inventory
            .objects("VerticalPodAutoscaler", "autoscaling.k8s.io")
            .filter(({ props }) => props.status?.recommendation);
        return recommended.length > 0 ? recommended : clusters(inventory);
    },
    settings: z.object({ factor: z.number().min(1).default(2).describe("Most times that request and use may differ") }),
    judge: (vpa, { inventory, settings }) => {
        if (!vpa.type.endsWith(":VerticalPodAutoscaler"))
            return undecided("only the objects of a running cluster show it");
        const target = targetOf(inventory, vpa);
        if (!target) return undecided("its workload is not among the objects");
        const recommended: Recommendation[] = vpa.props.status.recommendation.containerRecommendations ?? [];
        return all(
            recommended.flatMap(({ containerName, target: used }) =>
                Object.entries(used).map(([resource, amount]) =>
                    must(() => {
                        const container = runningContainers(target).find(({ name }) => name === containerName);
                        const ratio = quantity(container?.resources?.requests?.[resource]) / quantity(amount);
                        return ratio <= settings.factor && ratio >= 1 / settings.factor;
                    }, `the ${resource} request of container ${containerName} is far from what it uses`),
                ),
            ),
        );
    },
});

interface Recommendation {
    containerName: string;
    target: Record<string, string>;
}

/** Share of a node that the system keeps for itself, at most, on the sizes that nodes should have. */
const usable = 0.85;

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

export const resFitsNode = rule({
    id: "res-fits-node",
    title: "Every pod fits on the smallest node that it may get",
    level: "advisory",
    severity: "medium",
    mend: "Lower the request, or use a bigger instance type",
    url: `${practices}/data-plane.html`,
    inCharts: true,
    subjects: (inventory) => (smallest(inventory) ? workloads(inventory) : []),
    judge: (workload, { inventory }) => {
        const node = smallest(inventory);
        if (!node) return notApplicable("no node group names its instance types");
        const total = (resource: string) =>
            containers(workload).reduce(
                (sum, { resources }) => sum + (quantity(resources?.requests?.[resource]) || 0),
                0,
            );
        const fits = total("cpu") <= node.vcpu * usable && total("memory") <= node.memoryGiB * 2 ** 30 * usable;
        return fits ? pass() : fail(`its requests do not fit on ${node.vcpu} vCPU and ${node.memoryGiB} GiB`);
    },
});

/** The smallest of the node groups' instance types; Karpenter chooses by itself what fits. */
function smallest(inventory: Inventory): Capacity | undefined {
    if (nodePools(inventory).length > 0) return undefined;
    const types = nodeGroups(inventory).flatMap(({ props }): string[] => props.instanceTypes ?? []);
    const sizes = types.map(capacityOf).filter((size) => size !== undefined);
    return sizes.sort((a, b) => a.memoryGiB - b.memoryGiB)[0];
}
