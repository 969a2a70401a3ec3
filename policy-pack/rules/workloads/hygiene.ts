import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, must } from "../../judgement/verdict.ts";
import { containers, type Variable, workloads, workloadsOf } from "../../reading/workloads.ts";

const docs = "https://kubernetes.io/docs";

export const jobHygiene = rule({
    id: "job-hygiene",
    title: "Jobs end, and are cleaned up",
    level: "advisory",
    severity: "low",
    mend: "Set activeDeadlineSeconds, ttlSecondsAfterFinished, restartPolicy, and a CronJob's history limits and startingDeadlineSeconds",
    url: `${docs}/concepts/workloads/controllers/job/`,
    inCharts: true,
    subjects: workloadsOf("Job", "CronJob"),
    judge: ({ type, props: { spec = {} } }) => {
        const cron = type.endsWith(":CronJob");
        const job = cron ? (spec.jobTemplate?.spec ?? {}) : spec;
        return all([
            must(() => job.activeDeadlineSeconds > 0, "a job that hangs runs for ever"),
            must(() => ["Never", "OnFailure"].includes(job.template?.spec?.restartPolicy), "the pod restarts for ever"),
            must(() => cron || job.ttlSecondsAfterFinished !== undefined, "jobs that are done stay for ever"),
            must(
                () =>
                    !cron ||
                    (spec.successfulJobsHistoryLimit !== undefined && spec.failedJobsHistoryLimit !== undefined),
                "how many jobs that are done stay is not set",
            ),
            must(
                () => !cron || spec.startingDeadlineSeconds !== undefined,
                "a start that was missed is tried at any time",
            ),
        ]);
    },
});

/** What a label value may be. */
const labelValue = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

export const labelsStandard = rule({
    id: "labels-standard",
    title: "Workloads say what they are and whose they are",
    level: "advisory",
    severity: "low",
    mend: "Set the labels in metadata.labels, with values of at most 63 letters, digits, dots, hyphens and underscores",
    url: `${docs}/concepts/overview/working-with-objects/common-labels/`,
    settings: z.object({
        required: z
            .array(z.string())
            .default(["app.kubernetes.io/name", "app.kubernetes.io/instance", "owner"])
            .describe("Labels that every workload carries"),
    }),
    inCharts: true,
    subjects: workloads,
    judge: ({ props }, { settings }) => {
        const labels: Record<string, string> = props.metadata?.labels ?? {};
        return all([
            ...settings.required.map((label) => must(() => labels[label], `the label ${label} is missing`)),
            ...Object.keys(labels).map((label) =>
                must(() => labelValue.test(labels[label] ?? ""), `the label ${label} is not valid`),
            ),
        ]);
    },
});

/** The program, by its name or path, as a word of its own or within a line for a shell. */
const sudo = /(^|[\s;&|(`/])sudo(\s|$)/;

export const noLegacyAgents = rule({
    id: "no-legacy-agents",
    title: "No retired agent runs in the cluster",
    level: "advisory",
    severity: "high",
    mend: "Remove Tiller and the Kubernetes Dashboard, set GIT_SYNC flags instead of its environment, and start containers without sudo",
    url: "https://helm.sh/docs/faq/changes_since_helm2/",
    inCharts: true,
    subjects: workloads,
    judge: (workload) =>
        all(
            containers(workload).flatMap(({ name, image = "", command = [], args = [], env = [] }) => [
                must(
                    () => !/(^|\/)tiller(:|@|$)/.test(image),
                    `container ${name} is Tiller, which anybody in the cluster commands`,
                ),
                must(
                    () => !/kubernetes-?ui\/dashboard|kubernetes-dashboard/.test(image),
                    `container ${name} is the Kubernetes Dashboard`,
                ),
                must(
                    () =>
                        !(
                            /git-sync/.test(image) &&
                            (env as Variable[]).some((each) => /^GIT_?SYNC_(COMMAND|EXECHOOK|GIT$)/.test(each.name))
                        ),
                    `container ${name} runs commands that its environment names`,
                ),
                must(
                    () => ![...command, ...args].some((word) => sudo.test(String(word))),
                    `container ${name} starts by sudo`,
                ),
            ]),
        ),
});
