import type { Part } from "../part.ts";
import type { DeclaredTraffic } from "../platform/flows.ts";
import type { PodMonitor } from "../platform/kubernetes-object.ts";
import type { Settings } from "../settings.ts";

/**
 * A chart of the user's own as a part like any other. Its pods may be called from their own namespace, by those who
 * declare it and by Prometheus, on the ports that it names; they may call the API server, each other, what `egressNamespaces` names, and the
 * collector of traces, and hosts outside of the cluster that `mesh.egress` names with it.
 */
export const ownChart = ({
    name,
    podSecurity,
    maxPods,
    egressNamespaces,
    needs,
    ports,
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
        maxPods,
        reason: podSecurity === "restricted" ? undefined : "asked for in the configuration",
    },
    addon: ({ mesh }, { offers }) => {
        const wayOut = mesh.egress.some(({ namespaces }) => namespaces.includes(name)) ? offers.egress : undefined;
        return {
            chart: chartOf(chart),
            traffic: {
                from: flowsIn(ports, metrics, offers.mesh?.sidecars !== undefined && !outsideMesh),
                to: [
                    { peer: "kubeApi" },
                    { peer: "sameNamespace" },
                    ...egressNamespaces.map((namespace) => ({ peer: { namespace } })),
                    ...(sendsTraces && offers.traceReceiver ? [offers.traceReceiver] : []),
                    ...(wayOut ? [wayOut.flow] : []),
                ],
            },
            needs: [...needs, ...(wayOut?.needs ?? [])],
            mesh: outsideMesh ? undefined : "namespace",
            values,
            after: metrics.length > 0 ? [podMonitor(name, metrics)] : [],
        };
    },
});

/**
 * Who may come, and to which ports: a mesh with sidecars lets in by port, and any other to all where none is named.
 */
function flowsIn(
    ports: readonly number[],
    metrics: Settings["ownCharts"][number]["metrics"],
    byPort: boolean,
): DeclaredTraffic["from"] {
    const named = byPort || ports.length > 0 ? [...ports] : ("any" as const);
    const scraped = byPort ? metrics.map(({ port }) => port) : ("any" as const);
    const all: DeclaredTraffic["from"] = [
        { peer: "sameNamespace", ports: named },
        { peer: "clients", ports: named },
        { peer: "metrics", ports: scraped },
    ];
    return all.filter((flow) => flow.ports.length > 0);
}

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
