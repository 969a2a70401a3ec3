import { noneUp, type RuleGroup } from "../platform/rules.ts";

const name = "gatekeeper";

export const gatekeeperAlerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "GatekeeperDown",
            expr: noneUp(name, `${name}/webhook`),
            for: "5m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: what it judges is not stored any more.",
        },
        {
            alert: "GatekeeperPolicyBroken",
            expr:
                'max by (namespace, job) (gatekeeper_constraint_templates{status="error"}) > 0 or ' +
                'max by (namespace, job) (gatekeeper_constraints{status="error"}) > 0',
            for: "10m",
            severity: "critical",
            summary: "{{ $labels.job }} cannot use a template or a constraint: what it would refuse is stored.",
        },
        {
            alert: "GatekeeperErrors",
            expr: `sum by (namespace, job) (rate(gatekeeper_validation_request_count_total{admission_status="error"}[5m])) > 0`,
            for: "10m",
            severity: "warning",
            summary: "{{ $labels.job }} has failed to judge objects for 10 minutes: they are refused.",
        },
        {
            alert: "GatekeeperAuditDown",
            expr: noneUp(name, `${name}/audit`),
            for: "15m",
            severity: "warning",
            summary:
                "No pod of {{ $labels.job }} answers: nothing defines the kinds of new constraints, or looks at what is in the cluster.",
        },
        {
            alert: "GatekeeperAuditStale",
            expr: "time() - max by (namespace, job) (gatekeeper_audit_last_run_end_time) > 1800",
            for: "15m",
            severity: "warning",
            summary: "{{ $labels.job }} has not been through for half an hour: what it says of the cluster is old.",
        },
    ],
};
