import { describe, expect, it } from "vitest";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { podMonitor, undeclared } from "../../components/platform/pods.ts";
import * as elsewhere from "./elsewhere.ts";
import { addonOf, addons, assembled } from "./example.ts";
import { chartPath, type Rendered, render } from "./render.ts";
import { idle, scraped, unscraped } from "./scraping.ts";
import { standing } from "./standing.ts";
import { workloads } from "./workloads.ts";

const monitoring = addonOf(addons, "monitoring");
const ranges = {
    nodeCidrs: ["10.0.0.0/16"],
    controlPlaneCidrs: ["10.0.0.0/16"],
    apiServerPorts: [443],
    serviceCidr: "172.20.0.0/16",
};

/** Ports that Prometheus may call in a namespace, or on the network of the nodes; undefined where all of them. */
const reachable = (peer: string | undefined, from = monitoring) =>
    from.traffic.to
        .filter(({ peer: to }) => (peer === undefined ? to === "nodes" : typeof to === "object" && "namespace" in to))
        .filter(({ peer: to }) => typeof to !== "object" || ("namespace" in to && to.namespace === peer))
        .map(({ ports }) => ports);

describe("EKS add-ons", () => {
    it("are scraped wherever they serve metrics, and Prometheus may go there", async () => {
        const monitors = (monitoring.after ?? []) as Rendered[];
        // The monitor of CoreDNS is one of kube-prometheus-stack.
        const pods = (await standing()).filter(
            ({ kind, metadata }) =>
                metadata.namespace === "kube-system" && /^D/.test(kind) && metadata.name !== "coredns",
        );
        expect(unscraped([...monitors, ...pods], "kube-system")).toEqual([]);
        expect(idle(monitors, "monitoring", pods)).toEqual([]);
        for (const { workload, port } of scraped(monitors, "monitoring", pods)) {
            const way = workload?.pod.hostNetwork ? reachable(undefined) : reachable("kube-system");
            expect(way.flat(), `${workload?.name}: ${port}`).toContain(port);
        }
    });

    it("are asked for on EKS alone", () => {
        const { after = [], traffic } = addonOf(elsewhere.all, "monitoring");
        expect(after.filter(({ kind }) => kind === "PodMonitor")).toEqual([]);
        expect(traffic.to.flatMap(({ ports }) => ports ?? [])).not.toContain(61678);
    });
});

describe("A chart of the user's own", () => {
    const shop = { name: "shop", chart: "oci://registry.example.com/charts/shop", version: "1.0.0" };
    const pods: Rendered = {
        kind: "Deployment",
        metadata: { name: "shop" },
        spec: {
            template: {
                metadata: { labels: { app: "shop" } },
                spec: { containers: [{ name: "shop", ports: [{ name: "http", containerPort: 8080 }] }] },
            },
        },
    };

    it("is scraped by one argument, whatever its labels and the names of its ports, with the flow on both sides", async () => {
        const all = await assembled({ settings: { ownCharts: [{ ...shop, metrics: [{ port: 8080 }] }] } });
        const addon = addonOf(all, "shop");
        const monitors = addon.after as Rendered[];
        expect(monitors).toMatchObject([{ spec: { podMetricsEndpoints: [{ portNumber: 8080, path: "/metrics" }] } }]);
        expect(scraped([...monitors, pods], "shop")).toEqual([{ workload: workloads([pods])[0], port: 8080 }]);
        const admitted = networkPolicies(addon, ranges).flatMap(({ spec }) => spec.ingress ?? []);
        expect(JSON.stringify(admitted)).toContain('"app.kubernetes.io/name":"prometheus"');
        expect(reachable("shop", addonOf(all, "monitoring"))).toEqual([undefined]);
    });

    it("is left to its own monitors where nothing is asked for", async () => {
        const all = await assembled({ settings: { ownCharts: [shop] } });
        expect(addonOf(all, "shop").after).toEqual([]);
    });
});

describe("What the rendered charts are asked", () => {
    const container = (name: string) => ({ name: "web", ports: [{ name, containerPort: 9000 }] });
    const web = (name: string): Rendered => ({
        kind: "Deployment",
        metadata: { name: "web" },
        spec: { template: { metadata: { labels: { app: "web" } }, spec: { containers: [container(name)] } } },
    });
    const service = (name: string, annotations = {}): Rendered => ({
        kind: "Service",
        metadata: { name: "web", labels: { app: "web" }, annotations },
        spec: { selector: { app: "web" }, ports: [{ name, port: 80, targetPort: 9000 }] },
    });
    const monitor = (matchLabels: object, endpoint: object, matchExpressions: object[] = []): Rendered => ({
        kind: "ServiceMonitor",
        metadata: { name: "web" },
        spec: { selector: { matchLabels, matchExpressions }, endpoints: [endpoint] },
    });

    it.each<[string, Rendered[]]>([
        ["the name of its port", [web("http-metrics")]],
        ["a Service before it", [web("http"), service("metrics")]],
        ["an annotation", [web("http"), service("web", { "prometheus.io/scrape": "true" })]],
        ["a name, with a monitor of something else", [web("metrics"), service("metrics"), monitor({ app: "db" }, {})]],
        [
            "a name, with a monitor of another port",
            [web("metrics"), service("metrics"), monitor({ app: "web" }, { port: "admin" })],
        ],
        [
            "a name, with a monitor that leaves it out",
            [
                web("metrics"),
                service("metrics"),
                monitor({ app: "web" }, {}, [{ key: "app", operator: "NotIn", values: ["web"] }]),
            ],
        ],
    ])("A port that serves metrics by %s, and that nobody reads, is found", (_, objects) => {
        expect(unscraped(objects, "shop")).toEqual(["Deployment web: 9000"]);
    });

    it("A port that is read is not, and a monitor that reads nothing is", () => {
        const read = [web("http"), service("metrics"), monitor({ app: "web" }, { port: "metrics" })];
        expect([unscraped(read, "shop"), idle(read, "shop")]).toEqual([[], []]);
        const stray = [web("http"), service("web"), monitor({ app: "web" }, { port: "metrics" })];
        expect(idle(stray, "shop")).toEqual(["ServiceMonitor web, endpoint 0"]);
    });
});

describe("A PodMonitor", () => {
    const pods: Rendered = {
        kind: "DaemonSet",
        metadata: { name: "agent", namespace: "agents" },
        spec: {
            template: {
                metadata: { labels: { app: "agent" } },
                spec: {
                    initContainers: [{ name: "setup" }],
                    containers: [{ name: "agent" }, { name: "web", ports: [{ name: "http", containerPort: 8080 }] }],
                },
            },
        },
    };
    const found = (endpoint: Parameters<typeof podMonitor>[1]) => {
        const monitor = podMonitor({ name: "agents", namespace: "agents", labels: { app: "agent" } }, endpoint);
        return scraped([monitor as Rendered, pods], "agents").map(({ port }) => port);
    };

    it("finds a port by its number where a container declares it, and no other", () => {
        expect(found({ portNumber: 8080 })).toEqual([8080]);
        expect(found({ portNumber: 9091 })).toEqual([]);
    });

    it("finds one that nobody declares by its container alone, once", () => {
        expect(found(undeclared("agent", 9091))).toEqual([9091]);
        expect(found(undeclared("web", 9091))).toEqual([9091]);
        expect(found(undeclared("another", 9091))).toEqual([]);
    });
});

describe("The control plane of EKS", () => {
    const monitors = (all: typeof addons): Rendered[] => {
        const addon = addonOf(all, "monitoring");
        const { prometheus } = addon.values;
        if (chartPath(addon.chart) === undefined)
            return [
                ...(prometheus.additionalServiceMonitors ?? []).map((spec: Rendered) => ({
                    kind: "ServiceMonitor",
                    spec,
                })),
                { kind: "ClusterRole", rules: prometheus.additionalRulesForClusterRole ?? [] },
            ];
        return render(addon, addon.values);
    };
    const parts = { "kube-scheduler": "ksh", "kube-controller-manager": "kcm" };

    it.each(Object.entries(parts))(
        "is scraped behind the API server as the job %s, and Prometheus may read it",
        (job, part) => {
            const objects = monitors(addons);
            const endpoints = objects
                .filter(({ kind }) => kind === "ServiceMonitor")
                .flatMap(({ spec }): Rendered[] => spec.endpoints)
                .filter(({ path }) => path === `/apis/metrics.eks.amazonaws.com/v1/${part}/container/metrics`);
            expect(endpoints.map(({ scheme, relabelings }) => [scheme, relabelings[0].replacement])).toEqual([
                ["https", job],
            ]);
            const rights = objects
                .filter(({ kind }) => kind === "ClusterRole")
                .flatMap(({ rules }): Rendered[] => rules)
                .filter(({ apiGroups = [] }) => apiGroups.includes("metrics.eks.amazonaws.com"));
            expect(rights.map(({ resources, verbs }) => [resources, verbs])).toEqual([
                [["ksh/metrics", "kcm/metrics"], ["get"]],
            ]);
            expect(monitoring.traffic.to).toContainEqual({ peer: "kubeApi" });
        },
    );

    it("is not looked for elsewhere", () => {
        expect(JSON.stringify(monitors(elsewhere.all))).not.toContain("metrics.eks.amazonaws.com");
    });
});
