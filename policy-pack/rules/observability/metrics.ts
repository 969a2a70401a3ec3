import type { Inventory } from "../../inventory/inventory.ts";
import type { Release } from "../../inventory/release.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, type Verdict } from "../../judgement/verdict.ts";
import { type AlertRoute, everyRoute, mayTake, namesAlerts, receiversOf } from "../../reading/alert-routes.ts";
import { byRelease, type Candidate, releasesOf, replicas, requireOne } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

const stack = (inventory: Inventory) => releasesOf(inventory, "kube-prometheus-stack");

export const prometheusPresent = rule({
    id: "prometheus-present",
    title: "Metrics are collected, kept, and survive the loss of a pod",
    level: "mandatory",
    severity: "high",
    mend: "Install kube-prometheus-stack with prometheus.prometheusSpec.replicas 2, retention, and storageSpec or remoteWrite",
    url: "https://prometheus-operator.dev/docs/platform/high-availability/",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const releases = stack(inventory).map((release) => {
            const spec = "prometheus.prometheusSpec";
            const remote = () => release.value(`${spec}.remoteWrite`, []) as unknown[];
            return byRelease(
                release,
                must(() => release.value("prometheus.enabled", true) !== false, "Prometheus is switched off"),
                replicas(release, `${spec}.replicas`),
                must(() => remote().length > 0 || release.value(`${spec}.retention`), "metrics have no retention"),
                must(
                    () =>
                        remote().length > 0 || release.value(`${spec}.storageSpec.volumeClaimTemplate.spec`, undefined),
                    "metrics are lost with the pod, as there is no volume and no remote write",
                ),
            );
        });
        const managed = inventory.of("aws:amp/scraper:Scraper").map(({ urn }) => ({ urn, requirements: [] }));
        return requireOne(inventory, [...releases, ...managed], "nothing collects metrics");
    },
});

interface Receiver {
    name: string;
    [config: string]: unknown;
}

export const alertmanagerRouted = rule({
    id: "alertmanager-routed",
    title: "Alerts reach people, and silence is noticed",
    level: "mandatory",
    severity: "high",
    mend: "Set alertmanager.alertmanagerSpec.replicas 2 and alertmanager.config whose routes lead critical alerts and warnings to real receivers, and Watchdog to a dead-man switch",
    url: "https://prometheus.io/docs/alerting/latest/configuration/",
    inhibitedBy: ["prometheus-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
        const releases = stack(inventory).map((release) =>
            byRelease(
                release,
                must(() => release.value("alertmanager.enabled", true) !== false, "Alertmanager is switched off"),
                replicas(release, "alertmanager.alertmanagerSpec.replicas"),
                () => routed(inventory, release),
            ),
        );
        return requireOne(inventory, releases, "nothing sends alerts");
    },
});

function routed(inventory: Inventory, release: Release): Verdict {
    const objects = inventory.objects("AlertmanagerConfig", "monitoring.coreos.com");
    const configs = [release.value("alertmanager.config", undefined), ...objects.map(({ props }) => props.spec)];
    return any(
        configs
            .filter((config) => config !== undefined)
            .map((config) => () => {
                const { route = {}, receivers = [] } = config as { route?: AlertRoute; receivers?: Receiver[] };
                const tells = (name: string | undefined) =>
                    receivers.some((receiver) => receiver.name === name && Object.keys(receiver).length > 1);
                const people = ["critical", "warning"].flatMap((severity) => receiversOf(route, { severity }));
                return all([
                    must(() => people.every(tells), "alerts go to a receiver that tells nobody"),
                    must(
                        () => everyRoute(route).every((it) => !takesCritical(it) || tells(it.receiver)),
                        "a route takes critical alerts to a receiver that tells nobody",
                    ),
                    must(
                        () => receiversOf(route, watchdog).some((name) => tells(name) && !people.includes(name)),
                        "the Watchdog alert goes to no dead-man switch",
                    ),
                ]);
            }),
        () => fail("alerts go to the chart's receiver, which tells nobody"),
    );
}

/** What says by itself that alerts arrive. */
const watchdog = { alertname: "Watchdog", severity: "none" };

/** Who gives alerts by their name to nobody has thought of each. */
const takesCritical = (route: AlertRoute): boolean => mayTake(route, { severity: "critical" }) && !namesAlerts(route);

export const grafanaDashboards = rule({
    id: "grafana-dashboards",
    title: "Dashboards show cluster, nodes, workloads and backups",
    level: "mandatory",
    severity: "medium",
    mend: "Turn Grafana and its dashboard sidecar on, and add a ConfigMap labelled grafana_dashboard for the backups",
    url: "https://github.com/grafana-community/helm-charts/tree/main/charts/grafana",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const releases: Candidate[] = stack(inventory).map((release) =>
            byRelease(
                release,
                must(() => release.value("grafana.enabled", true) !== false, "Grafana is switched off"),
                must(
                    () =>
                        release.value("grafana.defaultDashboardsEnabled", true) !== false &&
                        release.value("grafana.sidecar.dashboards.enabled", true) !== false,
                    "Grafana has no dashboards for cluster, nodes and workloads",
                ),
                must(() => backupDashboard(inventory, release), "no dashboard shows the backups"),
            ),
        );
        const managed = inventory.of("aws:grafana/workspace:Workspace").map(({ urn }) => ({ urn, requirements: [] }));
        return requireOne(inventory, [...releases, ...managed], "there is no Grafana");
    },
});

function backupDashboard(inventory: Inventory, release: Release): boolean {
    const maps = inventory
        .objects("ConfigMap", "core")
        .filter(({ props }) => "grafana_dashboard" in (props.metadata?.labels ?? {}));
    const names = maps.flatMap(({ props }) => [props.metadata?.name, ...Object.keys(props.data ?? {})]);
    const provisioned = Object.values(release.value("grafana.dashboards", {}) as object).flatMap(Object.keys);
    return [...names, ...provisioned].some((name) => /velero|backup/i.test(String(name)));
}
