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
        return spec.podMetricsEndpoints.map(({ port, portNumber }: Rendered) =>
            pods.flatMap((workload) => at(workload, declared(workload, port ?? portNumber))),
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

/** A port by its number need not be declared. */
const portsOf = (workload: Workload, wanted: number | string): number[] =>
    typeof wanted === "number" ? [wanted] : declared(workload, wanted);
