import type { Inventory } from "../../inventory/inventory.ts";
import type { Release } from "../../inventory/release.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { requirePart, unreadOf } from "../../reading/candidates.ts";
import { clusters } from "../../reading/subjects.ts";

export const grafanaDashboards = rule({
    id: "grafana-dashboards",
    title: "Dashboards show cluster, nodes, workloads and backups",
    level: "mandatory",
    severity: "medium",
    mend: "Turn Grafana and its dashboard sidecar on, and add a ConfigMap labelled grafana_dashboard for the backups",
    url: "https://github.com/grafana-community/helm-charts/tree/main/charts/grafana",
    subjects: clusters,
    judge: (_, { inventory }) => {
        const names = (): string[] => dashboards(inventory).flatMap(namesIn);
        return requirePart(inventory, {
            missing: "there is no Grafana",
            systems: {
                grafana: {
                    chart: (release) => grafanaOfChart(release, names),
                    workloads: () => [
                        () =>
                            names().length > 0
                                ? backups(names())
                                : undecided("its dashboards are not among what is seen"),
                    ],
                },
                suites: unreadOf("what its dashboards show"),
            },
            others: inventory.of("aws:grafana/workspace:Workspace").map(({ urn }) => ({ urn, requirements: [] })),
        });
    },
});

function grafanaOfChart(release: Release, names: () => string[]) {
    // The chart of Grafana itself has no dashboards, and its sidecar is off.
    const isOwn = release.chart === "grafana";
    const below = (path: string) => (isOwn ? path : `grafana.${path}`);
    const provisioned = () =>
        Object.values(release.value(below("dashboards"), {}) as object).flatMap((each: object) => Object.keys(each));
    const hasSidecar = () => release.value(below("sidecar.dashboards.enabled"), !isOwn) !== false;
    return [
        must(() => isOwn || release.value("grafana.enabled", true) !== false, "Grafana is switched off"),
        must(
            () =>
                isOwn
                    ? hasSidecar() || provisioned().length > 0
                    : release.value("grafana.defaultDashboardsEnabled", true) !== false && hasSidecar(),
            "Grafana has no dashboards for cluster, nodes and workloads",
        ),
        () => backups([...names(), ...provisioned()]),
    ];
}

/** ConfigMaps that Grafana, or its sidecar, reads dashboards from. */
const dashboards = (inventory: Inventory): readonly Resource[] =>
    inventory
        .objects("ConfigMap", "core")
        .filter(
            ({ props }) =>
                "grafana_dashboard" in (props.metadata?.labels ?? {}) ||
                /grafana.*dashboard/.test(String(props.metadata?.name)),
        );

const namesIn = ({ props }: Resource): string[] => [String(props.metadata?.name), ...Object.keys(props.data ?? {})];

const backups = (names: readonly string[]): Verdict =>
    names.some((name) => /velero|backup/i.test(name)) ? pass() : fail("no dashboard shows the backups");
