import type { Case } from "../case.ts";

const namespace = "database-dumps";
const failed = `kube_job_failed{namespace="${namespace}",job_name="orders-weekly-1",condition="true"}`;

/** Hours that the last dump of a tier may be old. */
const tiers = { "every-6h": 7, weekly: 8 * 24, monthly: 32 * 24 };

const tooOld = Object.entries(tiers).flatMap(([tier, hours]): Case[] => {
    const of = (metric: string, name = "orders") =>
        `kube_cronjob_${metric}{namespace="${namespace}",cronjob="${name}-${tier}"}`;
    const seconds = hours * 3600;
    const alert = {
        ...({ alert: "DatabaseDumpTooOld", severity: "critical", after: "15m", settled: "1m" } as const),
        labels: { namespace, cronjob: `orders-${tier}` },
        says: `orders-${tier} has made no good dump for ${hours < 24 ? "7h 16m 0s" : `${hours / 24}d 0h 16m 0s`}.`,
        otherwise: { [`namespace="${namespace}"`]: 'namespace="shop"', [`-${tier}"`]: '-yearly"' },
    };
    return [
        {
            ...alert,
            fires: { [of("status_last_successful_time")]: `${-seconds}`, [of("created")]: `${-9 * seconds}` },
            silent: [{ [of("status_last_successful_time")]: `${-seconds * 0.9}` }],
        },
        // It never made one.
        {
            ...alert,
            fires: { [of("created")]: `${-seconds}`, [of("status_last_successful_time", "blog")]: "0" },
            silent: [{ [of("created")]: `${-seconds * 0.9}` }],
        },
    ];
});

export const databaseDumps: Case[] = [
    {
        alert: "DatabaseDumpFailed",
        severity: "warning",
        labels: { namespace, job_name: "orders-weekly-1" },
        says: "The dump orders-weekly-1 was not made, could not be restored or did not get to its bucket.",
        fires: { [failed]: "1" },
        silent: [{ [failed]: "0" }],
        otherwise: { [`namespace="${namespace}"`]: 'namespace="shop"', 'condition="true"': 'condition="false"' },
    },
    ...tooOld,
];
