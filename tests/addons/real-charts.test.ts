import { describe, expect, it } from "vitest";
import type { Addon, Ingress, Values } from "../../components/platform/addon.ts";
import { addons } from "./example.ts";
import { chartPath, type Rendered, render } from "./render.ts";
import { podSecurityViolations, type Workload, workloads } from "./workloads.ts";

const present = addons.filter(({ chart }) => chartPath(chart) !== undefined);
const absent = addons.filter((addon) => !present.includes(addon));

if (absent.length > 0) {
    it.skip(
        `${absent.length} of ${addons.length} real charts left out (set CHARTS to a folder of charts, put helm on PATH): ${absent.map(({ chart }) => chart.name).join(", ")}`,
    );
}

describe.each(present)("The real chart of $name", (addon) => {
    const objects = render(addon, addon.values);
    const all = workloads(objects);
    const running = all.filter(({ hook }) => !hook);

    it("gives every container requests and limits of CPU and memory", () => {
        const bare = all.flatMap(({ name, containers }) =>
            containers
                .filter(({ resources }) =>
                    ["requests", "limits"].some((kind) => !resources?.[kind]?.cpu || !resources[kind].memory),
                )
                .map((container) => `${name}/${container.name}`),
        );
        expect(bare).toEqual([]);
    });

    it("places every pod on the nodes that it belongs on, with a priority", () => {
        for (const { name, kind, pod } of running) {
            expect.soft(pod.priorityClassName, name).toMatch(/^(platform-critical|system-cluster-critical)$/);
            if (kind === "DaemonSet") expect.soft(pod.tolerations, name).toContainEqual({ operator: "Exists" });
            else expect.soft(pod.nodeSelector, name).toMatchObject({ "node-class": "system" });
        }
        for (const { name, kind, pod } of all.filter(({ kind }) => kind !== "DaemonSet")) {
            const tolerated = (pod.tolerations ?? []).map(({ key }: Rendered) => key);
            expect.soft(tolerated, `${kind} ${name}`).toContain("CriticalAddonsOnly");
        }
    });

    it("runs more than one pod of everything that does not say why one is enough", () => {
        const single = running.filter(({ kind, replicas, reason }) => kind !== "DaemonSet" && replicas < 2 && !reason);
        expect(single.map(({ name }) => name)).toEqual([]);
    });

    it("spreads replicas over zones and hosts", () => {
        for (const workload of replicated(running)) {
            const keys = spreadOver(workload);
            expect.soft(keys, workload.name).toContain("topology.kubernetes.io/zone");
            expect.soft(keys, workload.name).toContain("kubernetes.io/hostname");
        }
    });

    it("has one disruption budget for each replicated workload, which lets a drain go on", () => {
        const budgets = objects.filter(({ kind }) => kind === "PodDisruptionBudget");
        for (const { name, labels, replicas } of replicated(running)) {
            const own = budgets.filter(({ spec }) => matches(spec.selector.matchLabels, labels));
            expect.soft(own, name).toHaveLength(1);
            const { maxUnavailable, minAvailable } = own[0]?.spec ?? {};
            expect.soft(maxUnavailable ?? replicas - minAvailable, name).toBeGreaterThanOrEqual(1);
        }
    });

    it(`keeps to the Pod Security level ${addon.namespace.podSecurity}`, () => {
        const violations = all.flatMap((workload) =>
            podSecurityViolations(workload, addon.namespace.podSecurity).map((rule) => `${workload.name}: ${rule}`),
        );
        expect(violations).toEqual([]);
    });

    it("uses no image without a fixed tag", () => {
        const loose = all.flatMap(({ containers }) =>
            containers.map(({ image }) => image).filter((image) => !/:[^/]*\d[^/]*$/.test(image)),
        );
        expect(loose).toEqual([]);
    });

    it("makes the service accounts that have an AWS identity", () => {
        const made = objects.filter(({ kind }) => kind === "ServiceAccount").map(({ metadata }) => metadata.name);
        for (const { serviceAccount } of addon.identities ?? []) expect(made).toContain(serviceAccount);
    });

    it("is open to the API server where its webhooks listen, and only where a Service leads to", () => {
        const declared = declaredPorts(addon, "apiServer");
        expect(declared).toEqual(expect.arrayContaining(webhookPorts(objects)));
        expect(servicePorts(objects)).toEqual(expect.arrayContaining(declared));
    });

    it("is open to Prometheus where its monitors look, and watched at all", () => {
        const scraped = scrapedPorts(objects, all, addon.namespace.name);
        // Prometheus' own namespace is open to itself.
        if (addon.namespace.name !== "monitoring") expect(scraped).toEqual(declaredPorts(addon, "metrics"));
        expect(objects.some(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor")).toBe(true);
    });

    it("does something with every value that is set", () => {
        const rendered = comparable(objects);
        const same = (values: Values) => comparable(tryRender(addon, values)) === rendered;
        const idle = leaves(addon.values).filter(
            (path) =>
                same(changed(addon.values, path, () => undefined)) && same(changed(addon.values, path, somethingElse)),
        );
        expect(idle.map((path) => path.join("."))).toEqual([]);
    }, 1_800_000);
});

const declaredPorts = ({ traffic }: Addon, from: Ingress["peer"]): number[] => {
    const ports = traffic.from.flatMap(({ peer, ports }) => (peer === from && ports !== "any" ? ports : []));
    return [...new Set(ports)].sort();
};

const replicated = (running: Workload[]) => running.filter(({ replicas }) => replicas > 1);

const matches = (selector: Record<string, string>, labels: Record<string, string>) =>
    Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Topology keys of the constraints and anti-affinities that really mean this workload's own pods. */
const spreadOver = ({ pod, labels }: Workload): string[] => [
    ...(pod.topologySpreadConstraints ?? [])
        .filter(({ labelSelector }: Rendered) => matches(labelSelector.matchLabels, labels))
        .map(({ topologyKey }: Rendered) => topologyKey),
    ...(pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
        .filter(({ labelSelector }: Rendered) => matches(labelSelector?.matchLabels ?? {}, labels))
        .map(({ topologyKey }: Rendered) => topologyKey),
];

/** Ports of the pods behind the Services that admission webhooks call. */
function webhookPorts(objects: Rendered[]): number[] {
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

const servicePorts = (objects: Rendered[]): number[] =>
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
function scrapedPorts(objects: Rendered[], all: Workload[], namespace: string): number[] {
    const services = objects.filter(({ kind }) => kind === "Service");
    const ports = objects.flatMap(({ kind, spec }) => {
        if (kind === "PodMonitor") {
            return spec.podMetricsEndpoints.flatMap(({ port }: Rendered) =>
                podPorts(spec.selector.matchLabels, port, all),
            );
        }
        if (kind !== "ServiceMonitor") return [];
        return services
            .filter(({ metadata }) => (metadata.namespace ?? namespace) === namespace)
            .filter(({ metadata }) => matches(spec.selector.matchLabels, metadata.labels ?? {}))
            .flatMap((service) =>
                spec.endpoints.flatMap(({ port, targetPort }: Rendered) =>
                    targetPort ? podPorts(service.spec.selector, targetPort, all) : targetPorts(service, port, all),
                ),
            );
    });
    return [...new Set<number>(ports)].sort();
}

/** Every value that is no object, by its path; a list counts as one value. */
const leaves = (values: Values, path: string[] = []): string[][] =>
    Object.entries(values).flatMap(([key, value]) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
            ? leaves(value, [...path, key])
            : [[...path, key]],
    );

/** The values with one of them changed; `undefined` leaves it to the chart. */
function changed(values: Values, [key = "", ...rest]: string[], change: (value: unknown) => unknown): Values {
    const { [key]: value, ...others } = values;
    const other = rest.length === 0 ? change(value) : changed(value, rest, change);
    return other === undefined ? others : { ...others, [key]: other };
}

const somethingElse = (value: unknown): unknown =>
    typeof value === "boolean"
        ? !value
        : typeof value === "number"
          ? value + 1
          : Array.isArray(value)
            ? []
            : `${value}x`;

/** A chart that refuses to render without a value needs it, too. */
function tryRender(addon: Addon, values: Values): Rendered[] {
    try {
        return render(addon, values);
    } catch (error) {
        return [{ kind: "Refusal", message: String(error) }];
    }
}

/** The objects as text, without what a chart makes anew each time. */
const comparable = (objects: Rendered[]): string =>
    JSON.stringify(objects, (key, value) =>
        ["caBundle", "ca.crt", "tls.crt", "tls.key", "checksum/secret"].includes(key) ? "" : value,
    );
