import type { Dashboard as Model } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Addon } from "./addon.ts";
import type { ConfigMap } from "./kubernetes-object.ts";

/** A dashboard of Grafana. */
export interface Dashboard {
    /** Name in lower case with hyphens: of its file, of its ConfigMap behind that of its part, and its address. */
    name: string;
    /** What Grafana reads (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/). */
    model: Model;
}

/** Grafana finds ConfigMaps of every namespace by this label. */
const label = "grafana_dashboard";

export const isDashboard = ({ labels = {} }: { labels?: object }): boolean => label in labels;

/** How Grafana gets the dashboard of a part. */
export const dashboardConfigMap = (
    { name, namespace }: Pick<Addon, "name" | "namespace">,
    dashboard: Dashboard,
): ConfigMap => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `${name}-dashboard-${dashboard.name}`, namespace: namespace.name, labels: { [label]: "1" } },
    data: { [`${dashboard.name}.json`]: JSON.stringify(dashboard.model) },
});
