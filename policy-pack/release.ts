import type { Resource } from "./model.ts";
import { UnknownValue } from "./unknown.ts";

const types = new Set(["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"]);

/** A Helm release: the chart it comes from and what is set for it. What is not set is the chart's default. */
export interface Release {
    readonly resource: Resource;
    /** The chart's own name, without repository, folder or version; `undefined` where it is unknown. */
    readonly chart: string | undefined;
    /**
     * The value set under a path such as `grafana.persistence.enabled`.
     * @throws UnknownValue where it is unknown, secret, or left to the chart.
     */
    value(path: string): unknown;
    /** Like `value`, with what counts where nothing is set: only for defaults that all versions of a chart share. */
    value<T>(path: string, whenUnset: T): unknown | T;
}

export function releaseOf(resource: Resource): Release | undefined {
    if (!types.has(resource.type)) return undefined;
    return { resource, chart: chartName(resource.props), value: reader(resource) };
}

/** `oci://host/path/kyverno`, `./charts/kyverno-3.9.0.tgz` and `kyverno` are all `kyverno`. */
function chartName(props: Record<string, unknown>): string | undefined {
    try {
        const reference = String(props.chart ?? "");
        const last = reference.split("/").filter(Boolean).at(-1) ?? "";
        return last.replace(/(-v?\d+\.\d+\.\d+[^/]*)?\.tgz$/, "");
    } catch (error) {
        if (error instanceof UnknownValue) return undefined;
        throw error;
    }
}

function reader(resource: Resource): Release["value"] {
    return (path: string, ...whenUnset: unknown[]) => {
        let value: unknown = resource.props.values;
        for (const key of path.split(".")) {
            value = (value as Record<string, unknown> | undefined)?.[key];
            if (value === undefined || value === null) break;
        }
        if (value !== undefined && value !== null) return value;
        if (resource.props.valueYamlFiles !== undefined) throw new UnknownValue(`valueYamlFiles: ${path}`, "unknown");
        if (whenUnset.length > 0) return whenUnset[0];
        throw new UnknownValue(`values.${path}`, "not rendered");
    };
}
