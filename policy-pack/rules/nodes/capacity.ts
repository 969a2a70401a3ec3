import { clusterOf } from "../../inventory/scope.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided } from "../../judgement/verdict.ts";
import { candidatesOf } from "../../reading/candidates.ts";
import { installedOf } from "../../reading/installed.ts";
import { clusters, nodeGroups, nodePools } from "../../reading/subjects.ts";
import { workloadsOf } from "../../reading/workloads.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices";

export const clusterAutoscalerSane = rule({
    id: "cluster-autoscaler-sane",
    title: "The Cluster Autoscaler finds its node groups and fits the cluster",
    level: "advisory",
    severity: "medium",
    mend: "Set autoDiscovery.clusterName, a service account with a role of its own, and image.tag of the cluster's minor version",
    url: `${practices}/cas.html`,
    subjects: (inventory) => {
        const { releases, workloads } = installedOf(inventory, "cluster-autoscaler");
        return [...releases.map(({ resource }) => resource), ...workloads];
    },
    judge: (subject, { inventory }) => {
        const release = inventory.release(subject);
        if (!release) return undecided("what it is set to is not read of its objects");
        const cluster = clusterOf(inventory, subject);
        const associated = inventory
            .of("aws:eks/podIdentityAssociation:PodIdentityAssociation")
            .some(({ props }) => String(props.serviceAccount).includes("autoscaler"));
        return all([
            must(() => release.value("autoDiscovery.clusterName", ""), "it discovers no node group"),
            must(
                () =>
                    associated ||
                    "eks.amazonaws.com/role-arn" in (release.value("rbac.serviceAccount.annotations", {}) as object),
                "it uses the role of the nodes",
            ),
            must(
                () => !cluster || String(release.value("image.tag")).startsWith(`v${cluster.props.version}.`),
                "its version is not the one of the cluster",
            ),
        ]);
    },
});

interface Budget {
    readonly nodes?: string;
    readonly schedule?: string;
    readonly reasons?: string[];
}

/** A budget that lets no node go, at any time and for any reason: none is ever renewed. */
const isFrozen = ({ nodes, schedule, reasons }: Budget): boolean =>
    /^0%?$/.test(String(nodes)) && !schedule && !isSet(reasons);

interface NodePoolSpec {
    limits?: object;
    disruption?: { budgets?: Budget[]; consolidationPolicy?: string; expireAfter?: string };
    template?: { spec?: { expireAfter?: string; requirements?: { key: string; values?: string[] }[] } };
}

export const karpenterNodepoolBounds = rule({
    id: "karpenter-nodepool-bounds",
    title: "Karpenter's NodePools are bounded, and renew their nodes with care",
    level: "advisory",
    severity: "medium",
    mend: "Set limits, disruption.budgets, consolidationPolicy WhenEmptyOrUnderutilized, template.spec.expireAfter, and two zones or more",
    url: "https://karpenter.sh/docs/concepts/nodepools/",
    inCharts: true,
    subjects: nodePools,
    judge: ({ props }) => {
        const { limits, disruption, template }: NodePoolSpec = props.spec ?? {};
        const zones = template?.spec?.requirements?.find(({ key }) => key === "topology.kubernetes.io/zone");
        return all([
            must(() => Object.keys(limits ?? {}).length > 0, "it may make any number of nodes"),
            must(() => (disruption?.budgets ?? []).length > 0, "how many nodes may go at once is not set"),
            must(() => disruption?.consolidationPolicy !== "WhenEmpty", "nodes that are nearly empty stay"),
            must(
                () => !(disruption?.budgets ?? []).some(isFrozen),
                "a budget of 0 without a schedule keeps every node",
            ),
            // Karpenter takes 720h where nothing is set; v1beta1 had the field beside the budgets.
            must(
                () => (template?.spec?.expireAfter ?? disruption?.expireAfter) !== "Never",
                "nodes grow old without patches",
            ),
            must(() => !zones || (zones.values ?? []).length >= 2, "it makes nodes in one zone only"),
        ]);
    },
});

export const capacityHeadroom = rule({
    id: "capacity-headroom",
    title: "Some capacity is kept free for a sudden load",
    level: "advisory",
    severity: "low",
    mend: "Add a Deployment of pause containers with a PriorityClass below 0, or a warm pool",
    url: `${practices}/cluster-autoscaling.html`,
    subjects: clusters,
    judge: (_, { inventory }) => {
        const low = inventory
            .objects("PriorityClass", "scheduling.k8s.io")
            .filter(({ props }) => props.value < 0)
            .map(({ props }) => props.metadata?.name);
        const placeholder = workloadsOf("Deployment")(inventory).find(({ props }) =>
            low.includes(props.spec?.template?.spec?.priorityClassName),
        );
        const warm = nodeGroups(inventory).find(({ props }) => props.warmPoolConfig?.enabled === true);
        const [overprovisioner] = candidatesOf(inventory, "overprovisioner");
        const found = placeholder ?? warm ?? overprovisioner;
        return found ? pass("", found.urn) : fail("pods wait for new nodes at every sudden load");
    },
});
