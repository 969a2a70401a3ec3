import type { Inventory } from "../../inventory/inventory.ts";
import type { Release } from "../../inventory/release.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, undecided, type Verdict } from "../../judgement/verdict.ts";
import { alertConfigurations } from "../../reading/alert-configurations.ts";
import { type AlertRoute, everyRoute, mayTake, namesAlerts, receiversOf } from "../../reading/alert-routes.ts";
import { type Candidate, replicas, replicated, requirePart, unreadOf } from "../../reading/candidates.ts";
import { ownObjects } from "../../reading/installed.ts";
import { clusters } from "../../reading/subjects.ts";

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
    judge: (_, { inventory }) =>
        requirePart(inventory, {
            missing: "nothing sends alerts",
            systems: {
                alertmanager: {
                    chart: (release) => alertmanagerOfChart(inventory, release),
                    workloads: (workloads) => [
                        ...replicated(inventory)(workloads),
                        () => routedBy(alertConfigurations(inventory), unread),
                    ],
                },
                suites: unreadOf("who is told of alerts"),
            },
            others: ownObjects(inventory, "alertmanager", "Alertmanager", "monitoring.coreos.com").map(
                ({ urn, name, props }): Candidate => ({
                    urn,
                    requirements: [
                        must(() => (props.spec?.replicas ?? 1) >= 2, `${name} has fewer than 2 replicas`),
                        () => routedBy(alertConfigurations(inventory), unread),
                    ],
                }),
            ),
        }),
});

const unread = undecided("the configuration of Alertmanager is not among what is seen");

function alertmanagerOfChart(inventory: Inventory, release: Release) {
    const isOwn = release.chart === "alertmanager";
    const configs = () => {
        const config = release.value(isOwn ? "config" : "alertmanager.config", undefined);
        const objects = inventory.objects("AlertmanagerConfig", "monitoring.coreos.com").map(({ props }) => props.spec);
        return [config, ...objects].filter((each) => each !== undefined);
    };
    return [
        must(() => isOwn || release.value("alertmanager.enabled", true) !== false, "Alertmanager is switched off"),
        replicas(release, isOwn ? "replicaCount" : "alertmanager.alertmanagerSpec.replicas"),
        () => routedBy(configs(), fail("alerts go to the chart's receiver, which tells nobody")),
    ];
}

/** One of the configurations must lead alerts to people. */
const routedBy = (configs: readonly unknown[], otherwise: Verdict): Verdict =>
    any(
        configs.map((config) => () => routed(config as { route?: AlertRoute; receivers?: Receiver[] })),
        () => otherwise,
    );

function routed({ route = {}, receivers = [] }: { route?: AlertRoute; receivers?: Receiver[] }): Verdict {
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
}

/** What says by itself that alerts arrive. */
const watchdog = { alertname: "Watchdog", severity: "none" };

/** Who gives alerts by their name to nobody has thought of each. */
const takesCritical = (route: AlertRoute): boolean => mayTake(route, { severity: "critical" }) && !namesAlerts(route);
