import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { alertNames, chartAlerts, requireAlerts } from "../../reading/alerts.ts";
import { clusters } from "../../reading/subjects.ts";

/** Alerts that no chart brings: what EKS, autoscaling, GitOps and secrets need. */
const own = [
    "NodeCountBelowMinimum",
    "PodsUnschedulable",
    "EtcdDatabaseNearLimit",
    "CoreDNSDown",
    "ArgoCdAppOutOfSync",
    "ExternalSecretNotReady",
    "PolicyEngineDown",
];

export const alertRulesComplete = rule({
    id: "alert-rules-complete",
    title: "Everything that can break raises an alert",
    level: "mandatory",
    severity: "high",
    mend: "Add a PrometheusRule with the missing alerts, or keep the chart's default rules on",
    url: "https://runbooks.prometheus-operator.dev/",
    inhibitedBy: ["prometheus-present"],
    settings: z.object({
        required: alertNames("Names of the alerts that must exist").default([...chartAlerts, ...own]),
    }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => requireAlerts(inventory, settings.required),
});
