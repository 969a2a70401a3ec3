import { rule } from "../../judgement/rule.ts";
import { must } from "../../judgement/verdict.ts";
import { byAddon, byRelease, releasesOf, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const k8sEventsCollected = rule({
    id: "k8s-events-collected",
    title: "Kubernetes events are kept longer than their hour",
    level: "advisory",
    severity: "low",
    mend: "Collect events with Fluent Bit's kubernetes_events input, Alloy's loki.source.kubernetes_events, or an event exporter",
    url: "https://docs.fluentbit.io/manual/data-pipeline/inputs/kubernetes-events",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const exporters = releasesOf(inventory, "kubernetes-event-exporter", "eventrouter").map((release) =>
            byRelease(release),
        );
        const inputs = [
            ...releasesOf(inventory, "fluent-bit").map((release) => ({
                release,
                path: "config.inputs",
                input: "kubernetes_events",
            })),
            ...releasesOf(inventory, "alloy").map((release) => ({
                release,
                path: "alloy.configMap.content",
                input: "loki.source.kubernetes_events",
            })),
        ].map(({ release, path, input }) =>
            byRelease(
                release,
                must(() => String(release.value(path)).includes(input), "the log forwarder leaves events out"),
            ),
        );
        const managed = byAddon(inventory, "amazon-cloudwatch-observability");
        return requireOne(inventory, [...exporters, ...inputs, ...managed], "events are gone after an hour");
    },
});
