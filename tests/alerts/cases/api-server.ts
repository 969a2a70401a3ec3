import { type Case, histogram } from "../case.ts";

const rejected = `apiserver_flowcontrol_rejected_requests_total{flow_schema="service-accounts",priority_level="workload-low",reason="queue-full"}`;
const webhook = `name="validate.kyverno.svc",type="validating"`;
const refused = (error: string) => `apiserver_admission_webhook_rejection_count{${webhook},error_type="${error}"}`;
const ignored = `apiserver_admission_webhook_fail_open_count{${webhook}}`;
const objects = `apiserver_resource_objects{group="",resource="events"}`;
const decided = (condition: string) =>
    `kube_certificatesigningrequest_condition{certificatesigningrequest="csr-1",signer_name="kubernetes.io/kubelet-serving",condition="${condition}"}`;

const webhookTakes = (below: Record<string, number>) =>
    histogram("apiserver_admission_webhook_admission_duration_seconds", webhook, below);
const etcdTakes = (below: Record<string, number>, operation = "get") =>
    histogram("etcd_request_duration_seconds", `operation="${operation}"`, below);

export const apiServer: Case[] = [
    {
        alert: "APFRejectingRequests",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { flow_schema: "service-accounts", priority_level: "workload-low" },
        says: "The API server has refused requests of flow schema service-accounts for 10 minutes: priority level workload-low is full.",
        fires: { [rejected]: "0+6" },
        silent: [{ [rejected]: "6" }],
    },
    {
        alert: "AdmissionWebhookSlow",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { name: "validate.kyverno.svc", type: "validating" },
        says: "One in a hundred requests waits 1.136s and longer for the webhook validate.kyverno.svc.",
        fires: webhookTakes({ "1": 989, "2.5": 1000 }),
        silent: [webhookTakes({ "1": 1000, "2.5": 1000 })],
    },
    {
        alert: "AdmissionWebhookFailing",
        severity: "critical",
        after: "10m",
        settled: "5m",
        labels: { name: "validate.kyverno.svc", type: "validating" },
        says: "Objects are refused because the webhook validate.kyverno.svc does not answer.",
        fires: { [refused("calling_webhook_error")]: "0+6" },
        silent: [
            { [refused("calling_webhook_error")]: "6" },
            { [refused("calling_webhook_error")]: null, [refused("no_error")]: "0+6" },
        ],
    },
    {
        alert: "AdmissionWebhookIgnored",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { name: "validate.kyverno.svc", type: "validating" },
        says: "Objects are stored unseen because the webhook validate.kyverno.svc does not answer.",
        fires: { [ignored]: "0+6" },
        silent: [{ [ignored]: "6" }],
    },
    {
        alert: "EtcdRequestsSlow",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { operation: "get" },
        says: "One in a hundred get requests to etcd takes 1.023s and longer.",
        fires: etcdTakes({ "1": 989, "1.25": 1000 }),
        silent: [
            etcdTakes({ "1": 1000, "1.25": 1000 }),
            {
                ...Object.fromEntries(Object.keys(etcdTakes({ "1": 0, "1.25": 0 })).map((series) => [series, null])),
                ...etcdTakes({ "1": 989, "1.25": 1000 }, "list"),
            },
        ],
    },
    {
        alert: "ObjectCountGrowing",
        severity: "info",
        after: "1h",
        settled: "2m",
        labels: { resource: "events" },
        says: "events will be 2.281 times as many in a day.",
        fires: { [objects]: "5100+4.8" },
        silent: [{ [objects]: "5100+3" }, { [objects]: "4500+4.8" }],
    },
    {
        alert: "DeprecatedApiRequested",
        severity: "info",
        labels: { group: "policy", version: "v1beta1", resource: "poddisruptionbudgets", removed_release: "1.40" },
        says: "Somebody uses policy/v1beta1 poddisruptionbudgets, which Kubernetes 1.40 no longer has.",
        fires: {
            'apiserver_requested_deprecated_apis{group="policy",version="v1beta1",resource="poddisruptionbudgets",removed_release="1.40"}':
                "1",
        },
        silent: [
            {
                'apiserver_requested_deprecated_apis{group="policy",version="v1beta1",resource="poddisruptionbudgets",removed_release="1.40"}':
                    "0",
            },
        ],
        otherwise: { 'removed_release="1.40"': 'removed_release=""' },
    },
    {
        alert: "CertificateSigningRequestPending",
        severity: "warning",
        after: "30m",
        labels: { certificatesigningrequest: "csr-1", signer_name: "kubernetes.io/kubelet-serving" },
        says: "Nobody has decided on request csr-1 to kubernetes.io/kubelet-serving in half an hour.",
        fires: { [decided("approved")]: "0", [decided("denied")]: "0", [decided("failed")]: "1" },
        silent: [{ [decided("approved")]: "1" }, { [decided("denied")]: "1" }],
    },
];
