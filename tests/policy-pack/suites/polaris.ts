import { basename, dirname, join } from "node:path";
import {
    type Answers,
    type Case,
    files,
    inNamespaces,
    objectsOf,
    part,
    runTwice,
    type Suite,
    stricter,
} from "./suite.ts";

/** Polaris lets names such as `system:...` pass, and some wildcards; such roles are in no stack, or are a fault. */
const inRoles = (...checks: string[]) => stricter("any wildcard is found, whatever the role is called", ...checks);

const answers: Answers = {
    automountServiceAccountToken: ["sa-token-not-mounted"],
    clusterrolePodExecAttach: inRoles("rbac-exec-attach", "rbac-no-wildcards"),
    clusterrolebindingClusterAdmin: inRoles("rbac-no-cluster-admin", "rbac-no-wildcards"),
    clusterrolebindingPodExecAttach: inRoles("rbac-exec-attach", "rbac-no-wildcards"),
    cpuLimitsMissing: [part("res-limits", /CPU/)],
    cpuRequestsMissing: [part("res-requests", /CPU/)],
    dangerousCapabilities: [part("pod-caps-dropped", /adds/)],
    deploymentMissingReplicas: ["replicas-min"],
    hostIPCSet: ["pod-no-host-namespaces"],
    hostNetworkSet: ["pod-no-host-namespaces"],
    hostPIDSet: ["pod-no-host-namespaces"],
    hostPathSet: ["pod-volume-types"],
    hostPortSet: ["pod-no-host-ports"],
    hostProcess: ["pod-other-pss"],
    hpaMaxAvailability: [part("hpa-valid", /cannot scale up/)],
    hpaMinAvailability: [part("hpa-valid", /one pod/)],
    insecureCapabilities: stricter("ALL is dropped, in the spelling of the standard", "pod-caps-dropped"),
    linuxHardening: stricter("seccomp is set, not one of four protections", "pod-seccomp"),
    livenessProbeMissing: ["probe-liveness"],
    memoryLimitsMissing: [part("res-limits", /memory/)],
    memoryRequestsMissing: [part("res-requests", /memory/)],
    metadataAndInstanceMismatched: [part("labels-standard", /instance/)],
    missingNetworkPolicy: stricter(
        "all pods of a namespace are denied, not those of a policy alone",
        "ns-default-deny",
    ),
    missingPodDisruptionBudget: ["pdb-exists"],
    nakedPod: "an example of a custom check: a pod's label app.kubernetes.io/name equals its name",
    notReadOnlyRootFilesystem: ["pod-ro-rootfs"],
    oneController: "an example of a custom check: the label app.kubernetes.io/name equals the object's name",
    pdbDisruptionsIsZero: [part("pdb-not-blocking", /evicted/)],
    pdbMinAvailableGreaterThanHPAMinReplicas: stricter(
        "as many as there are at least block a drain too",
        part("pdb-not-blocking", /drained/),
    ),
    priorityClassNotSet: ["priority-class"],
    privilegeEscalationAllowed: ["pod-no-privilege-escalation"],
    procMount: ["pod-other-pss"],
    pullPolicyNotAlways: ["image-pull-policy"],
    readinessProbeMissing: ["probe-readiness"],
    resourceRange: "an example of a custom check: limits within a range of the example",
    rolePodExecAttach: inRoles("rbac-exec-attach", "rbac-no-wildcards"),
    rolebindingClusterAdminClusterRole: inRoles("rbac-no-cluster-admin", "rbac-no-wildcards"),
    rolebindingClusterAdminRole: inRoles("rbac-no-cluster-admin", "rbac-no-wildcards"),
    rolebindingClusterRolePodExecAttach: inRoles("rbac-exec-attach", "rbac-no-wildcards"),
    rolebindingRolePodExecAttach: inRoles("rbac-exec-attach", "rbac-no-wildcards"),
    runAsPrivileged: ["pod-not-privileged"],
    runAsRootAllowed: ["pod-run-as-non-root"],
    sensitiveConfigmapContent: ["secret-not-plaintext"],
    sensitiveContainerEnvVar: ["secret-not-plaintext"],
    tagNotSpecified: ["image-tag-fixed"],
    tlsSettingsMissing: ["ingress-tls"],
    topologySpreadConstraint: ["spread-hosts"],
};

/** What the cases of a rule leave out, and mean. */
const contexts: Readonly<Record<string, typeof inNamespaces>> = {
    missingNetworkPolicy: inNamespaces,
    missingPodDisruptionBudget: runTwice,
};

/** Polaris: a folder a check, whose files are called failure or success. */
export const polaris: Suite = {
    name: "polaris",
    answers,
    leftOut: { "`apiVersion: v1` has no PodDisruptionBudget: Kubernetes refuses the object": /^pdbDisruptionsIsZero/ },
    read: (folder) =>
        files(join(folder, "test/checks"), "*/{failure,success}*.yaml").map((path): Case => {
            const rule = dirname(path);
            const objects = objectsOf(folder, "test/checks", path);
            return {
                name: path,
                rule,
                expected: basename(path).startsWith("failure") ? "fail" : "pass",
                objects: contexts[rule]?.(objects) ?? objects,
            };
        }),
};
