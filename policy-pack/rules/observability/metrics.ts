import type { Release } from "../../inventory/release.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, must, pass, type Verdict } from "../../judgement/verdict.ts";
import { type Candidate, replicas, replicated, requirePart, unreadOf } from "../../reading/candidates.ts";
import { ownObjects } from "../../reading/installed.ts";
import { quantity } from "../../reading/quantity.ts";
import { retentionHours } from "../../reading/schedule.ts";
import { clusters } from "../../reading/subjects.ts";
import { podSpec } from "../../reading/workloads.ts";

const lost = "metrics are lost with the pod, as there is no volume and no remote write";

export const prometheusPresent = rule({
    id: "prometheus-present",
    title: "Metrics are collected, kept, and survive the loss of a pod",
    level: "mandatory",
    severity: "high",
    mend: "Install kube-prometheus-stack with prometheus.prometheusSpec.replicas 2, retention, and storageSpec or remoteWrite",
    url: "https://prometheus-operator.dev/docs/platform/high-availability/",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "nothing collects metrics",
            systems: {
                prometheus: {
                    chart: prometheusOfChart,
                    workloads: (workloads) => [
                        ...replicated(inventory)(workloads),
                        ...workloads.map((workload) => must(() => isKept(workload), lost)),
                    ],
                },
                suites: unreadOf("how long metrics are kept"),
            },
            others: [
                ...inventory.of("aws:amp/scraper:Scraper").map(({ urn }) => ({ urn, requirements: [] })),
                ...ownObjects(inventory, "prometheus", "Prometheus", "monitoring.coreos.com").map(prometheusOfOperator),
            ],
        }),
});

const noRetention = "metrics have no retention";

function prometheusOfChart(release: Release) {
    const spec = "prometheus.prometheusSpec";
    const remote = () => release.value(`${spec}.remoteWrite`, []) as unknown[];
    return [
        must(() => release.value("prometheus.enabled", true) !== false, "Prometheus is switched off"),
        replicas(release, `${spec}.replicas`),
        must(() => remote().length > 0 || release.value(`${spec}.retention`), noRetention),
        must(
            () => remote().length > 0 || release.value(`${spec}.storageSpec.volumeClaimTemplate.spec`, undefined),
            lost,
        ),
        () =>
            fits(
                release.value(`${spec}.retention`, undefined),
                release.value(`${spec}.retentionSize`, undefined),
                release.value(`${spec}.storageSpec.volumeClaimTemplate.spec.resources.requests.storage`, undefined),
            ),
    ];
}

/** An object that the operator makes a Prometheus of. */
function prometheusOfOperator({ urn, name, props }: Resource): Candidate {
    const { replicas = 1, retention, retentionSize, remoteWrite, storage } = props.spec ?? {};
    const remote = isSet(remoteWrite);
    return {
        urn,
        requirements: [
            must(() => replicas >= 2, `${name} has fewer than 2 replicas`),
            must(() => remote || retention || retentionSize, noRetention),
            must(() => remote || storage?.volumeClaimTemplate?.spec, lost),
            () => fits(retention, retentionSize, storage?.volumeClaimTemplate?.spec?.resources?.requests?.storage),
        ],
    };
}

/**
 * Bytes a day that even a small cluster writes: 1,000 samples a second of 1 byte, the least that Prometheus' documentation
 * counts with (https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects).
 */
const leastBytesADay = 1_000 * 86_400;

/** Whether a volume can hold what is to be kept; a limit by size removes the oldest before it is full. */
function fits(retention: unknown, retentionSize: unknown, storage: unknown): Verdict {
    if (isSet(retentionSize) || !isSet(retention) || !isSet(storage)) return pass();
    const days = retentionHours(String(retention)) / 24;
    return days * leastBytesADay <= quantity(storage)
        ? pass()
        : fail(
              `a volume of ${String(storage)} is full before ${String(retention)} have passed, and nothing limits the size`,
          );
}

const isKept = (workload: Resource): boolean =>
    isSet(workload.props.spec?.volumeClaimTemplates) ||
    ((podSpec(workload).volumes ?? []) as { persistentVolumeClaim?: object }[]).some(
        (volume) => volume.persistentVolumeClaim,
    );
