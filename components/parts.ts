import { velero } from "./backup/velero.ts";
import { karpenter } from "./capacity/karpenter.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { eventCollector } from "./observability/logs/event-collector.ts";
import { fluentBit } from "./observability/logs/fluent-bit.ts";
import { logStores } from "./observability/logs/log-stores.ts";
import { metrics } from "./observability/metrics.ts";
import { nodeExporter } from "./observability/node-exporter.ts";
import type { Part } from "./part.ts";
import { externalSecrets } from "./security/external-secrets.ts";
import { kyverno } from "./security/kyverno.ts";
import type { Settings } from "./settings.ts";
import { ownChart } from "./tenancy/own-chart.ts";
import { certificateParts } from "./traffic/certificates/certificate-parts.ts";
import { dnsParts } from "./traffic/dns/external-dns.ts";
import { loadBalancerController } from "./traffic/load-balancer-controller.ts";

/** Settings that decide which parts there are. */
export const deciding = ["logs", "certificates", "dns", "ownCharts"] as const;

/** What is known when the parts are chosen. */
export type Deciding = Pick<Settings, (typeof deciding)[number] | "cluster">;

/** The parts that the settings ask for, a line each. The order of installation is made of what each of them needs. */
export const partsOf = (settings: Pick<Deciding, (typeof deciding)[number]>): Part[] => [
    kyverno,
    externalSecrets,
    nodeExporter,
    logStores[settings.logs],
    fluentBit,
    eventCollector,
    velero,
    argoCd,
    loadBalancerController,
    ...certificateParts(settings.certificates),
    ...dnsParts(settings.dns?.zones ?? []),
    karpenter,
    metrics,
    ...settings.ownCharts.map(ownChart),
];

/** Settings that ask for every part that has no alternative. */
const everything: Parameters<typeof partsOf>[0] = {
    logs: "loki",
    certificates: { issuer: "acmpca", loadBalancerHosts: ["shop.example.com"] },
    dns: {
        zones: [
            { id: "Z1", domain: "example.com", private: false },
            { id: "Z2", domain: "example.com", private: true },
        ],
    },
    ownCharts: [],
};

/** Every part of the platform that some settings ask for: what a chart of the user's own may not be called. */
export const platformParts: readonly Part[] = [...new Set([...partsOf(everything), ...Object.values(logStores)])];
