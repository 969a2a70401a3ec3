import type { CustomAddon } from "./configuration/schema.ts";
import type { Addon } from "./platform/addon.ts";

/**
 * A chart of the user's own as an add-on like any other. Its pods may be called from their own namespace and by
 * Prometheus, may call the API server and each other, and what `egressNamespaces` names.
 */
export const customAddon = ({ name, podSecurity, egressNamespaces, needs, values, ...chart }: CustomAddon): Addon => ({
    name,
    chart: chartOf(chart),
    namespace: {
        name,
        podSecurity,
        reason: podSecurity === "restricted" ? undefined : "asked for in the configuration",
    },
    traffic: {
        from: [
            { peer: "sameNamespace", ports: "any" },
            { peer: "metrics", ports: "any" },
        ],
        to: [
            { peer: "kubeApi" },
            { peer: "sameNamespace" },
            ...egressNamespaces.map((namespace) => ({ peer: { namespace } })),
        ],
    },
    needs,
    values,
});

/** `oci://registry/prefix/name` names the chart last; a chart of an HTTP repository comes with its URL. */
function chartOf({ chart, version, repository }: Pick<CustomAddon, "chart" | "version" | "repository">) {
    if (repository) return { name: chart, version, repository };
    const slash = chart.lastIndexOf("/");
    return { name: chart.slice(slash + 1), version, repository: chart.slice(0, slash) };
}
