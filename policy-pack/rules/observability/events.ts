import type { Inventory } from "../../inventory/inventory.ts";
import { rule } from "../../judgement/rule.ts";
import { must, pass, undecided } from "../../judgement/verdict.ts";
import { type Requirements, requirePart, unreadOf } from "../../reading/candidates.ts";
import { addons, clusters } from "../../reading/subjects.ts";

export const k8sEventsCollected = rule({
    id: "k8s-events-collected",
    title: "Kubernetes events are kept longer than their hour",
    level: "advisory",
    severity: "low",
    mend: "Collect events with Fluent Bit's kubernetes_events input, Alloy's loki.source.kubernetes_events, or an event exporter",
    url: "https://docs.fluentbit.io/manual/data-pipeline/inputs/kubernetes-events",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const collects = (input: string, text: () => unknown) =>
            must(() => String(text()).includes(input), "the log forwarder leaves events out");
        const inputs = (input: string, path: string): Requirements => ({
            chart: (release) => [collects(input, () => release.value(path))],
            workloads: () => [() => (configures(inventory, input) ? pass() : unread)],
            addon: () => [() => unread],
        });
        return requirePart(inventory, {
            missing: "events are gone after an hour",
            systems: {
                "event-exporter": {},
                "fluent-bit": inputs("kubernetes_events", "config.inputs"),
                alloy: inputs("loki.source.kubernetes_events", "alloy.configMap.content"),
                suites: unreadOf("whether it collects events"),
            },
            others: addons(inventory)
                .filter(({ props }) => props.addonName === "amazon-cloudwatch-observability")
                .map(({ urn }) => ({ urn, requirements: [] })),
        });
    },
});

const unread = undecided("whether it collects events is not read here");

/** Whether a ConfigMap holds the configuration of a forwarder that collects events. */
const configures = (inventory: Inventory, input: string): boolean =>
    inventory
        .objects("ConfigMap", "core")
        .some(({ props }) => Object.values(props.data ?? {}).some((text) => String(text).includes(input)));
