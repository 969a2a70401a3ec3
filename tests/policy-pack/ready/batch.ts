import { container, meta, pod } from "./pods.ts";
import { object, type Props } from "./resource.ts";

const cronJob = (name: string, namespace: string, command: string[], volumes: Props[] = []) =>
    object("batch/v1:CronJob", name, {
        metadata: { ...meta(name), namespace },
        spec: {
            failedJobsHistoryLimit: 3,
            schedule: "0 6 * * 1",
            startingDeadlineSeconds: 300,
            successfulJobsHistoryLimit: 3,
            jobTemplate: {
                spec: {
                    activeDeadlineSeconds: 3600,
                    template: (() => {
                        const template = pod(name, [{ ...container(name), env: [], command }]);
                        const spec = { ...template.spec, volumes: [...template.spec.volumes, ...volumes] };
                        return { ...template, spec: { ...spec, restartPolicy: "Never" } };
                    })(),
                },
            },
        },
    });

const migration = () => {
    const template = pod("migration", [{ ...container("migration"), env: [] }]);
    return object("batch/v1:Job", "migration", {
        metadata: meta("migration"),
        spec: {
            activeDeadlineSeconds: 600,
            template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } },
            ttlSecondsAfterFinished: 3600,
        },
    });
};

export const jobs = [
    migration(),
    object("core/v1:ServiceAccount", "migration", { metadata: meta("migration") }),
    cronJob(
        "restore-test",
        "velero",
        ["restore-test"],
        [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }],
    ),
    object("core/v1:ConfigMap", "restore-settings", {
        metadata: { name: "settings", namespace: "velero" },
        data: { currency: "EUR" },
    }),
    object("core/v1:ServiceAccount", "restore-test", { metadata: { name: "restore-test", namespace: "velero" } }),
    object("rbac.authorization.k8s.io/v1:Role", "restore-test", {
        metadata: { name: "restore-test", namespace: "velero" },
        rules: [
            { apiGroups: ["velero.io"], resources: ["restores"], verbs: ["create", "get"] },
            { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
        ],
    }),
    object("rbac.authorization.k8s.io/v1:RoleBinding", "restore-test", {
        metadata: { name: "restore-test", namespace: "velero" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "restore-test" },
        subjects: [{ kind: "ServiceAccount", name: "restore-test", namespace: "velero" }],
    }),
    cronJob("orders-dump", "shop", ["pg_dump", "--file=/dump/orders.sql"]),
    object("core/v1:ServiceAccount", "orders-dump", { metadata: meta("orders-dump") }),
];
