import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { selected, selecting } from "../../reading/relations.ts";
import { fewestReplicas } from "../../reading/replicas.ts";
import { replicated } from "../../reading/workloads.ts";

const budgets = (inventory: Inventory, workload: Resource) =>
    selecting(inventory, workload, "PodDisruptionBudget", "policy");

const docs = "https://kubernetes.io/docs";

export const pdbExists = rule({
    id: "pdb-exists",
    title: "A drain leaves enough replicas running",
    level: "mandatory",
    severity: "medium",
    mend: "Add one PodDisruptionBudget with maxUnavailable 1 that selects its pods",
    url: `${docs}/tasks/run-application/configure-pdb/`,
    inhibitedBy: ["replicas-min"],
    inCharts: true,
    subjects: replicated,
    judge: (workload, { inventory }) => {
        if (fewestReplicas(inventory, workload) < 2) return notApplicable("it runs once");
        const found = budgets(inventory, workload).length;
        if (found > 1) return fail(`${found} PodDisruptionBudgets select its pods, so none can be evicted`);
        return found === 1 ? pass() : fail("a drain may take all its replicas at once");
    },
});

export const pdbNotBlocking = rule({
    id: "pdb-not-blocking",
    title: "Disruption budgets let nodes be drained",
    level: "mandatory",
    severity: "medium",
    mend: "Set maxUnavailable to 1 instead of minAvailable, and unhealthyPodEvictionPolicy to AlwaysAllow",
    url: `${docs}/tasks/run-application/configure-pdb/`,
    inCharts: true,
    subjects: (inventory) => inventory.objects("PodDisruptionBudget", "policy"),
    judge: (budget, { inventory }) => {
        const { maxUnavailable, minAvailable, unhealthyPodEvictionPolicy } = budget.props.spec ?? {};
        const pods = selected(inventory, namespaceOf(inventory, budget), budget.props.spec?.selector ?? {});
        return all([
            must(
                () => !(Number.parseInt(maxUnavailable, 10) <= 0) && !(share(minAvailable) >= 100),
                "no pod may ever be evicted",
            ),
            must(
                () =>
                    pods.length === 0 ||
                    !blocks(minAvailable, sum(pods.map((each) => fewestReplicas(inventory, each)))),
                `all replicas of ${pods.map(({ name }) => name).join(" and ")} must run, so their nodes cannot be drained`,
            ),
            must(() => unhealthyPodEvictionPolicy === "AlwaysAllow", "pods that never become ready block a drain"),
        ]);
    },
});

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

/** Whether all replicas are needed; Kubernetes rounds a share up. */
function blocks(minAvailable: number | string | undefined, replicas: number): boolean {
    const percent = share(minAvailable);
    return (Number.isNaN(percent) ? Number(minAvailable) : Math.ceil((percent / 100) * replicas)) >= replicas;
}

/** The number of a percentage, or not a number. */
const share = (amount: number | string | undefined): number => Number(/^(\d+)%$/.exec(String(amount))?.[1]);
