import type { Addon, Ingress } from "../../components/platform/addon.ts";
import type { Rendered } from "./render.ts";
import { scraped } from "./scraping.ts";
import { matches, type Workload, workloads } from "./workloads.ts";

/** Ports that an add-on says it is open on to a peer. */
export const declaredPorts = ({ traffic }: Addon, from: Ingress["peer"]): number[] => {
    const ports = traffic.from.flatMap(({ peer, ports }) => (peer === from && ports !== "any" ? ports : []));
    return [...new Set(ports)].sort();
};

/** Ports of the pods behind the Services that admission webhooks call. */
export function webhookPorts(objects: Rendered[]): number[] {
    const called = objects
        .filter(({ kind }) => /^(Validating|Mutating)WebhookConfiguration$/.test(kind))
        .flatMap(({ webhooks }) => webhooks.map(({ clientConfig }: Rendered) => clientConfig.service))
        .flatMap(({ name, port = 443 }) =>
            objects
                .filter(({ kind, metadata }) => kind === "Service" && metadata.name === name)
                .flatMap((service) => targetPorts(service, port, workloads(objects))),
        );
    return [...new Set<number>(called)].sort();
}

/** Ports of all pods that Services lead to. */
export const servicePorts = (objects: Rendered[]): number[] =>
    objects
        .filter(({ kind }) => kind === "Service")
        .flatMap((service) =>
            service.spec.ports.flatMap(({ port }: Rendered) => targetPorts(service, port, workloads(objects))),
        );

const targetPorts = ({ spec }: Rendered, port: number | string, all: Workload[]): number[] =>
    spec.ports
        .filter((candidate: Rendered) => candidate.port === port || candidate.name === port)
        .flatMap(({ port, targetPort = port }: Rendered) => podPorts(spec.selector, targetPort, all));

function podPorts(selector: Record<string, string>, target: number | string, all: Workload[]): number[] {
    // On the host's own network no policy applies.
    const pods = all.filter(({ labels, pod }) => matches(selector, labels) && !pod.hostNetwork);
    if (typeof target === "number") return pods.length > 0 ? [target] : [];
    return pods
        .flatMap(({ containers }) => containers.flatMap(({ ports }) => ports ?? []))
        .filter(({ name }) => name === target)
        .map(({ containerPort }) => containerPort);
}

/** Ports of the add-on's pods that its monitors scrape. */
export function scrapedPorts(objects: Rendered[], namespace: string): number[] {
    const found = scraped(objects, namespace).flatMap(({ workload, port }) =>
        workload && !workload.pod.hostNetwork ? [port] : [],
    );
    return [...new Set(found)].sort();
}
