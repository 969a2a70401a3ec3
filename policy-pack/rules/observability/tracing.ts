import { rule } from "../../judgement/rule.ts";
import { requirePart, unreadOf } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const tracingReady = rule({
    id: "tracing-ready",
    title: "Traces have a place to go",
    level: "advisory",
    severity: "low",
    mend: "Install an OpenTelemetry Collector with a backend such as Tempo or X-Ray",
    url: "https://opentelemetry.io/docs/platforms/kubernetes/",
    subjects: clusters,
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "nothing takes traces",
            systems: { tracing: {}, suites: unreadOf("whether it takes traces") },
            others: inventory
                .objects("OpenTelemetryCollector", "opentelemetry.io")
                .map(({ urn }) => ({ urn, requirements: [] })),
        }),
});
