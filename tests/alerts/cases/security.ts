import { type Case, down } from "../case.ts";

const condition = (kind: string, labels: string) =>
    `${kind}_status_condition{${labels},condition="Ready",status="False"}`;
const secret = condition("externalsecret", `namespace="shop",name="db"`);
const clusterStore = condition("clustersecretstore", `namespace="external-secrets",name="aws"`);
const store = condition("secretstore", `namespace="shop",name="own"`);
const results = (result: string) => `kyverno_validating_policy_results_total{policy_name="images",result="${result}"}`;

export const externalSecrets: Case[] = [
    ...down(
        { job: "external-secrets-metrics", namespace: "external-secrets" },
        {
            alert: "ExternalSecretsDown",
            severity: "critical",
            after: "10m",
            says: "No pod of external-secrets-metrics answers: changed secrets do not reach the cluster.",
        },
    ),
    {
        alert: "ExternalSecretNotReady",
        severity: "critical",
        after: "10m",
        labels: { namespace: "shop", name: "db" },
        says: "ExternalSecret shop/db has not been read for 10 minutes.",
        fires: { [secret]: "1" },
        silent: [{ [secret]: "0" }],
        otherwise: { 'condition="Ready"': 'condition="Deleted"', 'status="False"': 'status="True"' },
    },
    {
        alert: "SecretStoreNotReady",
        severity: "critical",
        after: "10m",
        labels: { namespace: "external-secrets", name: "aws" },
        says: "Secret store aws has not been in reach for 10 minutes: nothing is read from it.",
        fires: { [clusterStore]: "1" },
        silent: [{ [clusterStore]: "0" }],
        otherwise: { 'condition="Ready"': 'condition="Deleted"', 'status="False"': 'status="True"' },
    },
    {
        alert: "SecretStoreNotReady",
        severity: "critical",
        after: "10m",
        labels: { namespace: "shop", name: "own" },
        says: "Secret store own has not been in reach for 10 minutes: nothing is read from it.",
        fires: { [store]: "1" },
        silent: [{ [store]: "0" }],
        otherwise: { 'condition="Ready"': 'condition="Deleted"', 'status="False"': 'status="True"' },
    },
];

export const kyverno: Case[] = [
    ...down(
        { job: "kyverno-svc-metrics", namespace: "kyverno" },
        {
            alert: "PolicyEngineDown",
            severity: "critical",
            after: "5m",
            says: "No pod of kyverno-svc-metrics answers: what it judges is not stored any more.",
        },
    ),
    {
        alert: "PolicyErrors",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { policy_name: "images" },
        says: "Policy images has failed to judge objects for 10 minutes.",
        fires: { [results("error")]: "0+6" },
        silent: [{ [results("error")]: "6" }, { [results("error")]: null, [results("fail")]: "0+6" }],
    },
    ...down(
        { job: "kyverno-reports-controller-metrics", namespace: "kyverno" },
        {
            alert: "PolicyReportsStale",
            severity: "warning",
            after: "15m",
            says: "No pod of kyverno-reports-controller-metrics answers: reports on what is in the cluster are old.",
        },
    ),
];

const webhook = { job: "gatekeeper/webhook", namespace: "gatekeeper" };
const audit = { job: "gatekeeper/audit", namespace: "gatekeeper" };
const ofGatekeeper = (metric: string, labels: string, { job, namespace } = webhook) =>
    `gatekeeper_${metric}{job="${job}",namespace="${namespace}",pod="gatekeeper-0",${labels}}`;
const requests = (status: string) => ofGatekeeper("validation_request_count_total", `admission_status="${status}"`);
const lastAudit = ofGatekeeper("audit_last_run_end_time", "", audit).replace(",}", "}");

const broken = (metric: string): Case => ({
    alert: "GatekeeperPolicyBroken",
    severity: "critical",
    after: "10m",
    labels: webhook,
    says: "gatekeeper/webhook cannot use a template or a constraint: what it would refuse is stored.",
    fires: { [ofGatekeeper(metric, 'status="error"')]: "1" },
    silent: [{ [ofGatekeeper(metric, 'status="error"')]: "0" }],
    otherwise: { 'status="error"': 'status="active"' },
});

export const gatekeeper: Case[] = [
    ...down(webhook, {
        alert: "GatekeeperDown",
        severity: "critical",
        after: "5m",
        says: "No pod of gatekeeper/webhook answers: what it judges is not stored any more.",
    }),
    broken("constraint_templates"),
    broken("constraints"),
    {
        alert: "GatekeeperErrors",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: webhook,
        says: "gatekeeper/webhook has failed to judge objects for 10 minutes: they are refused.",
        fires: { [requests("error")]: "0+6" },
        silent: [{ [requests("error")]: "6" }],
        otherwise: { 'admission_status="error"': 'admission_status="deny"' },
    },
    ...down(audit, {
        alert: "GatekeeperAuditDown",
        severity: "warning",
        after: "15m",
        says: "No pod of gatekeeper/audit answers: nothing defines the kinds of new constraints, or looks at what is in the cluster.",
    }),
    {
        alert: "GatekeeperAuditStale",
        severity: "warning",
        after: "15m",
        settled: "1m",
        labels: audit,
        says: "gatekeeper/audit has not been through for half an hour: what it says of the cluster is old.",
        fires: { [lastAudit]: "-1800" },
        silent: [{ [lastAudit]: "-700" }],
    },
];

const created = 'kube_namespace_created{namespace="legacy"}';

/** Its last day is in the first weeks of the clock of these tests, which begins in 1970. */
export const exemptions: Case[] = [
    {
        alert: "AdmissionExemptionEnds",
        severity: "warning",
        settled: "433h",
        notYet: "431h",
        labels: { namespace: "legacy", until: "1970-02-01" },
        says: "The exemption of namespace legacy ends with the first update after 1970-02-01: shop answers for it.",
        fires: { [created]: "1" },
        silent: [{ [created]: null }],
        otherwise: { 'namespace="legacy"': 'namespace="other"' },
    },
];
