import { stringify } from "yaml";
import { charts } from "../../components/platform/charts.ts";
import { addonOf, assembled, args as example } from "./example.ts";
import { chartPath, render } from "./render.ts";

/** One receiver of each type. */
export const receivers = [
    { name: "checkout", type: "slack", secretName: "checkout/slack" },
    { name: "oncall", type: "pagerduty", secretName: "shop/pagerduty" },
    { name: "data", type: "msteams", secretName: "data/teams" },
    {
        name: "auditors",
        type: "email",
        secretName: "shop/smtp",
        email: {
            to: ["audit@example.com", "security@example.com"],
            from: "alerts@example.com",
            smarthost: "smtp.example.com:587",
            username: "alerts",
        },
    },
    { name: "tickets", type: "webhook", secretName: "shop/tickets" },
];

/** What a team, a namespace, a severity and an attribute of all of them send where. */
export const routes = [
    { receiver: "checkout", teams: ["checkout"] },
    { receiver: "data", namespaces: ["etl", "warehouse"], severities: ["critical", "warning", "info"] },
    { receiver: "auditors", namespaces: ["kyverno"], teams: ["security"], severities: ["info"] },
    { receiver: "oncall", severities: ["critical"] },
    { receiver: "tickets", namespaces: ["velero"] },
];

/** The add-ons of a cluster whose alerts are configured so. */
export const alerting = (alerts: object = {}) => assembled({ settings: { alerts: { ...example.alerts, ...alerts } } });

/**
 * Alertmanager's configuration as the operator finds it: of the chart, where it is at hand, which adds its own to the
 * values; of the values alone otherwise.
 */
export async function configuration(alerts?: object): Promise<string> {
    const monitoring = addonOf(await alerting(alerts), "monitoring");
    if (!chartPath(charts.kubePrometheusStack)) return stringify(monitoring.values.alertmanager.config);
    const secret = render(monitoring, monitoring.values).find(
        ({ kind, metadata }) => kind === "Secret" && metadata.name === "alertmanager-monitoring-alertmanager",
    );
    return Buffer.from(secret?.data["alertmanager.yaml"], "base64").toString();
}
