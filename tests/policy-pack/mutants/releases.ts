import { release } from "../ready/resource.ts";
import { add, both, type Change, drop, dropApi, hide } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

/** What the loss of a whole release takes along; objects of its API would show that somebody else installs it. */
const missing = (
    check: string,
    which: string,
    path: string,
    also?: Mutant["also"],
    ...traces: readonly Change[]
): Mutant => ({
    check,
    breaks: both(drop(which), ...traces),
    hides: hide(which, path),
    also,
});

const prometheus = "values.prometheus.prometheusSpec";
const alertmanager = "values.alertmanager";

const deadMan = { receiver: "dead-man-switch", matchers: ['alertname = "Watchdog"'] };

/** Mutants of Helm releases: their values, and their absence. */
export const releaseMutants: readonly Mutant[] = [
    missing(
        "policy-engine-present",
        "Release kyverno",
        "values.admissionController.replicas",
        { "image-signed": "its policies are gone too" },
        dropApi("policies.kyverno.io"),
    ),
    property("policy-engine-present", "Release kyverno", "values.admissionController.replicas", 1),
    property("policy-engine-present", "Release kyverno", "values.features.forceFailurePolicyIgnore.enabled", true),
    missing(
        "external-secrets-present",
        "Release external-secrets",
        "values.replicaCount",
        {},
        dropApi("external-secrets.io"),
    ),
    property("external-secrets-present", "Release external-secrets", "values.replicaCount", 1),
    property("external-secrets-present", "ClusterSecretStore aws", "spec.provider", { kubernetes: {} }),
    missing("prometheus-present", "Release monitoring", `${prometheus}.replicas`, {
        "grafana-dashboards": "Grafana comes with the same chart",
    }),
    property("prometheus-present", "Release monitoring", `${prometheus}.replicas`, 1),
    property("prometheus-present", "Release monitoring", `${prometheus}.storageSpec`, undefined),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.alertmanagerSpec.replicas`, 1),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.config`, undefined),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.config.route.receiver`, "nobody"),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.config.route.routes`, []),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.config.route.routes`, [
        deadMan,
        { receiver: "nobody", matchers: ['namespace = "shop"'] },
    ]),
    property("alertmanager-routed", "Release monitoring", `${alertmanager}.config.route.routes`, [
        { receiver: "people", matchers: ['severity != "info"'] },
        deadMan,
    ]),
    property("alert-rules-complete", "Release monitoring", "values.defaultRules.create", false),
    property("alert-rules-complete", "Release monitoring", "values.defaultRules.disabled.KubeAPIDown", true),
    property("alert-rules-complete", "Release monitoring", "values.defaultRules.rules.kubernetesStorage", false),
    property("grafana-dashboards", "Release monitoring", "values.grafana.enabled", false),
    property("grafana-dashboards", "Release monitoring", "values.grafana.defaultDashboardsEnabled", false),
    {
        check: "grafana-dashboards",
        breaks: drop("ConfigMap backup-dashboard"),
        hides: hide("ConfigMap backup-dashboard", "metadata.labels"),
    },
    missing("log-store-present", "Release logs", "values.loki.storage.type"),
    property("log-store-present", "Release logs", "values.loki.storage.type", "filesystem"),
    property("log-store-present", "Release logs", "values.loki.limits_config.retention_period", undefined),
    property("log-store-present", "Release logs", "values.loki.compactor.retention_enabled", undefined),
    missing("log-forwarder-all-nodes", "Release log-forwarder", "values.tolerations", {
        "k8s-events-collected": "the forwarder collected the events too",
    }),
    property("log-forwarder-all-nodes", "Release log-forwarder", "values.tolerations", [
        { key: "spot", operator: "Exists" },
    ]),
    property("log-forwarder-all-nodes", "Release log-forwarder", "values.kind", "Deployment"),
    missing("gitops-present", "Release argo-cd", "values.server.replicas", {}, dropApi("argoproj.io")),
    property("gitops-present", "Release argo-cd", "values.repoServer.replicas", 1),
    property("gitops-present", "Release argo-cd", "values.redis-ha.enabled", false),
    property("gitops-sso", "Release argo-cd", ["values", "configs", "cm", "admin.enabled"], undefined),
    property("gitops-sso", "Release argo-cd", ["values", "configs", "cm", "oidc.config"], undefined),
    missing("ingress-controller-present", "Release load-balancer-controller", "values.replicaCount"),
    property("ingress-controller-present", "Release load-balancer-controller", "values.replicaCount", 1),
    property("ingress-controller-present", "Release load-balancer-controller", "values.podDisruptionBudget", {}),
    { check: "ingress-not-nginx-eol", breaks: add(release("ingress-nginx", "ingress-nginx", {})) },
    missing("backup-tool-present", "Release velero", "values.deployNodeAgent"),
    property("backup-tool-present", "Release velero", "values.deployNodeAgent", false),
    property("backup-tool-present", "Release velero", "values.backupsEnabled", false),
    property("backup-schedule-tiers", "Release velero", "values.schedules.every-6h.schedule", "0 */12 * * *"),
    property("backup-schedule-tiers", "Release velero", "values.schedules.weekly.template.ttl", "24h"),
    property("backup-schedule-tiers", "Release velero", "values.schedules.monthly.template", undefined),
    property("backup-schedule-tiers", "Release velero", "values.schedules.monthly.paused", true),
    { check: "service-catalogue", breaks: add(release("catalog", "catalog", {})) },
];
