import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { alternatives } from "./alternatives.ts";
import { isIdle, leaves, outcome } from "./changes.ts";
import { everything as addons, addons as standard } from "./example.ts";
import { declaredPorts, scrapedPorts, servicePorts, webhookPorts } from "./ports.ts";
import { chartPath, hasChart, type Rendered, render, served } from "./render.ts";
import { matches, podSecurityViolations, type Workload, workloads } from "./workloads.ts";

const all = [...addons, ...alternatives].filter(hasChart);
const atHand = all.filter(({ chart }) => chartPath(chart) !== undefined);
const absent = all.filter((addon) => !atHand.includes(addon));

if (absent.length > 0) {
    it.skip(
        `${absent.length} of ${all.length} real charts left out (set CHARTS to a folder of charts, put helm on PATH): ${absent.map(({ chart }) => chart.name).join(", ")}`,
    );
}

describe.each(atHand)("The real chart of $name", (addon) => {
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
        expect(bare.filter((name) => !unsized.includes(name))).toEqual([]);
    });

    it("places every pod on the nodes that it belongs on, with a priority", () => {
        for (const { name, kind, pod } of running) {
            expect.soft(pod.priorityClassName, name).toMatch(/^(platform-critical|system-(cluster|node)-critical)$/);
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
        const beside: Rendered[] = [...(addon.before ?? []), ...(addon.after ?? [])];
        const budgets = [...objects, ...beside].filter(({ kind }) => kind === "PodDisruptionBudget");
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
        const made = [...objects, ...((addon.before ?? []) as Rendered[])]
            .filter(({ kind }) => kind === "ServiceAccount")
            .map(({ metadata }) => metadata.name);
        for (const { serviceAccount } of addon.identities ?? []) expect(made).toContain(serviceAccount);
    });

    it("is open to the API server where its webhooks listen, and only where a Service leads to", () => {
        const declared = declaredPorts(addon, "apiServer");
        expect(declared).toEqual(expect.arrayContaining(webhookPorts(objects)));
        expect(servicePorts(objects)).toEqual(expect.arrayContaining(declared));
    });

    it("is open to Prometheus where its monitors look, and watched at all", () => {
        const monitored = [...objects, ...((addon.after ?? []) as Rendered[])];
        const scraped = scrapedPorts(monitored, addon.namespace.name);
        const declared = declaredPorts(addon, "metrics").filter((port) => port !== meshPort);
        // Prometheus' own namespace is open to itself.
        if (addon.namespace.name !== "monitoring") expect(scraped).toEqual(declared);
        const watched = monitored.some(({ kind }) => kind === "ServiceMonitor" || kind === "PodMonitor");
        expect(watched).toBe(!watchedElsewhere.includes(addon.name));
    });

    it("does something with every value that is set, and is otherwise the same each time", async () => {
        const twice = [1, 2].map(() => outcome(addon, addon.values, served));
        expect(await twice[0]).toBe(await twice[1]);
        const idle: string[] = [];
        const left = leaves(addon.values).values();
        const worker = async () => {
            for (const path of left) if (await isIdle(addon, addon.values, path)) idle.push(path.join("."));
        };
        await Promise.all(Array.from({ length: availableParallelism() }, worker));
        expect(idle.filter((name) => !actsInCluster.includes(name))).toEqual([]);
    }, 1_800_000);
});

const proxied = atHand.find(({ name }) => name === "argo-cd");
if (proxied) {
    it("The proxy before Argo CD's cache bounds its connections, and starts where there is no IPv6", () => {
        const configured = render(proxied, proxied.values).flatMap(({ data }) => data?.["haproxy.cfg"] ?? []);
        expect(configured).toHaveLength(1);
        expect(configured[0]).toMatch(/^\s*global\s+maxconn \d+$/m);
        expect(configured[0]).not.toContain("[::]");
    });
}

/** Where Prometheus comes to pods that are in the mesh as it is, whichever port it means. */
const meshPort = 15_008;

/** Allocatable of an m7g.xlarge, the default system node: what EKS leaves of 4 vCPU and 16 GiB. */
const node = { cpu: 3920, memory: 14_103 };

/** What the EKS add-ons of `kube-system` ask for on three nodes, rounded up. */
const underneath = { cpu: 1500, memory: 2000 };

if (absent.length === 0) {
    it("All real charts together fit on two of the three smallest system nodes, so that a zone can be lost", () => {
        const rendered = standard.filter(hasChart).flatMap((addon) => render(addon, addon.values));
        const asked = (kind: "cpu" | "memory") => {
            const { everywhere, once } = requests(rendered, kind);
            return once + 2 * everywhere + underneath[kind];
        };
        expect(asked("cpu")).toBeLessThan(2 * node.cpu);
        expect(asked("memory")).toBeLessThan(2 * node.memory);
    });
}

/** Requests in millicores or MiB: of what runs on every node, for one node, and of everything else. */
function requests(objects: Rendered[], kind: "cpu" | "memory"): { everywhere: number; once: number } {
    const amount = (resources: Rendered) => Number.parseInt(resources.requests[kind], 10);
    const operated = objects
        .filter(({ kind }) => kind === "Prometheus" || kind === "Alertmanager")
        .map(({ spec }) => amount(spec.resources) * spec.replicas);
    const running = workloads(objects).filter(({ hook }) => !hook);
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    const pod = ({ pod }: Workload) => sum(pod.containers.map(({ resources }: Rendered) => amount(resources)));
    return {
        everywhere: sum(running.filter(({ kind }) => kind === "DaemonSet").map(pod)),
        once: sum([
            ...operated,
            ...running.filter(({ kind }) => kind !== "DaemonSet").map((workload) => pod(workload) * workload.replicas),
        ]),
    };
}

/** Strict ones and wishes alike. */
const antiAffinities = ({ affinity }: Rendered): Rendered[] => [
    ...(affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
        ({ podAffinityTerm }: Rendered) => podAffinityTerm,
    ),
];

const replicated = (running: Workload[]) => running.filter(({ replicas }) => replicas > 1);

/** Topology keys of the constraints and anti-affinities that really mean this workload's own pods. */
const spreadOver = ({ pod, labels }: Workload): string[] => [
    ...(pod.topologySpreadConstraints ?? [])
        .filter(({ labelSelector }: Rendered) => matches(labelSelector.matchLabels, labels))
        .map(({ topologyKey }: Rendered) => topologyKey),
    ...antiAffinities(pod)
        .filter(({ labelSelector }: Rendered) => matches(labelSelector?.matchLabels ?? {}, labels))
        .map(({ topologyKey }: Rendered) => topologyKey),
];

/** A hook whose chart has no key for it: it has what the namespace gives a container. */
const unsized = ["tigera-operator-uninstall/cleanup-job"];

/** Who they send to notices when nothing comes. */
const watchedElsewhere = ["datadog", "newrelic"];

/** Acts only where Helm finds the Secret of an earlier install, or the kinds of VPA. */
const actsInCluster = ["keepTLSSecret", "compactor.vpa.enabled"];
