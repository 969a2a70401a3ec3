import { rule } from "../../judgement/rule.ts";
import { byAddon, byRelease, releasesOf, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const tracingReady = rule({
    id: "tracing-ready",
    title: "Traces have a place to go",
    level: "advisory",
    severity: "low",
    mend: "Install an OpenTelemetry Collector with a backend such as Tempo or X-Ray",
    url: "https://opentelemetry.io/docs/platforms/kubernetes/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const charts = [
            "opentelemetry-collector",
            "opentelemetry-operator",
            "tempo",
            "tempo-distributed",
            "jaeger",
            "k8s-monitoring",
        ];
        const found = releasesOf(inventory, ...charts).map((release) => byRelease(release));
        const objects = inventory
            .objects("OpenTelemetryCollector", "opentelemetry.io")
            .map(({ urn }) => ({ urn, requirements: [] }));
        return requireOne(inventory, [...found, ...objects, ...byAddon(inventory, "adot")], "nothing takes traces");
    },
});
