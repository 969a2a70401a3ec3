import { z } from "zod";
import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { quantity } from "../quantity.ts";
import { rule } from "../rule.ts";
import { all, fail, must, pass, unsure, type Verdict } from "../verdict.ts";
import { byRelease, presence, releasesOf } from "./presence.ts";
import { namespaceOf, scaling, selecting, workload } from "./relations.ts";
import { clusters } from "./subjects.ts";
import { type Container, runningContainers, workloadsOf } from "./workloads.ts";

const url = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
const hpas = (inventory: Inventory) => inventory.objects("HorizontalPodAutoscaler", "autoscaling");

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

interface Metric {
    type?: string;
    resource?: { name?: string; target?: object };
    [source: string]: unknown;
}

/** The workload that an autoscaler names, where it is in the stack. */
function targetOf(inventory: Inventory, hpa: Resource): Resource | undefined {
    const { kind = "Deployment", name } = hpa.props.spec?.scaleTargetRef ?? hpa.props.spec?.targetRef ?? {};
    return workload(inventory, namespaceOf(inventory, hpa), kind, name);
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
                return target ? scalable(target) : missing(inventory);
            },
        ]);
    },
});

const scalable = (target: Resource): Verdict =>
    all([
        must(() => target.props.spec?.replicas === undefined, "the workload sets its own number of pods"),
        must(() => runningContainers(target).every(asksForCpu), "a container of the workload asks for no CPU"),
    ]);

const asksForCpu = ({ resources }: Container): boolean => "cpu" in { ...resources?.limits, ...resources?.requests };

const missing = ({ unrendered }: Inventory): Verdict =>
    unrendered.length > 0
        ? unsure("its workload may be in a release that is not rendered")
        : fail("its workload does not exist");

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
    judge: (_, { inventory }) => {
        const found = releasesOf(inventory, "vertical-pod-autoscaler", "vpa", "goldilocks").map((release) =>
            byRelease(release),
        );
        return presence(inventory, found, "nothing compares requests with what is used");
    },
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
        const tools = releasesOf(inventory, "go-kube-downscaler", "kube-downscaler").map((release) =>
            byRelease(release),
        );
        return presence(inventory, [...cron, ...schedules, ...tools], "nothing scales by time");
    },
});

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
            return unsure("only the objects of a running cluster show it");
        const target = targetOf(inventory, vpa);
        if (!target) return unsure("its workload is not among the objects");
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
