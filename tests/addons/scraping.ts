import { matches } from "../../policy-pack/reading/label-selectors.ts";
import type { Rendered } from "./render.ts";
import { type Workload, workloads } from "./workloads.ts";

/** Somewhere that Prometheus reads metrics. */
export interface Target {
    /** What runs there; undefined behind a Service that somebody else than Kubernetes fills. */
    workload?: Workload;
    port: number;
}

/** All that the monitors of some objects find among them and what stands in the cluster beside. */
export const scraped = (objects: Rendered[], namespace: string, beside: Rendered[] = []): Target[] =>
    monitors(objects).flatMap((monitor) => endpoints(monitor, namespace, [...objects, ...beside]).flat());

/** The endpoints of monitors that find nothing, in words. */
export const idle = (objects: Rendered[], namespace: string, beside: Rendered[] = []): string[] =>
    monitors(objects).flatMap((monitor) =>
        endpoints(monitor, namespace, [...objects, ...beside]).flatMap((found, index) =>
            found.length > 0 ? [] : [`${monitor.kind} ${monitor.metadata.name}, endpoint ${index}`],
        ),
    );

/** Ports with metrics that no monitor finds, in words. */
export function unscraped(objects: Rendered[], namespace: string): string[] {
    const found = scraped(objects, namespace);
    return workloads(objects)
        .filter(({ hook }) => !hook)
        .flatMap((workload) =>
            metricsPorts(workload, objects)
                .filter((port) => !found.some((it) => it.workload?.name === workload.name && it.port === port))
                .map((port) => `${workload.kind} ${workload.name}: ${port}`),
        );
}

/** Names that say it: `http-metrics`, `agentmetrics`, `exporter-port`, `http-monitoring`. */
const telling = /metrics|exporter|monitoring|prometheus/;

/** Ports that serve metrics under another name, by their workload. */
const known: Readonly<Record<string, number>> = {
    "event-collector": 2020,
    "fluent-bit": 2020,
    "monitoring-grafana": 3000,
    "monitoring-operator": 10250,
};

/** By the name of the port, that of a port of a Service before it, an annotation, or because it is known. */
function metricsPorts(workload: Workload, objects: Rendered[]): number[] {
    const own = containerPorts(workload);
    const behind = objects
        .filter(({ kind, spec }) => kind === "Service" && matches({ matchLabels: spec.selector }, workload.labels))
        .flatMap((service) => service.spec.ports.map((port: Rendered) => ({ service, port })))
        .filter(
            ({ service, port }) =>
                telling.test(port.name ?? "") || service.metadata.annotations?.["prometheus.io/scrape"] === "true",
        )
        .flatMap(({ port }) => portsOf(workload, port.targetPort ?? port.port));
    const named = own.filter(({ name }) => telling.test(name ?? "")).map(({ containerPort }) => containerPort);
    const more = known[workload.name];
    return [...new Set<number>([...named, ...behind, ...(more === undefined ? [] : [more])])];
}

const monitors = (objects: Rendered[]) => objects.filter(({ kind }) => /^(Service|Pod)Monitor$/.test(kind));

/** What each endpoint of a monitor finds. */
function endpoints({ kind, metadata, spec }: Rendered, namespace: string, objects: Rendered[]): Target[][] {
    const places: string[] = spec.namespaceSelector?.matchNames ?? [metadata.namespace ?? namespace];
    const inPlace = objects.filter((object) => places.includes(object.metadata.namespace ?? namespace));
    const running = workloads(inPlace);
    if (kind === "PodMonitor") {
        const pods = running.filter(({ labels }) => matches(spec.selector, labels));
        return spec.podMetricsEndpoints.map((endpoint: Rendered) =>
            pods.flatMap((workload) => at(workload, podPorts(workload, endpoint))),
        );
    }
    const services = inPlace.filter(
        (object) => object.kind === "Service" && matches(spec.selector, object.metadata.labels ?? {}),
    );
    return spec.endpoints.map(({ port, targetPort }: Rendered) =>
        services.flatMap((service) => {
            const { selector, ports } = service.spec;
            const meant = ports.filter((it: Rendered) => port === undefined || it.name === port);
            if (!selector) return meant.map((it: Rendered): Target => ({ port: it.port }));
            const pods = running.filter(({ labels }) => matches({ matchLabels: selector }, labels));
            return pods.flatMap((workload) =>
                meant.flatMap((it: Rendered) =>
                    at(workload, portsOf(workload, targetPort ?? it.targetPort ?? it.port)),
                ),
            );
        }),
    );
}

const at = (workload: Workload, ports: number[]): Target[] => ports.map((port) => ({ workload, port }));

const containerPorts = ({ containers }: Workload): Rendered[] => containers.flatMap(({ ports }) => ports ?? []);

/** Ports that a container declares by this name or number. */
const declared = (workload: Workload, wanted: number | string): number[] =>
    containerPorts(workload)
        .filter(({ name, containerPort }) => name === wanted || containerPort === wanted)
        .map(({ containerPort }) => containerPort);

/**
 * Where Prometheus asks a pod. By name or number it finds what is declared; without either each container is a target,
 * which relabeling leaves out or leads elsewhere (`discovery/kubernetes/pod.go` of Prometheus).
 */
function podPorts(workload: Workload, { port, portNumber, relabelings = [] }: Rendered): number[] {
    const wanted = port ?? portNumber;
    if (wanted !== undefined) return declared(workload, wanted);
    const found = workload.containers.flatMap(({ name, ports = [{}] }) =>
        ports.flatMap(({ containerPort }: Rendered) => {
            const address = relabelled(relabelings, {
                __meta_kubernetes_pod_container_name: name,
                __meta_kubernetes_pod_ip: "10.0.0.1",
                __address__: containerPort === undefined ? "10.0.0.1" : `10.0.0.1:${containerPort}`,
            })?.__address__;
            return /^10\.0\.0\.1:\d+$/.test(address ?? "") ? [Number(address?.split(":")[1])] : [];
        }),
    );
    return [...new Set<number>(found)];
}

/** What relabeling makes of a target, as far as it is used here; undefined where it leaves it out. */
function relabelled(relabelings: Rendered[], target: Record<string, string>): Record<string, string> | undefined {
    const labels = { ...target };
    for (const { action = "replace", sourceLabels, regex = "(.*)", targetLabel, replacement = "$1" } of relabelings) {
        const whole = new RegExp(`^(?:${regex})$`);
        const source = sourceLabels.map((label: string) => labels[label] ?? "").join(";");
        if (!["keep", "replace"].includes(action)) throw new Error(`not known here: ${action}`);
        if (action === "keep" && !whole.test(source)) return undefined;
        if (action === "replace" && whole.test(source)) labels[targetLabel] = source.replace(whole, replacement);
    }
    return labels;
}

/** A port by its number need not be declared, where a Service leads to it. */
const portsOf = (workload: Workload, wanted: number | string): number[] =>
    typeof wanted === "number" ? [wanted] : declared(workload, wanted);
