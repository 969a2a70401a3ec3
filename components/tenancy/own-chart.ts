import type { Part } from "../part.ts";
import type { PodMonitor } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";

/**
 * A chart of the user's own as a part like any other. Its pods may be called from their own namespace, by those who
 * declare it and by Prometheus; they may call the API server, each other, what `egressNamespaces` names, and the
 * collector of traces.
 */
export const ownChart = ({
    name,
    podSecurity,
    egressNamespaces,
    needs,
    metrics,
    sendsTraces,
    outsideMesh,
    values,
    ...chart
}: Settings["ownCharts"][number]): Part => ({
    name,
    usersOwn: true,
    namespace: {
        name,
        podSecurity,
        reason: podSecurity === "restricted" ? undefined : "asked for in the configuration",
    },
    addon: (_, { offers }) => ({
        chart: chartOf(chart),
        traffic: {
            from: [
                { peer: "sameNamespace", ports: "any" },
                { peer: "clients", ports: "any" },
                { peer: "metrics", ports: "any" },
            ],
            to: [
                { peer: "kubeApi" },
                { peer: "sameNamespace" },
                ...egressNamespaces.map((namespace) => ({ peer: { namespace } })),
                ...(sendsTraces && offers.traceReceiver ? [offers.traceReceiver] : []),
            ],
        },
        needs,
        mesh: outsideMesh ? undefined : "namespace",
        values,
        after: metrics.length > 0 ? [podMonitor(name, metrics)] : [],
    }),
});

/** Every pod of the namespace that declares such a port. */
const podMonitor = (namespace: string, endpoints: Settings["ownCharts"][number]["metrics"]): PodMonitor => ({
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: namespace, namespace },
    spec: { selector: {}, podMetricsEndpoints: endpoints.map(({ port, path }) => ({ portNumber: port, path })) },
});

interface ChartReference {
    chart: string;
    version: string;
    repository?: string;
}

/** `oci://registry/prefix/name` names the chart last; a chart of an HTTP repository comes with its URL. */
function chartOf({ chart, version, repository }: ChartReference) {
    if (repository) return { name: chart, version, repository };
    const slash = chart.lastIndexOf("/");
    return { name: chart.slice(slash + 1), version, repository: chart.slice(0, slash) };
}
