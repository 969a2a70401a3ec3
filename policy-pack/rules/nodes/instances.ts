import { z } from "zod";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, pass, undecided } from "../../judgement/verdict.ts";
import { capacityOf } from "../../reading/instance-types.ts";
import { nodeGroups, nodePools } from "../../reading/subjects.ts";

const namesTypes = ({ props }: Resource): boolean => (props.instanceTypes ?? []).length > 0;

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

export const nodesInstanceFloor = rule({
    id: "nodes-instance-floor",
    title: "Nodes are big enough for pods beside the system's own",
    level: "advisory",
    severity: "low",
    mend: "Use instance types of at least 4 vCPU and 16 GiB: fewer and bigger nodes lose less to the system",
    url: `${practices}/data-plane.html`,
    settings: z.object({
        vcpu: z.number().min(1).default(4).describe("Fewest vCPU of a node"),
        memoryGiB: z.number().min(1).default(16).describe("Least memory of a node, GiB"),
    }),
    subjects: nodeGroups,
    applies: namesTypes,
    judge: ({ props }, { settings }) =>
        all(
            (props.instanceTypes as string[]).map((type) => () => {
                const capacity = capacityOf(type);
                if (!capacity) return undecided(`the size of ${type} is not known`);
                const small = capacity.vcpu < settings.vcpu || capacity.memoryGiB < settings.memoryGiB;
                return small
                    ? fail(`${type} has less than ${settings.vcpu} vCPU or ${settings.memoryGiB} GiB`)
                    : pass();
            }),
        ),
});

export const nodesMemoryRatio = rule({
    id: "nodes-memory-ratio",
    title: "Memory of nodes fits their CPU",
    level: "advisory",
    severity: "low",
    mend: "Use instance types with 4 to 8 GiB a vCPU, or set the bounds that your metrics show",
    url: `${practices}/cost-opt-compute.html`,
    settings: z.object({
        least: z.number().default(4).describe("Least GiB a vCPU"),
        most: z.number().default(8).describe("Most GiB a vCPU"),
    }),
    subjects: nodeGroups,
    applies: namesTypes,
    judge: ({ props }, { settings }) =>
        all(
            (props.instanceTypes as string[]).map((type) => () => {
                const capacity = capacityOf(type);
                if (!capacity) return undecided(`the size of ${type} is not known`);
                const ratio = capacity.memoryGiB / capacity.vcpu;
                return ratio >= settings.least && ratio <= settings.most
                    ? pass()
                    : fail(`${type} has ${ratio} GiB a vCPU`);
            }),
        ),
});

export const nodesSpotNotAlone = rule({
    id: "nodes-spot-not-alone",
    title: "Nodes for the system and for data do not vanish with two minutes' notice",
    level: "advisory",
    severity: "medium",
    mend: "Set capacityType to ON_DEMAND for the node group, and use spot for others",
    url: `${practices}/cost-opt-compute.html`,
    inCharts: true,
    subjects: (inventory) => [...nodeGroups(inventory), ...nodePools(inventory)],
    judge: ({ props }, { inventory }) => {
        const taints: { key: string }[] = props.taints ?? props.spec?.template?.spec?.taints ?? [];
        const groups = nodeGroups(inventory).length + nodePools(inventory).length;
        const needed = groups === 1 || taints.some(({ key }) => key === "CriticalAddonsOnly");
        const requirements: { key: string; values?: string[] }[] = props.spec?.template?.spec?.requirements ?? [];
        const capacity = requirements.find(({ key }) => key === "karpenter.sh/capacity-type")?.values;
        const onlySpot = props.capacityType === "SPOT" || (capacity?.length === 1 && capacity[0] === "spot");
        return needed && onlySpot ? fail("all its nodes may vanish with two minutes' notice") : pass();
    },
});
