import type { Rendered } from "./render.ts";

/** Something that makes pods, and is no test of Helm's. */
export interface Workload {
    kind: string;
    name: string;
    /** Runs only while a release is installed, upgraded or removed. */
    hook: boolean;
    replicas: number;
    /** Why one pod is enough, if it says so. */
    reason?: string;
    labels: Record<string, string>;
    pod: Rendered;
    containers: Rendered[];
}

/** Whose chart annotates pods alone says it there. */
const reason = "production-cluster/reason";

const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

export const workloads = (objects: Rendered[]): Workload[] =>
    objects
        .filter(({ kind }) => kinds.includes(kind))
        .filter(({ metadata }) => !/^test/.test(metadata.annotations?.["helm.sh/hook"] ?? ""))
        .map(({ kind, metadata, spec }) => {
            const template = kind === "CronJob" ? spec.jobTemplate.spec.template : spec.template;
            return {
                kind,
                name: metadata.name,
                hook: metadata.annotations?.["helm.sh/hook"] !== undefined,
                replicas: kind === "DaemonSet" ? Number.NaN : (spec.replicas ?? 1),
                reason: metadata.annotations?.[reason] ?? template.metadata?.annotations?.[reason],
                labels: template.metadata?.labels ?? {},
                pod: template.spec,
                containers: [...(template.spec.initContainers ?? []), ...template.spec.containers],
            };
        });

/** Where a workload is weaker than a Pod Security level, in words. Level `privileged` allows everything. */
export function podSecurityViolations({ pod, containers }: Workload, level: string): string[] {
    const of = (container: Rendered, key: string) => container.securityContext?.[key] ?? pod.securityContext?.[key];
    const baseline: [string, boolean][] = [
        ["hostNetwork", !pod.hostNetwork],
        ["hostPID", !pod.hostPID],
        ["hostIPC", !pod.hostIPC],
        ["hostPath", !(pod.volumes ?? []).some((volume: Rendered) => volume.hostPath)],
        ...containers.flatMap((container): [string, boolean][] => [
            [`${container.name}: privileged`, !container.securityContext?.privileged],
            [`${container.name}: hostPort`, !(container.ports ?? []).some((port: Rendered) => port.hostPort)],
            [
                `${container.name}: capabilities`,
                (container.securityContext?.capabilities?.add ?? []).every((added: string) => baselineCaps.has(added)),
            ],
        ]),
    ];
    const restricted: [string, boolean][] = containers.flatMap((container): [string, boolean][] => [
        [`${container.name}: runAsNonRoot`, of(container, "runAsNonRoot") === true],
        [`${container.name}: runAsUser`, of(container, "runAsUser") !== 0],
        [`${container.name}: escalation`, container.securityContext?.allowPrivilegeEscalation === false],
        [`${container.name}: drop ALL`, container.securityContext?.capabilities?.drop?.includes("ALL") === true],
        [`${container.name}: seccomp`, of(container, "seccompProfile")?.type === "RuntimeDefault"],
    ]);
    const asked = level === "privileged" ? [] : level === "baseline" ? baseline : [...baseline, ...restricted];
    return asked.filter(([, met]) => !met).map(([rule]) => rule);
}

const baselineCaps = new Set([
    ...["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"],
    ...["SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
]);

/** Whether a label selector picks something with these labels. */
export const matches = (selector: Record<string, string>, labels: Record<string, string>) =>
    Object.entries(selector).every(([key, value]) => labels[key] === value);
