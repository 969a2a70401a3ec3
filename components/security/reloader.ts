import type { Part } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { noneUp, type RuleGroup } from "../platform/rules.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../platform/workload.ts";

const name = "reloader";
const metricsPort = 9090;

/**
 * Restarts workloads whose Secret or ConfigMap has changed, where they ask for it by annotation: a secret that was
 * rotated in the store reaches programs that read it at their start only.
 */
export const reloader: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: [`ClusterRole ${name}-role`],
            reason: "it compares Secrets with what they were; it writes none",
            review: "2027-08-31",
        },
    ],
    addon: (_, { profile }) => ({
        chart: charts.reloader,
        traffic: {
            from: [{ peer: "metrics", ports: [metricsPort] }],
            to: [{ peer: "kubeApi" }],
        },
        values: values(profile),
        rules: [alerts],
    }),
};

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "ReloaderDown",
            expr: noneUp(name, `${name}/${name}`),
            for: "15m",
            severity: "warning",
            summary:
                "No pod of {{ $labels.job }} answers: what is rotated reaches nobody who reads it at the start only.",
        },
        {
            alert: "ReloaderFailing",
            expr: `sum by (namespace, job) (increase(reloader_reload_executed_total{success="false",namespace="${name}"}[15m])) > 0`,
            severity: "warning",
            summary: "{{ $labels.job }} could not restart a workload whose Secret or ConfigMap has changed.",
        },
    ],
};

const values = (profile: Profile) => {
    const { priorityClassName, nodeSelector, tolerations } = placement(profile);
    return {
        fullnameOverride: name,
        reloader: {
            // An annotation of the pods, which Argo CD leaves alone; it would take a variable back.
            reloadStrategy: "annotations",
            // A Job is deleted and made again.
            ignoreJobs: true,
            ignoreCronJobs: true,
            enableHA: true,
            readOnlyRootFileSystem: true,
            logFormat: "json",
            deployment: {
                replicas: 2,
                nodeSelector,
                tolerations,
                priorityClassName,
                topologySpreadConstraints: spread(profile, {
                    "app.kubernetes.io/name": name,
                    "app.kubernetes.io/instance": name,
                }),
                resources: resources(25, 256),
                securityContext: { ...restrictedPod, runAsUser: 65532 },
                containerSecurityContext: unprivileged,
            },
            podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
            podMonitor: { enabled: true, honorLabels: false },
        },
    };
};
