import { backup as backupArgs } from "./backup/args.ts";
import { awsBackup } from "./backup/aws-backup/aws-backup.ts";
import { databaseDumps } from "./backup/dumps/database-dumps.ts";
import { restoreTestParts } from "./backup/restore-test/parts.ts";
import { velero } from "./backup/velero.ts";
import { karpenter } from "./capacity/karpenter.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { argoRollouts } from "./delivery/argo-rollouts.ts";
import { network as networkArgs } from "./foundation/network-args.ts";
import { registry as registryArgs } from "./images/args.ts";
import { trivyOperator } from "./images/trivy-operator.ts";
import { cloudWatchAgent } from "./observability/cloudwatch-agent.ts";
import { datadog } from "./observability/datadog.ts";
import { histories } from "./observability/history/histories.ts";
import { logs as logsArgs } from "./observability/logs/args.ts";
import { eventCollector } from "./observability/logs/event-collector.ts";
import { fluentBit } from "./observability/logs/fluent-bit.ts";
import { logAggregators } from "./observability/logs/log-aggregators.ts";
import { logArchive } from "./observability/logs/log-archive.ts";
import { logStores } from "./observability/logs/log-stores.ts";
import { metrics } from "./observability/metrics.ts";
import { metrics as metricsArgs } from "./observability/metrics-args.ts";
import { newRelic } from "./observability/new-relic.ts";
import { nodeExporter } from "./observability/node-exporter.ts";
import { traces as tracesArgs } from "./observability/traces/args.ts";
import { traceStores } from "./observability/traces/trace-stores.ts";
import type { Part } from "./part.ts";
import { admission as admissionArgs } from "./security/admission/args.ts";
import { detection as detectionArgs } from "./security/detection/args.ts";
import { auditTrail } from "./security/detection/audit-trail.ts";
import { falco } from "./security/detection/falco.ts";
import { threatDetection } from "./security/detection/threat-detection.ts";
import { externalSecrets } from "./security/external-secrets.ts";
import { gatekeeper } from "./security/gatekeeper.ts";
import { kyverno } from "./security/kyverno.ts";
import { reloader } from "./security/reloader.ts";
import { sealedSecrets } from "./security/sealed-secrets.ts";
import { vault as vaultArgs } from "./security/vault/args.ts";
import { vault } from "./security/vault/vault.ts";
import type { Settings } from "./settings.ts";
import { ownChart } from "./tenancy/own-chart.ts";
import { certificateParts } from "./traffic/certificates/certificate-parts.ts";
import { dnsParts } from "./traffic/dns/external-dns.ts";
import { failoverRecords } from "./traffic/dns/failover-records.ts";
import { gateway as gatewayArgs } from "./traffic/gateway/args.ts";
import { gatewayEngines } from "./traffic/gateway/engines.ts";
import { loadBalancerController } from "./traffic/load-balancer-controller.ts";
import { mesh as meshArgs } from "./traffic/mesh/args.ts";
import { meshEngines } from "./traffic/mesh/engines.ts";
import { istioEgress } from "./traffic/mesh/istio/egress/istio-egress.ts";
import { policyEngines } from "./traffic/policy-engines/engines.ts";

/** Settings that decide which parts there are. */
export const deciding = [
    "admission",
    "backup",
    "certificates",
    "detection",
    "dns",
    "gateway",
    "logs",
    "mesh",
    "metrics",
    "network",
    "ownCharts",
    "progressiveDelivery",
    "registry",
    "restartOnSecretChange",
    "sealedSecrets",
    "traces",
    "vault",
] as const;

/** What is known when the parts are chosen. */
export type Deciding = Pick<Settings, (typeof deciding)[number] | "cluster">;

/** The parts that the settings ask for, a line each. The order of installation is made of what each of them needs. */
export const partsOf = (settings: Pick<Deciding, (typeof deciding)[number]>): Part[] => [
    ...policyEngines[settings.network.policyEngine],
    ...(settings.admission.engine === "gatekeeper" ? [gatekeeper] : []),
    ...(settings.admission.engine !== "gatekeeper" || settings.registry.verify.length > 0 ? [kyverno] : []),
    externalSecrets,
    ...(settings.restartOnSecretChange ? [reloader] : []),
    ...(settings.sealedSecrets ? [sealedSecrets] : []),
    ...(settings.vault ? [vault] : []),
    ...(settings.registry.trivy ? [trivyOperator] : []),
    threatDetection,
    ...(settings.detection.auditTrail ? [auditTrail] : []),
    ...(settings.detection.falco ? [falco] : []),
    nodeExporter,
    logStores[settings.logs.store],
    ...(settings.logs.firehose ? [logArchive] : []),
    ...(settings.logs.aggregator ? [logAggregators[settings.logs.aggregator]] : []),
    fluentBit,
    eventCollector,
    velero,
    ...(settings.backup.awsBackup ? [awsBackup] : []),
    ...(settings.backup.dumps.length > 0 ? [databaseDumps] : []),
    ...(settings.backup.restoreTest ? restoreTestParts : []),
    argoCd,
    ...(settings.progressiveDelivery ? [argoRollouts] : []),
    loadBalancerController,
    ...certificateParts(settings.certificates),
    ...dnsParts(settings.dns?.zones ?? []),
    ...(settings.dns?.failover.length ? [failoverRecords] : []),
    ...gatewayEngines[settings.gateway.engine],
    ...meshEngines[settings.mesh.engine],
    ...(settings.mesh.egress.length > 0 ? [istioEgress] : []),
    karpenter,
    ...histories[settings.metrics.history],
    ...traceStores[settings.traces.store],
    ...(settings.metrics.cloudWatch ? [cloudWatchAgent] : []),
    ...(settings.metrics.datadog ? [datadog(settings.metrics.datadog)] : []),
    ...(settings.metrics.newRelic ? [newRelic(settings.metrics.newRelic)] : []),
    metrics,
    ...settings.ownCharts.map(ownChart),
];

/** What is decided where nobody says otherwise. */
export const undecided = {
    admission: admissionArgs.parse({}),
    backup: backupArgs.parse({}),
    certificates: undefined,
    detection: detectionArgs.parse({}),
    dns: undefined,
    gateway: gatewayArgs.parse({}),
    logs: logsArgs.parse({}),
    mesh: meshArgs.parse({}),
    metrics: metricsArgs.parse({}),
    network: networkArgs.parse({}),
    ownCharts: [],
    progressiveDelivery: false,
    registry: registryArgs.parse({}),
    restartOnSecretChange: false,
    sealedSecrets: false,
    traces: tracesArgs.parse({}),
    vault: undefined,
} satisfies Parameters<typeof partsOf>[0];

const dump: Deciding["backup"]["dumps"][number] = {
    ...{ name: "orders", engine: "postgresql", database: "orders", credentialSecretName: "" },
    ...{ host: "orders.example.com", cidrs: [], tiers: ["weekly"], maxSizeGiB: 1, proof: "restore" },
};

/** Settings that ask for every part that has no alternative. */
const everything: Parameters<typeof partsOf>[0] = {
    ...undecided,
    backup: { ...undecided.backup, awsBackup: true, dumps: [dump], restoreTest: { image: "" } },
    certificates: { issuer: "acmpca", loadBalancerHosts: ["shop.example.com"] },
    detection: { ...undecided.detection, auditTrail: true, falco: { profile: "full" } },
    dns: {
        zones: [
            { id: "Z1", domain: "example.com", private: false },
            { id: "Z2", domain: "example.com", private: true },
        ],
        failover: [{ host: "", primaryTarget: "", standbyTarget: "" }],
    },
    logs: { ...undecided.logs, firehose: true, aggregator: "fluentd" },
    metrics: {
        ...undecided.metrics,
        cloudWatch: true,
        datadog: { apiKeySecretName: "", site: "datadoghq.com" },
        newRelic: { licenseKeySecretName: "" },
    },
    progressiveDelivery: true,
    registry: { ...undecided.registry, trivy: true },
    restartOnSecretChange: true,
    sealedSecrets: true,
    vault: vaultArgs.parse({}),
};

/** Every part of the platform that some settings ask for: what a chart of the user's own may not be called. */
export const platformParts: readonly Part[] = [
    ...new Set([
        ...partsOf(everything),
        gatekeeper,
        istioEgress,
        ...Object.values(logStores),
        ...Object.values(gatewayEngines).flat(),
        ...Object.values(meshEngines).flat(),
        ...Object.values(policyEngines).flat(),
        ...Object.values(histories).flat(),
        ...Object.values(traceStores).flat(),
    ]),
];
