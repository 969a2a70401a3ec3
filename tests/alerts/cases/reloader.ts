import { type Case, down } from "../case.ts";

const job = { job: "reloader/reloader", namespace: "reloader" };
const reloads = (success: string, namespace = "reloader") =>
    `reloader_reload_executed_total{job="reloader/reloader",namespace="${namespace}",success="${success}"}`;

export const reloader: Case[] = [
    ...down(job, {
        alert: "ReloaderDown",
        severity: "warning",
        after: "15m",
        says: "No pod of reloader/reloader answers: what is rotated reaches nobody who reads it at the start only.",
    }),
    {
        alert: "ReloaderFailing",
        severity: "warning",
        settled: "15m",
        labels: job,
        says: "reloader/reloader could not restart a workload whose Secret or ConfigMap has changed.",
        fires: { [reloads("false")]: "0x14 1x30", [reloads("true")]: "0+1" },
        beside: { [reloads("false", "elsewhere")]: "0+1" },
        silent: [{ [reloads("false")]: "7" }, { [reloads("false")]: "0" }],
    },
];
