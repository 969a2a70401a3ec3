import type { Release } from "../../inventory/release.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { must } from "../../judgement/verdict.ts";
import { type Candidate, replicas, replicated, requirePart, unreadOf } from "../../reading/candidates.ts";
import { ownObjects } from "../../reading/installed.ts";
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
        ],
    };
}

const isKept = (workload: Resource): boolean =>
    isSet(workload.props.spec?.volumeClaimTemplates) ||
    ((podSpec(workload).volumes ?? []) as { persistentVolumeClaim?: object }[]).some(
        (volume) => volume.persistentVolumeClaim,
    );
