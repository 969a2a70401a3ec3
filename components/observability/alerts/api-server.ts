import type { RuleGroup } from "../../platform/rules.ts";

export const apiServerAlerts: RuleGroup = {
    name: "api-server",
    rules: [
        {
            alert: "APFRejectingRequests",
            expr: "sum by (flow_schema, priority_level) (rate(apiserver_flowcontrol_rejected_requests_total[5m])) > 0",
            for: "10m",
            severity: "warning",
            summary:
                "The API server has refused requests of flow schema {{ $labels.flow_schema }} for 10 minutes: priority level {{ $labels.priority_level }} is full.",
        },
        {
            alert: "AdmissionWebhookSlow",
            expr: "histogram_quantile(0.99, sum by (name, type, le) (rate(apiserver_admission_webhook_admission_duration_seconds_bucket[5m]))) > 1",
            for: "10m",
            severity: "warning",
            summary:
                "One in a hundred requests waits {{ $value | humanizeDuration }} and longer for the webhook {{ $labels.name }}.",
        },
        {
            alert: "AdmissionWebhookFailing",
            expr: `sum by (name, type) (rate(apiserver_admission_webhook_rejection_count{error_type!="no_error"}[5m])) > 0`,
            for: "10m",
            severity: "critical",
            summary: "Objects are refused because the webhook {{ $labels.name }} does not answer.",
        },
        {
            alert: "AdmissionWebhookIgnored",
            expr: "sum by (name, type) (rate(apiserver_admission_webhook_fail_open_count[5m])) > 0",
            for: "10m",
            severity: "warning",
            summary: "Objects are stored unseen because the webhook {{ $labels.name }} does not answer.",
        },
        {
            alert: "EtcdRequestsSlow",
            expr: `histogram_quantile(0.99, sum by (operation, le) (rate(etcd_request_duration_seconds_bucket{operation!~"list.*"}[5m]))) > 1`,
            for: "10m",
            severity: "warning",
            summary:
                "One in a hundred {{ $labels.operation }} requests to etcd takes {{ $value | humanizeDuration }} and longer.",
        },
        {
            // Few objects may well double in a day.
            alert: "ObjectCountGrowing",
            expr: "max by (group, resource) (predict_linear(apiserver_resource_objects[6h], 24 * 3600)) / max by (group, resource) (apiserver_resource_objects > 5000) > 2",
            for: "1h",
            severity: "info",
            summary:
                "{{ $labels.resource }}{{ with $labels.group }}.{{ . }}{{ end }} will be {{ $value | humanize }} times as many in a day.",
        },
        {
            alert: "DeprecatedApiRequested",
            expr: `max by (group, version, resource, removed_release) (apiserver_requested_deprecated_apis{removed_release!=""}) == 1`,
            severity: "info",
            summary:
                "Somebody uses {{ $labels.group }}/{{ $labels.version }} {{ $labels.resource }}, which Kubernetes {{ $labels.removed_release }} no longer has.",
        },
        {
            alert: "CertificateSigningRequestPending",
            expr: `max by (certificatesigningrequest, signer_name) (kube_certificatesigningrequest_condition{condition=~"approved|denied"}) == 0`,
            for: "30m",
            severity: "warning",
            summary:
                "Nobody has decided on request {{ $labels.certificatesigningrequest }} to {{ $labels.signer_name }} in half an hour.",
        },
    ],
};
