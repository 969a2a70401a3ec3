import * as f from "../configuration/fields.ts";
import * as urls from "../configuration/urls.ts";
import { PodSecurity } from "../platform/pod-security.ts";

/** Where the pods of a chart serve metrics, for Prometheus. */
export interface OwnChartMetricsArgs {
    /** Port that a container of its pods declares. */
    port: number;
    /** Path on that port. Default `/metrics`. */
    path?: string;
}

/**
 * A chart of your own. It gets a namespace with Pod Security, quota and default-deny like every part of the platform.
 */
export interface OwnChartArgs {
    /** Name of the release and of its namespace; an RFC 1123 label of the 53 characters that Helm takes. */
    name: string;
    /** Chart name, or `oci://` reference without tag and digest. */
    chart: string;
    /** Exact chart version. */
    version: string;
    /** Helm repository URL, for a chart by its name. Default: none, for an `oci://` chart. */
    repository?: string;
    /** Weakness below `restricted`: Pod Security level of its namespace. Default `restricted`. */
    podSecurity?: PodSecurity;
    /**
     * Pods that its namespace may have at once, 1 to 100,000; what is beyond that is not made. An agent on every node needs as many as there
     * may be nodes. Default 200, far above what most charts run.
     */
    maxPods?: number;
    /** Names of the parts and of own charts that must be ready before it, in no circle. Default: none. */
    needs?: string[];
    /** Namespaces that its pods may talk to, beside DNS. Default: none. */
    egressNamespaces?: string[];
    /**
     * Ports that its pods take connections on, of who may come. Default: all; with `mesh.engine: linkerd`, which lets in by
     * port, none but those of `metrics`.
     */
    ports?: number[];
    /**
     * What Prometheus reads of its pods; what a chart's own monitors find need not be here, but with `mesh.engine: linkerd`.
     * Default: none.
     */
    metrics?: OwnChartMetricsArgs[];
    /** Its pods send traces to the platform's collector, by OTLP; needs `traces.store`. Default false. */
    sendsTraces?: boolean;
    /**
     * Weakness: its pods are outside of the mesh, where there is one, as those must be that the API server or a load
     * balancer calls. Default false: they take mutual TLS alone, from whom the flows of the charts declare.
     */
    outsideMesh?: boolean;
    /** Chart values, in plain text in the state: no passwords in URLs. Default: the chart's own. */
    // biome-ignore lint/suspicious/noExplicitAny: the schema analyzer takes no other type for free-form maps
    values?: Record<string, any>;
}

const metrics = f.object({
    port: f.integer(1, 65_535),
    path: f.unquotedPattern(/^\/\S*$/, "a path, which begins with /").default("/metrics"),
});

const ownChart = f.object({
    name: f.releaseName,
    chart: urls.chart,
    version: f.chartVersion,
    repository: urls.httpsUrl.optional(),
    podSecurity: f.oneOf(PodSecurity).default("restricted"),
    maxPods: f.integer(1, 100_000).default(200),
    needs: f.list(f.label).default([]),
    egressNamespaces: f.list(f.label).default([]),
    ports: f.list(f.integer(1, 65_535)).default([]),
    metrics: f.list(metrics, { of: ({ port, path }) => `${port}${path}` }).default([]),
    sendsTraces: f.flag.default(false),
    outsideMesh: f.flag.default(false),
    values: urls.chartValues.default({}),
});

export const ownCharts = f.list(ownChart, {
    of: ({ name }) => name,
    because: ": a chart has its name and namespace to itself",
});
