import { restoreTestParts } from "./backup/restore-test/parts.ts";
import { velero } from "./backup/velero.ts";
import { karpenter } from "./capacity/karpenter.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { fluentBit } from "./observability/logs/fluent-bit.ts";
import { logStores } from "./observability/logs/log-stores.ts";
import { metrics } from "./observability/metrics.ts";
import { nodeExporter } from "./observability/node-exporter.ts";
import type { Part } from "./part.ts";
import { externalSecrets } from "./security/external-secrets.ts";
import { kyverno } from "./security/kyverno.ts";
import type { Settings } from "./settings.ts";
import { ownChart } from "./tenancy/own-chart.ts";
import { loadBalancerController } from "./traffic/load-balancer-controller.ts";

/** Settings that decide which parts there are. */
export const deciding = ["backup", "logs", "ownCharts"] as const;

/** What is known when the parts are chosen. */
export type Deciding = Pick<Settings, (typeof deciding)[number] | "cluster">;

/** The parts that the settings ask for, a line each. The order of installation is made of what each of them needs. */
export const partsOf = (settings: Pick<Deciding, (typeof deciding)[number]>): Part[] => [
    kyverno,
    externalSecrets,
    nodeExporter,
    logStores[settings.logs],
    fluentBit,
    velero,
    ...(settings.backup.restoreTest ? restoreTestParts : []),
    argoCd,
    loadBalancerController,
    karpenter,
    metrics,
    ...settings.ownCharts.map(ownChart),
];

const settingsOfNobody: Parameters<typeof partsOf>[0] = {
    backup: { monthlyRetentionYears: 5 },
    logs: "loki",
    ownCharts: [],
};

/** Every part of the platform that some settings ask for: what a chart of the user's own may not be called. */
export const platformParts: readonly Part[] = [
    ...new Set([...partsOf(settingsOfNobody), ...restoreTestParts, ...Object.values(logStores)]),
];
