import { type Case, down } from "../case.ts";

const namespace = "vault";
const job = "vault-internal";
const of = (metric: string, pod: string, more = "") =>
    `${metric}{namespace="${namespace}",job="${job}",pod="${pod}"${more}}`;
const ofUs = { 'namespace="vault"': 'namespace="shop"', 'job="vault-internal"': 'job="another"' };
const anothers = ['namespace="shop",job="vault-internal"', 'namespace="vault",job="another"'];
const failed = (name: string) => `kube_job_failed{namespace="${namespace}",job_name="${name}",condition="true"}`;
const cronJob = (metric: string, name = "vault-snapshots") =>
    `kube_cronjob_${metric}{namespace="${namespace}",cronjob="${name}"}`;
const hours12 = 12 * 3600;

const tooOld = {
    ...({ alert: "VaultSnapshotTooOld", severity: "critical", after: "15m", settled: "1m" } as const),
    labels: { namespace, cronjob: "vault-snapshots" },
    says: "vault-snapshots has made no good snapshot of Vault for 12h 16m 0s.",
    otherwise: {
        'namespace="vault"': 'namespace="shop"',
        'cronjob="vault-snapshots"': 'cronjob="vault-configuration"',
    },
};

const audit = (what: "request" | "response", other: "request" | "response"): Case => ({
    alert: "VaultAuditFailing",
    severity: "critical",
    labels: { namespace },
    says: "Vault in vault cannot write down who asked for what, and refuses who asks.",
    settled: "5m",
    // Less than one: the first of them is told of.
    fires: {
        [of(`vault_audit_log_${what}_failure`, "vault-0")]: "0+0.05",
        [of(`vault_audit_log_${other}_failure`, "vault-0")]: "0",
    },
    silent: [{ [of(`vault_audit_log_${what}_failure`, "vault-0")]: "7" }],
    otherwise: ofUs,
});

const sealed = {
    ...({ alert: "VaultSealed", severity: "critical", after: "10m" } as const),
    labels: { namespace, pod: "vault-1" },
    says: "Vault's pod vault-1 is sealed: it gives no secret, and its copy of the data stands still.",
};

export const vault: Case[] = [
    ...down(
        { job, namespace },
        {
            alert: "VaultDown",
            severity: "critical",
            after: "5m",
            says: "No pod of vault-internal answers: nobody gets a secret of Vault.",
        },
    ),
    {
        ...sealed,
        fires: { [of("up", "vault-1")]: "1", [of("vault_core_unsealed", "vault-1")]: "0" },
        beside: {
            ...{ [of("up", "vault-2")]: "1", [of("vault_core_unsealed", "vault-2")]: "1" },
            ...Object.fromEntries(anothers.map((other) => [`vault_core_unsealed{${other},pod="vault-1"}`, "1"])),
        },
        silent: [{ [of("vault_core_unsealed", "vault-1")]: "1" }, { [of("up", "vault-1")]: "0" }],
        otherwise: ofUs,
    },
    // It was never unsealed, or a day ago.
    {
        ...sealed,
        fires: { [of("up", "vault-1")]: "1" },
        silent: [{ [of("vault_core_unsealed", "vault-1")]: "1" }],
        otherwise: ofUs,
    },
    {
        alert: "VaultWithoutLeader",
        severity: "critical",
        after: "5m",
        labels: { namespace },
        says: "No pod of Vault in vault has the lead: it gives no secret.",
        // vault-0 was never unsealed.
        fires: {
            ...{ [of("up", "vault-0")]: "1", [of("up", "vault-1")]: "1" },
            [of("vault_core_active", "vault-1")]: "0",
        },
        beside: Object.fromEntries(anothers.map((other) => [`vault_core_active{${other},pod="vault-1"}`, "1"])),
        silent: [
            { [of("vault_core_active", "vault-1")]: "1" },
            { [of("up", "vault-0")]: "0", [of("up", "vault-1")]: "0" },
        ],
        otherwise: ofUs,
    },
    {
        alert: "VaultCannotLoseReplica",
        severity: "warning",
        after: "15m",
        labels: { namespace },
        says: "Vault in vault has as many replicas as it needs and not one more: the next that goes takes all of it.",
        fires: {
            [of("vault_autopilot_failure_tolerance", "vault-0")]: "0",
            [of("vault_core_active", "vault-0")]: "1",
        },
        // What it said when it led.
        beside: {
            'vault_autopilot_failure_tolerance{namespace="vault",job="another",pod="vault-0"}': "1",
            [of("vault_autopilot_failure_tolerance", "vault-1")]: "1",
            [of("vault_core_active", "vault-1")]: "0",
        },
        silent: [
            { [of("vault_autopilot_failure_tolerance", "vault-0")]: "1" },
            { [of("vault_core_active", "vault-0")]: "0" },
            // Another one's replicas, which have the same names.
            ...anothers.flatMap((other) => [
                {
                    [of("vault_autopilot_failure_tolerance", "vault-0")]: "1",
                    [`vault_autopilot_failure_tolerance{${other},pod="vault-0"}`]: "0",
                },
                { [of("vault_core_active", "vault-0")]: "0", [`vault_core_active{${other},pod="vault-0"}`]: "1" },
            ]),
        ],
        otherwise: ofUs,
    },
    audit("request", "response"),
    audit("response", "request"),
    ...["vault-configuration-0a1b2c3d", "vault-initialisation-0a1b2c3d"].map(
        (name): Case => ({
            alert: "VaultConfigurationFailed",
            severity: "warning",
            labels: { namespace, job_name: name },
            says: `${name} has failed: Vault is not as the settings say.`,
            fires: { [failed(name)]: "1" },
            silent: [{ [failed(name)]: "0" }],
            otherwise: {
                'namespace="vault"': 'namespace="shop"',
                'condition="true"': 'condition="false"',
                [`job_name="${name}"`]: 'job_name="vault-snapshots-1"',
            },
        }),
    ),
    {
        ...tooOld,
        fires: { [cronJob("status_last_successful_time")]: `${-hours12}`, [cronJob("created")]: `${-9 * hours12}` },
        silent: [{ [cronJob("status_last_successful_time")]: `${-hours12 * 0.9}` }],
    },
    // It never made one.
    {
        ...tooOld,
        fires: { [cronJob("created")]: `${-hours12}` },
        silent: [{ [cronJob("created")]: `${-hours12 * 0.9}` }],
    },
];
