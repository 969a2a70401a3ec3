import { z } from "zod";
import type { Inventory } from "../inventory.ts";
import { rule } from "../rule.ts";
import { isSet } from "../said.ts";
import { all, fail, irrelevant, must, pass } from "../verdict.ts";
import { byRelease, presence, releasesOf } from "./presence.ts";
import { matches, namespaceOf, type Selector } from "./relations.ts";
import { addon, clusters } from "./subjects.ts";

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
        const agent = addon(inventory, "amazon-cloudwatch-observability");
        const managed = agent ? [{ urn: agent.urn, requirements: [] }] : [];
        return presence(inventory, [...exporters, ...inputs, ...managed], "events are gone after an hour");
    },
});

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
        const adot = addon(inventory, "adot");
        return presence(
            inventory,
            [...found, ...objects, ...(adot ? [{ urn: adot.urn, requirements: [] }] : [])],
            "nothing takes traces",
        );
    },
});

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

export const cloudwatchObservability = rule({
    id: "cloudwatch-observability",
    title: "CloudWatch sees the cluster too",
    level: "advisory",
    severity: "low",
    mend: "Install the EKS add-on amazon-cloudwatch-observability, or send metrics there by an exporter",
    url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const agent = addon(inventory, "amazon-cloudwatch-observability");
        const managed = agent ? [{ urn: agent.urn, requirements: [] }] : [];
        const charts = ["aws-cloudwatch-metrics", "amazon-cloudwatch-observability", "aws-for-fluent-bit"];
        const found = releasesOf(inventory, ...charts).map((release) => byRelease(release));
        return presence(inventory, [...managed, ...found], "CloudWatch sees nothing of the pods");
    },
});

export const certificatesManaged = rule({
    id: "certificates-managed",
    title: "Certificates renew themselves",
    level: "advisory",
    severity: "medium",
    mend: "Install cert-manager, or use certificates of ACM",
    url: "https://cert-manager.io/docs/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const manager = releasesOf(inventory, "cert-manager").map((release) => byRelease(release));
        const acm = inventory.of("aws:acm/certificate:Certificate").map(({ urn, props }) => ({
            urn,
            requirements: [
                must(() => !isSet(props.privateKey), "the certificate is imported, so it does not renew itself"),
            ],
        }));
        const plugin = addon(inventory, "aws-privateca-connector-for-kubernetes") ?? addon(inventory, "cert-manager");
        const managed = plugin ? [{ urn: plugin.urn, requirements: [] }] : [];
        return presence(inventory, [...manager, ...acm, ...managed], "nothing renews certificates");
    },
});

export const addonsCoreManaged = rule({
    id: "addons-core-managed",
    title: "DNS, proxy and network of the cluster are EKS add-ons of a fixed version",
    level: "advisory",
    severity: "medium",
    mend: "Add aws.eks.Addon with addonVersion for vpc-cni, coredns and kube-proxy",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html",
    subjects: clusters,
    judge: ({ props }, { inventory }) => {
        if (props.computeConfig?.enabled === true) return irrelevant("EKS Auto Mode brings them");
        const cilium = releasesOf(inventory, "cilium").length > 0;
        const names = cilium ? ["coredns"] : ["vpc-cni", "coredns", "kube-proxy"];
        return all(
            names.flatMap((name) => {
                const found = addon(inventory, name);
                if (!found) return [() => fail(`${name} is no EKS add-on`)];
                return [must(() => found.props.addonVersion, `the version of ${name} is not fixed`, found.urn)];
            }),
        );
    },
});

/** Policies of Route 53 that lead away from a region that fails. */
const policies = [
    "failoverRoutingPolicies",
    "latencyRoutingPolicies",
    "weightedRoutingPolicies",
    "geolocationRoutingPolicies",
];

export const drStandbyDeclared = rule({
    id: "dr-standby-declared",
    title: "A standby takes over when the region fails",
    level: "advisory",
    severity: "medium",
    mend: "Add a second stack in another region and a Route 53 record with health checks, or document a cold start by the setting coldStart",
    url: "https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/",
    settings: z.object({ coldStart: z.url().optional().describe("Where the steps of a cold start are written down") }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => {
        if (settings.coldStart) return pass(`a cold start is documented: ${settings.coldStart}`);
        const records = inventory
            .of("aws:route53/record:Record")
            .filter(({ props }) => policies.some((key) => key in props) && "healthCheckId" in props);
        const accelerators = inventory.of("aws:globalaccelerator/accelerator:Accelerator");
        const [found] = [...records, ...accelerators];
        return found ? pass("", found.urn) : fail("nothing leads clients to another region");
    },
});
