import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceOf } from "../../inventory/namespaces.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, pass } from "../../judgement/verdict.ts";
import { matches, type Selector } from "../../reading/label-selectors.ts";

interface Port {
    name?: string;
}

const monitored = (inventory: Inventory) => [
    ...inventory.objects("ServiceMonitor", "monitoring.coreos.com"),
    ...inventory.objects("PodMonitor", "monitoring.coreos.com"),
];

export const servicemonitorPerApp = rule({
    id: "servicemonitor-per-app",
    title: "What serves metrics is scraped",
    level: "advisory",
    severity: "low",
    mend: "Add a ServiceMonitor whose selector matches the Service's labels",
    url: "https://prometheus-operator.dev/docs/developer/getting-started/",
    inCharts: true,
    subjects: (inventory) =>
        inventory
            .objects("Service", "core")
            .filter(({ props }) =>
                ((props.spec?.ports ?? []) as Port[]).some(({ name }) => /metrics|prometheus/.test(name ?? "")),
            ),
    judge: (service, { inventory }) => {
        const labels = service.props.metadata?.labels ?? {};
        const namespace = namespaceOf(inventory, service);
        const found = monitored(inventory).some((monitor) => {
            const { selector, namespaceSelector } = monitor.props.spec ?? {};
            const names: string[] = namespaceSelector?.matchNames ?? [namespaceOf(inventory, monitor)];
            return (
                (namespaceSelector?.any === true || names.includes(namespace)) && matches(selector as Selector, labels)
            );
        });
        return found ? pass() : fail("no ServiceMonitor selects the Service");
    },
});
