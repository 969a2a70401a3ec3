import { expect, test } from "vitest";
import { read } from "../../components/configuration/stack.ts";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { handedOver } from "../configuration/settings.ts";
import { addonOf, addons, args, assembled, everything } from "./example.ts";

const collector = addonOf(everything, "opentelemetry-collector");
const { alternateConfig: config } = collector.values;
const ranges = { nodeCidrs: [], controlPlaneCidrs: [], apiServerPorts: [443], serviceCidr: "172.20.0.0/16" };

const chart = {
    name: "shop",
    chart: "oci://registry.example.com/shop",
    version: "1.0.0",
    sendsTraces: true,
};

test("Nothing takes traces unless a store is asked for, and Grafana knows of none", () => {
    expect(addons.map(({ name }) => name).filter((name) => /tempo|opentelemetry/.test(name))).toEqual([]);
    const { grafana, prometheus } = addonOf(addons, "monitoring").values;
    expect(JSON.stringify([grafana, prometheus])).not.toMatch(/tempo|exemplar/i);
});

test("Every pipeline of the collector is made of what is configured, and nothing is configured for nobody", () => {
    const { receivers, processors, connectors, exporters, service } = config;
    const pipelines: Record<string, string[]>[] = Object.values(service.pipelines);
    const used = (role: string) => pipelines.flatMap((pipeline) => pipeline[role] ?? []);
    const sources = [...Object.keys(receivers), ...Object.keys(connectors)];
    const targets = [...Object.keys(exporters), ...Object.keys(connectors)];
    expect(used("receivers").toSorted()).toEqual(sources.toSorted());
    expect(used("exporters").toSorted()).toEqual(targets.toSorted());
    expect(used("processors").toSorted()).toEqual(Object.keys(processors).toSorted());
});

test("Rates, errors and durations are counted of all traces, before any is dropped", () => {
    const before = config.service.pipelines["traces/in"];
    expect(before.exporters).toContain("span_metrics");
    expect(before.processors).not.toContain("probabilistic_sampler");
    expect(config.service.pipelines["traces/out"].processors[0]).toBe("probabilistic_sampler");
});

test("The collector listens where its ports are declared open, and nowhere else", () => {
    const text = JSON.stringify(config);
    const listened = [...text.matchAll(/MY_POD_IP\}:(\d+)/g)].map(([, port]) => Number(port));
    const probes = 13133;
    const telemetry = 8888;
    const open = collector.traffic.from.flatMap(({ ports }) => (ports === "any" ? [] : ports));
    expect([...new Set(open)].toSorted()).toEqual(
        [...new Set([...listened.filter((port) => port !== probes), telemetry])].toSorted(),
    );
});

test("An own chart that sends traces is let in, and may go there; another one neither", async () => {
    const { sendsTraces: _, ...silent } = chart;
    const ownCharts = [chart, { ...silent, name: "silent" }];
    const all = await assembled({ settings: { traces: { store: "tempo" }, ownCharts } });
    const callers = addonOf(all, "opentelemetry-collector").traffic.from.map(({ peer }) => peer);
    expect(callers).toContainEqual({ namespace: "shop" });
    expect(callers).not.toContainEqual({ namespace: "silent" });
    const ways = (name: string) => addonOf(all, name).traffic.to;
    expect(ways("shop")).toContainEqual({ peer: { namespace: "opentelemetry-collector" }, ports: [4317, 4318] });
    expect(JSON.stringify(ways("silent"))).not.toContain("opentelemetry");
});

test("A namespace of a team is let in by its label, and only to where traces are taken", () => {
    const { spec } = networkPolicies(collector, ranges).find(({ name }) => name === "allow-ingress") ?? {};
    const rule = spec?.ingress?.find(({ from }) => JSON.stringify(from).includes("sends-traces"));
    expect(rule?.from).toEqual([{ namespaceSelector: { matchLabels: { "production-cluster/sends-traces": "true" } } }]);
    expect(rule?.ports?.map(({ port }) => port)).toEqual([4317, 4318]);
});

test("A chart that would send traces to nobody is a mistake at its path", () => {
    const { mistakes } = read("shop-clusters", handedOver({ name: "shop", ...args, ownCharts: [chart] }));
    expect(mistakes.map(({ path }) => path)).toEqual(["ownCharts[0].sendsTraces"]);
});

test("Tempo keeps traces on S3 as long as asked, on no volume that binds it to a zone", async () => {
    const tempo = addonOf(
        await assembled({ settings: { traces: { store: "tempo", retentionDays: 30 } } }),
        "tempo",
    ).values;
    expect(tempo.tempo.retention).toBe("720h");
    expect(tempo.tempo.storage.trace.s3.bucket).toBe("shop-traces-123456789012-eu-west-1-an");
    expect(tempo.persistence).toBeUndefined();
    const mounted = tempo.tempo.extraVolumeMounts.map(({ name }: { name: string }) => name);
    expect(tempo.extraVolumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
});

test("A line of a log leads to its trace, a trace to its logs and metrics, a metric to a trace", () => {
    const { grafana, prometheus } = addonOf(everything, "monitoring").values;
    const source = (uid: string) => grafana.additionalDataSources.find((it: { uid: string }) => it.uid === uid);
    const [{ datasourceUid, matcherRegex }] = source("loki").jsonData.derivedFields;
    expect(datasourceUid).toBe("tempo");
    const line = '{"level":"info","trace_id":"0af7651916cd43dd8448eb211c80319c"}';
    expect(new RegExp(matcherRegex).exec(line)?.[1]).toBe("0af7651916cd43dd8448eb211c80319c");
    const { tracesToLogsV2, tracesToMetrics } = source("tempo").jsonData;
    expect([tracesToLogsV2.datasourceUid, tracesToMetrics.datasourceUid]).toEqual(["loki", "prometheus"]);
    expect(grafana.sidecar.datasources.exemplarTraceIdDestinations.datasourceUid).toBe("tempo");
    expect(prometheus.prometheusSpec.enableFeatures).toContain("exemplar-storage");
});

test("What a trace's metrics are asked by is what the collector counts by", () => {
    const { grafana } = addonOf(everything, "monitoring").values;
    const { tags, queries } = grafana.additionalDataSources.find((it: { uid: string }) => it.uid === "tempo").jsonData
        .tracesToMetrics;
    const counted = [
        "service.name",
        ...config.connectors.span_metrics.dimensions.map((it: { name: string }) => it.name),
    ];
    expect(tags.map(({ key }: { key: string }) => key)).toEqual(counted);
    expect(tags.map(({ value }: { value: string }) => value)).toEqual(counted.map((key) => key.replaceAll(".", "_")));
    const unit = config.connectors.span_metrics.histogram.unit === "s" ? "seconds" : "milliseconds";
    expect(JSON.stringify(queries)).toContain(`traces_span_metrics_duration_${unit}_bucket`);
});

test("With logs outside of Grafana a trace still leads to its metrics, and to no log that is not there", async () => {
    const all = await assembled({ settings: { traces: { store: "tempo" }, logs: { store: "cloudwatch" } } });
    const [tempo] = addonOf(all, "monitoring").values.grafana.additionalDataSources;
    expect(Object.keys(tempo.jsonData)).not.toContain("tracesToLogsV2");
    expect(tempo.jsonData.tracesToMetrics.queries).toHaveLength(3);
});

test("With X-Ray the collector writes by its identity and reads nothing, and nothing stores in the cluster", async () => {
    const all = await assembled({ settings: { traces: { store: "xray" } } });
    expect(all.map(({ name }) => name)).not.toContain("tempo");
    const { identities, values, traffic } = addonOf(all, "opentelemetry-collector");
    const actions = identities?.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action)) ?? [];
    expect(actions).toEqual(["xray:PutTraceSegments"]);
    expect(values.alternateConfig.exporters.awsxray).toEqual({ region: "eu-west-1" });
    expect(traffic.to).toEqual([{ peer: "kubeApi" }, { peer: "aws" }]);
});
