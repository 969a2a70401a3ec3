import type { Resource } from "./resource.ts";
import { UnknownValue } from "./unknown.ts";
import { isSet } from "./zero-values.ts";

const types = new Set(["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"]);

/** Annotation whose value `keep` makes Helm leave an object where it is when its release goes, or no longer has it. */
export const resourcePolicy = "helm.sh/resource-policy";

/** What is known of the inside of a release. */
export interface Inside {
    /** Why its objects are not among the resources; `undefined` where they are. */
    readonly unseen?: string;
    /** The chart's own values, where the chart is at hand. */
    readonly defaults?: unknown;
}

/** A chart that is installed, and what is set for it. What is not set is the chart's default. */
export interface Release extends Inside {
    readonly resource: Resource;
    /** The chart's own name, without repository, folder or version; `undefined` where it is unknown. */
    readonly chart: string | undefined;
    /**
     * The value under a path such as `grafana.persistence.enabled`: the one that is set, else the chart's own.
     * @throws UnknownValue where it is unknown, secret, or left to a chart that does not tell.
     */
    value(path: string): unknown;
    /** Like `value`, with what counts where nothing is set: only for defaults that all versions of a chart share. */
    value<T>(path: string, whenUnset: T): unknown | T;
}

/** What whoever installs a chart sets of its values. */
interface Settings {
    /** The value under a path; nothing where it is not set. */
    readonly set: (path: string) => unknown;
    /** Where more values come from that cannot be read. */
    readonly elsewhere?: string;
}

/** The Helm release that a resource is. */
export function releaseOf(resource: Resource, inside: Inside): Release | undefined {
    if (!types.has(resource.type)) return undefined;
    const { props } = resource;
    const settings = {
        set: (path: string) => under(props.values, path),
        get elsewhere() {
            return isSet(props.valueYamlFiles) ? "valueYamlFiles" : undefined;
        },
    };
    return chartOf(resource, chartName(props), settings, inside);
}

/** A chart as a resource installs it, or has it installed. */
export const chartOf = (
    resource: Resource,
    chart: string | undefined,
    settings: Settings,
    inside: Inside,
): Release => ({ resource, chart, ...inside, value: reader(settings, inside) });

/** `oci://host/path/kyverno`, `./charts/kyverno-3.9.0.tgz` and `kyverno` are all `kyverno`. */
export function nameIn(reference: string): string {
    const last = reference.split("/").filter(Boolean).at(-1) ?? "";
    return last.replace(/(-v?\d+\.\d+\.\d+[^/]*)?\.tgz$/, "");
}

function chartName(props: Record<string, unknown>): string | undefined {
    try {
        const { chart } = props;
        return typeof chart === "string" ? nameIn(chart) : "";
    } catch (error) {
        if (error instanceof UnknownValue) return undefined;
        throw error;
    }
}

function reader(settings: Settings, { unseen, defaults }: Inside): Release["value"] {
    return (path: string, ...whenUnset: unknown[]) => {
        const set = settings.set(path);
        if (set !== undefined) return set;
        if (settings.elsewhere !== undefined) throw new UnknownValue(`${settings.elsewhere}: ${path}`, "unknown");
        const own = under(defaults, path);
        if (own !== undefined) return own;
        if (whenUnset.length > 0) return whenUnset[0];
        throw new UnknownValue(`values.${path}`, unseen === undefined ? "not set" : "not rendered");
    };
}

/** What stands under a path; nothing where it is null. */
export function under(values: unknown, path: string): unknown {
    let value = values;
    for (const key of path.split(".")) value = (value as Record<string, unknown> | null | undefined)?.[key];
    return value ?? undefined;
}
