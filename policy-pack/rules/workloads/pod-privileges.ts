import { containerRule, podRule } from "../../reading/pod-rule.ts";

const url = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

export const podNotPrivileged = containerRule(
    {
        id: "pod-not-privileged",
        title: "No container is privileged",
        level: "mandatory",
        severity: "critical",
        mend: "Take securityContext.privileged out",
        url,
    },
    [{ holds: ({ securityContext }) => securityContext?.privileged !== true, message: "is privileged" }],
);

export const podNoPrivilegeEscalation = containerRule(
    {
        id: "pod-no-privilege-escalation",
        title: "No process gets more rights than its container",
        level: "mandatory",
        severity: "high",
        mend: "Set securityContext.allowPrivilegeEscalation to false",
        url,
    },
    [
        {
            holds: ({ securityContext }) => securityContext?.allowPrivilegeEscalation === false,
            message: "may gain rights by setuid binaries",
        },
    ],
    { linuxOnly: true },
);

export const podRunAsNonRoot = containerRule(
    {
        id: "pod-run-as-non-root",
        title: "No container runs as root",
        level: "mandatory",
        severity: "high",
        mend: "Set securityContext.runAsNonRoot to true, and a runAsUser that is not 0",
        url,
    },
    [
        {
            holds: ({ securityContext }, pod) =>
                (securityContext?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot) === true,
            message: "may run as root",
        },
        {
            holds: ({ securityContext }, pod) => (securityContext?.runAsUser ?? pod.securityContext?.runAsUser) !== 0,
            message: "runs as root",
        },
    ],
);

/** Ids below are in use on the host, by people and packages. */
const highId = (id: unknown) => Number(id) > 10000;

export const podHighUid = containerRule(
    {
        id: "pod-high-uid",
        title: "Users and groups of containers exist nowhere else",
        level: "advisory",
        severity: "low",
        mend: "Set runAsUser and runAsGroup above 10000, and fsGroup of the pod",
        url,
    },
    [
        {
            holds: ({ securityContext }, pod) => highId(securityContext?.runAsUser ?? pod.securityContext?.runAsUser),
            message: "has no user id above 10000",
        },
        {
            holds: ({ securityContext }, pod) => highId(securityContext?.runAsGroup ?? pod.securityContext?.runAsGroup),
            message: "has no group id above 10000",
        },
        { holds: (_, pod) => pod.securityContext?.fsGroup !== undefined, message: "shares volumes without fsGroup" },
    ],
    { linuxOnly: true, inhibitedBy: ["pod-run-as-non-root"] },
);

export const podCapsDropped = containerRule(
    {
        id: "pod-caps-dropped",
        title: "Containers drop all capabilities",
        level: "mandatory",
        severity: "high",
        mend: 'Set securityContext.capabilities.drop to ["ALL"] and add NET_BIND_SERVICE at most',
        url,
    },
    [
        {
            holds: ({ securityContext }) => (securityContext?.capabilities?.drop ?? []).includes("ALL"),
            message: "keeps capabilities of root",
        },
        {
            holds: ({ securityContext }) =>
                (securityContext?.capabilities?.add ?? []).every((name: string) => name === "NET_BIND_SERVICE"),
            message: "adds capabilities",
        },
    ],
    { linuxOnly: true },
);

const confined = (profile: { type?: string } | undefined) =>
    profile?.type === "RuntimeDefault" || profile?.type === "Localhost";

export const podSeccomp = containerRule(
    {
        id: "pod-seccomp",
        title: "System calls of containers are filtered",
        level: "mandatory",
        severity: "medium",
        mend: "Set securityContext.seccompProfile.type to RuntimeDefault",
        url,
    },
    [
        {
            holds: ({ securityContext }, pod) =>
                confined(securityContext?.seccompProfile ?? pod.securityContext?.seccompProfile),
            message: "makes any system call",
        },
    ],
    { linuxOnly: true },
);

export const podRoRootfs = containerRule(
    {
        id: "pod-ro-rootfs",
        title: "Containers cannot change their own files",
        level: "advisory",
        severity: "low",
        mend: "Set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where it writes",
        url,
    },
    [
        {
            holds: ({ securityContext }) => securityContext?.readOnlyRootFilesystem === true,
            message: "can write to its root file system",
        },
    ],
    { linuxOnly: true },
);

export const podSecurityContextSet = containerRule(
    {
        id: "pod-security-context-set",
        title: "Every container has a security context",
        level: "advisory",
        severity: "low",
        mend: "Set securityContext of the pod or of the container",
        url,
    },
    [
        {
            holds: ({ securityContext }, pod) => Object.keys({ ...securityContext, ...pod.securityContext }).length > 0,
            message: "has no security context",
        },
    ],
    { inhibitedBy: ["pod-run-as-non-root"] },
);

export const podNoHostNamespaces = podRule(
    {
        id: "pod-no-host-namespaces",
        title: "No pod shares the network, processes or memory of its node",
        level: "mandatory",
        severity: "high",
        mend: "Take hostNetwork, hostPID and hostIPC out",
        url,
    },
    [
        { holds: ({ hostNetwork }) => hostNetwork !== true, message: "the pod uses the node's network" },
        { holds: ({ hostPID }) => hostPID !== true, message: "the pod sees the node's processes" },
        { holds: ({ hostIPC }) => hostIPC !== true, message: "the pod shares the node's memory" },
    ],
);
