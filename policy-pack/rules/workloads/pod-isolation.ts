import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { containerRule } from "../../reading/pod-rule.ts";
import { type Container, containers, podSpec, podTemplate, workloads } from "../../reading/workloads.ts";

const url = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

/** Volumes that the restricted standard allows. */
const volumes = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

export const podVolumeTypes = rule({
    id: "pod-volume-types",
    title: "No pod mounts files of its node",
    level: "mandatory",
    severity: "high",
    mend: "Use a PersistentVolumeClaim, an emptyDir, or a projected volume instead",
    url,
    inCharts: true,
    subjects: workloads,
    judge: (workload) =>
        all(
            ((podSpec(workload).volumes ?? []) as Record<string, unknown>[]).map((volume) => () => {
                const kind = Object.keys(volume).find((key) => key !== "name" && !volumes.includes(key));
                return kind
                    ? fail(`volume ${volume.name} is of the kind ${kind}, which reaches out of the pod`)
                    : pass();
            }),
        ),
});

interface Port {
    containerPort?: number;
    hostPort?: number;
}

const ports = (container: Container): Port[] => container.ports ?? [];

export const podNoHostPorts = containerRule(
    {
        id: "pod-no-host-ports",
        title: "No container listens on its node, or lets people log in",
        level: "mandatory",
        severity: "medium",
        mend: "Take hostPort out and use a Service; use kubectl debug instead of SSH",
        url,
    },
    [
        {
            holds: (container) => ports(container).every(({ hostPort }) => !hostPort),
            message: "listens on a port of the node",
        },
        {
            holds: (container) => ports(container).every(({ containerPort }) => containerPort !== 22),
            message: "runs an SSH server",
        },
    ],
);

/** Kernel settings that are separate for each pod. */
const safeSysctls = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.ping_group_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    // Since Kubernetes 1.37; before it, the kubelet itself starts no such pod.
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_notsent_lowat",
];
const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const appArmorTypes = ["RuntimeDefault", "Localhost"];
const appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

interface SecurityContext {
    procMount?: string;
    sysctls?: { name: string }[];
    seLinuxOptions?: { type?: string; user?: string; role?: string };
    appArmorProfile?: { type: string };
    windowsOptions?: { hostProcess?: boolean };
}

export const podOtherPss = rule({
    id: "pod-other-pss",
    title: "Pods keep the kernel's protections of containers",
    level: "mandatory",
    severity: "medium",
    mend: "Take procMount, unsafe sysctls, SELinux and AppArmor overrides, hostProcess, host of probes and hostAliases out",
    url,
    inCharts: true,
    subjects: workloads,
    judge: (workload) => {
        const pod = podSpec(workload);
        return all([
            ...[pod, ...containers(workload)].flatMap((each) => protections(() => each.securityContext ?? {})),
            ...containers(workload).flatMap((container) =>
                handlers.map((of) => must(() => !callsOthers(of(container)), "a probe or hook calls another host")),
            ),
            must(
                () => annotations(workload).every((value) => /^(runtime\/default|localhost\/.*)$/.test(value)),
                "AppArmor is off",
            ),
            must(() => (pod.hostAliases ?? []).length === 0, "the pod overrides name resolution"),
        ]);
    },
});

/** Each field is read by itself: what an operator may fill in hides nothing of what is set. */
const protections = (context: () => SecurityContext) => [
    must(() => (context().procMount ?? "Default") === "Default", "a container sees all of /proc"),
    must(
        () => (context().sysctls ?? []).every(({ name }) => safeSysctls.includes(name)),
        "the pod changes kernel settings of the node",
    ),
    must(() => isOrdinary(context().seLinuxOptions), "the pod chooses its own SELinux label"),
    must(() => appArmorTypes.includes(context().appArmorProfile?.type ?? "RuntimeDefault"), "AppArmor is off"),
    must(() => context().windowsOptions?.hostProcess !== true, "a container is a process of its Windows node"),
];

const isOrdinary = ({ type = "", user, role }: SecurityContext["seLinuxOptions"] = {}): boolean =>
    seLinuxTypes.includes(type) && !user && !role;

const annotations = (workload: Resource): string[] =>
    Object.entries<string>(podTemplate(workload).metadata?.annotations ?? {})
        .filter(([key]) => key.startsWith(appArmorAnnotation))
        .map(([, value]) => value);

interface Handler {
    httpGet?: { host?: string };
    tcpSocket?: { host?: string };
}

/** Handlers of probes and lifecycle hooks, which may name a host. */
const handlers: readonly ((container: Container) => Handler | undefined)[] = [
    ({ livenessProbe }) => livenessProbe,
    ({ readinessProbe }) => readinessProbe,
    ({ startupProbe }) => startupProbe,
    ({ lifecycle }) => lifecycle?.postStart,
    ({ lifecycle }) => lifecycle?.preStop,
];

const callsOthers = (handler: Handler | undefined): boolean =>
    [handler?.httpGet, handler?.tcpSocket].some((action) => action?.host);
