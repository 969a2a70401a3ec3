import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { targetOf, targetReference } from "../../reading/autoscalers.ts";
import { requirePart } from "../../reading/candidates.ts";
import { scaling, selecting } from "../../reading/relations.ts";
import { resolve } from "../../reading/resolve.ts";
import { clusters } from "../../reading/subjects.ts";
import { type Container, podSpec, runningContainers, workloadsOf } from "../../reading/workloads.ts";

const hpas = (inventory: Inventory) => inventory.objects("HorizontalPodAutoscaler", "autoscaling");

const url = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";

export const hpaExists = rule({
    id: "hpa-exists",
    title: "Services grow and shrink with their load",
    level: "advisory",
    severity: "low",
    mend: "Add a HorizontalPodAutoscaler or a KEDA ScaledObject",
    url,
    inCharts: true,
    subjects: workloadsOf("Deployment"),
    applies: (deployment, inventory) => selecting(inventory, deployment, "Service", "core").length > 0,
    judge: (deployment, { inventory }) => {
        const found = [
            ...scaling(inventory, deployment, "HorizontalPodAutoscaler", "autoscaling"),
            ...scaling(inventory, deployment, "ScaledObject", "keda.sh"),
        ];
        return found.length > 0 ? pass() : fail("its number of pods is fixed");
    },
});

interface Source {
    name?: string;
    container?: string;
    target?: { type?: string };
}

interface Metric {
    type?: string;
    resource?: Source;
    containerResource?: Source;
    [source: string]: unknown;
}

export const hpaValid = rule({
    id: "hpa-valid",
    title: "Autoscalers can do what they are meant to",
    level: "mandatory",
    severity: "medium",
    mend: "Use autoscaling/v2 with minReplicas 2 or more below maxReplicas, metrics with a target, an existing workload with requests, and leave its replicas out",
    url,
    inCharts: true,
    subjects: hpas,
    judge: (hpa, { inventory }) => {
        const { minReplicas = 1, maxReplicas, metrics = [] } = hpa.props.spec ?? {};
        return all([
            must(() => hpa.type.includes("/v2:"), "the API version is not autoscaling/v2"),
            must(() => minReplicas >= 2, "it may scale down to one pod"),
            must(() => maxReplicas > minReplicas, "it cannot scale up"),
            ...(metrics as Metric[]).map((metric) => must(() => hasTarget(metric), "a metric has no target")),
            () => {
                const target = targetOf(inventory, hpa);
                if (target) return scalable(target, hpa);
                const named = resolve(inventory, hpa, targetReference(inventory, hpa));
                return named.status === "pass" ? undecided("its workload is of a kind whose pods are not seen") : named;
            },
        ]);
    },
});

const scalable = (target: Resource, hpa: Resource): Verdict =>
    all([
        must(() => target.props.spec?.replicas === undefined, "the workload sets its own number of pods"),
        ...shares(hpa).map(({ name = "", container: of }) =>
            must(
                () =>
                    asksFor(podSpec(target), name) ||
                    runningContainers(target).every((each) => (of && each.name !== of) || asksFor(each, name)),
                `a container of the workload asks for no ${name === "cpu" ? "CPU" : name}`,
            ),
        ),
    ]);

/**
 * What is measured as a share of the request, which must be there; without metrics that is the CPU. A queue's length, or
 * an average value, needs none.
 */
function shares({ props }: Resource): readonly Source[] {
    const { metrics, targetCPUUtilizationPercentage } = props.spec ?? {};
    if (metrics === undefined || targetCPUUtilizationPercentage !== undefined) return [{ name: "cpu" }];
    return (metrics as Metric[])
        .flatMap(({ resource, containerResource }) => [resource ?? [], containerResource ?? []].flat())
        .filter(({ target }) => (target?.type ?? "Utilization") === "Utilization");
}

const asksFor = ({ resources }: Partial<Container>, resource: string): boolean =>
    resource in { ...resources?.limits, ...resources?.requests };

/** `v2` puts the target of a metric below its source; `targetAverageUtilization` was v2beta1. */
const hasTarget = ({ type, ...sources }: Metric) =>
    Object.values(sources).some((source) => typeof (source as { target?: unknown } | undefined)?.target === "object");

export const vpaNotFightingHpa = rule({
    id: "vpa-not-fighting-hpa",
    title: "Two autoscalers do not pull at the same resource",
    level: "mandatory",
    severity: "medium",
    mend: "Set updatePolicy.updateMode Off, or let controlledResources leave out what the HorizontalPodAutoscaler measures",
    url: "https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md",
    inCharts: true,
    subjects: (inventory) => inventory.objects("VerticalPodAutoscaler", "autoscaling.k8s.io"),
    judge: (vpa, { inventory }) => {
        const { updatePolicy, resourcePolicy } = vpa.props.spec ?? {};
        if (["Off", "Initial"].includes(updatePolicy?.updateMode)) return pass();
        const policies: { controlledResources?: string[] }[] = resourcePolicy?.containerPolicies ?? [{}];
        const controlled = policies.flatMap(({ controlledResources }) => controlledResources ?? ["cpu", "memory"]);
        const target = targetOf(inventory, vpa);
        const rivals = target ? scaling(inventory, target, "HorizontalPodAutoscaler", "autoscaling") : [];
        const measured = rivals.flatMap(({ props }) =>
            ((props.spec?.metrics ?? []) as Metric[]).map((metric) => metric.resource?.name),
        );
        return measured.some((name) => name !== undefined && controlled.includes(name))
            ? fail("a HorizontalPodAutoscaler scales the same workload by the same resource")
            : pass();
    },
});

export const vpaRecommenderPresent = rule({
    id: "vpa-recommender-present",
    title: "Somebody compares requests with what is used",
    level: "advisory",
    severity: "low",
    mend: "Install the VerticalPodAutoscaler's recommender",
    url: "https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "nothing compares requests with what is used",
            systems: { "vertical-pod-autoscaler": {} },
        }),
});

export const scheduledScaling = rule({
    id: "scheduled-scaling",
    title: "Capacity follows the clock where the load does",
    level: "advisory",
    severity: "low",
    mend: "Add a KEDA ScaledObject with a cron trigger, a downscaler, or a schedule of the Auto Scaling group",
    url: "https://keda.sh/docs/latest/scalers/cron/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const cron = inventory.objects("ScaledObject", "keda.sh").map(({ urn, props }) => ({
            urn,
            requirements: [
                must(
                    () => ((props.spec?.triggers ?? []) as { type: string }[]).some(({ type }) => type === "cron"),
                    "no ScaledObject has a cron trigger",
                ),
            ],
        }));
        const schedules = inventory
            .of("aws:autoscaling/schedule:Schedule")
            .map(({ urn }) => ({ urn, requirements: [] }));
        return requirePart(inventory, {
            missing: "nothing scales by time",
            systems: { downscaler: {} },
            others: [...cron, ...schedules],
        });
    },
});
