import { noneUp, type RuleGroup } from "../platform/rules.ts";

const notReady = (kind: string) =>
    `max by (namespace, name) (${kind}_status_condition{condition="Ready",status="False"}) == 1`;

export const externalSecretsAlerts: RuleGroup = {
    name: "external-secrets",
    rules: [
        {
            alert: "ExternalSecretsDown",
            expr: noneUp("external-secrets", "external-secrets-metrics"),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: changed secrets do not reach the cluster.",
        },
        {
            alert: "ExternalSecretNotReady",
            expr: notReady("externalsecret"),
            for: "10m",
            severity: "critical",
            summary: "ExternalSecret {{ $labels.namespace }}/{{ $labels.name }} has not been read for 10 minutes.",
        },
        {
            alert: "SecretStoreNotReady",
            expr: `${notReady("clustersecretstore")} or ${notReady("secretstore")}`,
            for: "10m",
            severity: "critical",
            summary: "Secret store {{ $labels.name }} has not been in reach for 10 minutes: nothing is read from it.",
        },
    ],
};
