import { noneUp, type RuleGroup } from "../../platform/rules.ts";
import { accounts, internal, namespace } from "./names.ts";
import { intervalHours } from "./snapshots.ts";

const ofVault = `{namespace="${namespace}",job="${internal}"}`;
const snapshotJob = `{namespace="${namespace}",cronjob="${accounts.snapshots}"}`;
const lastSnapshot = `max by (namespace, cronjob) (kube_cronjob_status_last_successful_time${snapshotJob} or kube_cronjob_created${snapshotJob})`;

/** What people hear of Vault. */
export const vaultAlerts: RuleGroup = {
    name: "vault",
    rules: [
        {
            alert: "VaultDown",
            expr: noneUp(namespace, internal),
            for: "5m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: nobody gets a secret of Vault.",
        },
        {
            alert: "VaultSealed",
            // One that was never unsealed says nothing of it after a day, and one that is, says it every second.
            expr: `max by (namespace, pod) (up${ofVault} == 1 unless on (pod) vault_core_unsealed${ofVault} == 1)`,
            for: "10m",
            severity: "critical",
            summary:
                "Vault's pod {{ $labels.pod }} is sealed: it gives no secret, and its copy of the data stands still.",
        },
        {
            alert: "VaultWithoutLeader",
            expr: `max by (namespace) (up${ofVault} == 1 unless on () vault_core_active${ofVault} == 1)`,
            for: "5m",
            severity: "critical",
            summary: "No pod of Vault in {{ $labels.namespace }} has the lead: it gives no secret.",
        },
        {
            alert: "VaultCannotLoseReplica",
            expr: `max by (namespace) (vault_autopilot_failure_tolerance${ofVault} and on (pod) vault_core_active${ofVault} == 1) < 1`,
            for: "15m",
            severity: "warning",
            summary:
                "Vault in {{ $labels.namespace }} has as many replicas as it needs and not one more: the next that goes takes all of it.",
        },
        {
            alert: "VaultAuditFailing",
            expr: `max by (namespace) (increase(vault_audit_log_request_failure${ofVault}[10m]) > 0 or increase(vault_audit_log_response_failure${ofVault}[10m]) > 0)`,
            severity: "critical",
            summary: "Vault in {{ $labels.namespace }} cannot write down who asked for what, and refuses who asks.",
        },
        {
            alert: "VaultConfigurationFailed",
            expr: `max by (namespace, job_name) (kube_job_failed{namespace="${namespace}",job_name=~"${accounts.configuration}-.+|${accounts.initialisation}-.+",condition="true"}) == 1`,
            severity: "warning",
            summary: "{{ $labels.job_name }} has failed: Vault is not as the settings say.",
        },
        {
            alert: "VaultSnapshotTooOld",
            expr: `time() - ${lastSnapshot} > ${2 * intervalHours * 3600}`,
            for: "15m",
            severity: "critical",
            summary: "{{ $labels.cronjob }} has made no good snapshot of Vault for {{ $value | humanizeDuration }}.",
        },
    ],
};
