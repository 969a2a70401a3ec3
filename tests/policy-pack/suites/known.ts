/** Differences that were looked at and are right, or cannot be otherwise: by kind and reason, each case by name. */
export interface Known {
    readonly suite: string;
    readonly kind: "missed" | "false alarm";
    readonly reason: string;
    readonly cases: readonly string[];
}

const polaris: Known[] = [
    {
        suite: "polaris",
        kind: "missed",
        reason: "a binding without its role grants nothing; the role is what is judged",
        cases: [
            "clusterrolebindingPodExecAttach/failure.binding_points_to_missing_ref.yaml",
            "rolebindingClusterRolePodExecAttach/failure.binding_points_to_missing_ref.yaml",
            "rolebindingRolePodExecAttach/failure.binding_points_to_missing_ref.yaml",
        ],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "network policies are judged by namespace, and the case has no Namespace",
        cases: [
            "missingNetworkPolicy/failure.netpol_missing_egress_in_policytypes.yaml",
            "missingNetworkPolicy/failure.netpol_missing_egress_rules.yaml",
            "missingNetworkPolicy/failure.netpol_missing_ingress_in_policytypes.yaml",
            "missingNetworkPolicy/failure.netpol_missing_ingress_rules.yaml",
            "missingNetworkPolicy/failure.netpol_targets_wrong_pod_label.yaml",
        ],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "the Deployment runs once, which replicas-min finds; a budget would only block drains",
        cases: [
            "missingPodDisruptionBudget/failure-bad-ns.yaml",
            "missingPodDisruptionBudget/failure.bad-name.yaml",
            "missingPodDisruptionBudget/failure.empty-labels.yaml",
            "missingPodDisruptionBudget/failure.no-labels.yaml",
            "missingPodDisruptionBudget/failure.no-metadata.yaml",
            "missingPodDisruptionBudget/failure.wrong-place.yaml",
            "missingPodDisruptionBudget/failure.yaml",
        ],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "apiVersion v1 has no PodDisruptionBudget: Kubernetes refuses the object",
        cases: [
            "pdbDisruptionsIsZero/failure.either.yaml",
            "pdbDisruptionsIsZero/failure.max.yaml",
            "pdbDisruptionsIsZero/failure.min.yaml",
        ],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "Kubernetes always pulls an image without a tag; image-tag-fixed finds the image",
        cases: ["pullPolicyNotAlways/failure.cron-job.yaml", "pullPolicyNotAlways/failure.yaml"],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "no Service sends traffic to the pod",
        cases: ["readinessProbeMissing/failure.yaml"],
    },
    {
        suite: "polaris",
        kind: "missed",
        reason: "the label instance names the installation, not the object",
        cases: ["metadataAndInstanceMismatched/failure.yaml"],
    },
    {
        suite: "polaris",
        kind: "false alarm",
        reason: "an autoscaler without minReplicas may scale down to one pod",
        cases: ["hpaMinAvailability/success.minReplicaAbsent.yaml"],
    },
    {
        suite: "polaris",
        kind: "false alarm",
        reason: "as many pods are needed as there are at least, so no node can be drained",
        cases: [
            "pdbMinAvailableGreaterThanHPAMinReplicas/success.equals.yaml",
            "pdbMinAvailableGreaterThanHPAMinReplicas/success.hpa-no-match.yaml",
            "pdbMinAvailableGreaterThanHPAMinReplicas/success.no-hpa.yaml",
            "pdbMinAvailableGreaterThanHPAMinReplicas/success.no-min-replicas.yaml",
        ],
    },
    {
        suite: "polaris",
        kind: "false alarm",
        reason: "the constraint selects app: foo, which the pods are not: it keeps nothing apart",
        cases: ["topologySpreadConstraint/success.yaml"],
    },
];

const podSecurityAdmission: Known[] = [
    {
        suite: "pod-security-admission",
        kind: "false alarm",
        reason: "the restricted level holds everywhere, and it allows no Unmasked /proc",
        cases: ["baseline/v1.37/pass/procmount1.yaml"],
    },
];

const gatekeeperLibrary: Known[] = [
    {
        suite: "gatekeeper-library",
        kind: "missed",
        reason: "a range of the example: how much, how many, or which",
        cases: [
            "general/containerlimits/container-limits/example-disallowed",
            "general/containerrequests/container-requests/example-disallowed",
            "general/horizontalpodautoscaler/horizontal-pod-autoscaler/example-disallowed-hpa-replicas",
            "general/replicalimits/replica-limit/example-disallowed",
            "pod-security-policy/forbidden-sysctls/forbidden-sysctls-wildcard/example-disallowed",
            "pod-security-policy/forbidden-sysctls/forbidden-sysctls4-empty-allowedSysctls/example-disallowed",
            "pod-security-policy/seccomp/default-seccomp-required/example-disallowed-container-localhost-profile",
        ],
    },
    {
        suite: "gatekeeper-library",
        kind: "missed",
        reason: "labels are asked of workloads, not of namespaces",
        cases: [
            "general/requiredlabels/must-have-owner/example-disallowed",
            "general/requiredlabels/must-have-owner/example-disallowed-label-value",
        ],
    },
    {
        suite: "gatekeeper-library",
        kind: "missed",
        reason: "a claim on its own has the default class, and a class may be made outside the stack",
        cases: [
            "general/storageclass/storageclass/example-disallowed-pvc-badname",
            "general/storageclass/storageclass/example-disallowed-ssvct-badnamename",
            "general/storageclass/storageclass/example-disallowed-pvc-nonamename",
            "general/storageclass/storageclass-allowlist/disallowed-storage-class-pvc",
        ],
    },
];

const checkov: Known[] = [
    {
        suite: "checkov",
        kind: "missed",
        reason: "a kind of OpenShift",
        cases: ["kubernetes/example_AllowPrivilegeEscalation/oc-deploymentConfig-FAILED.yml"],
    },
    {
        suite: "checkov",
        kind: "missed",
        reason: "the pod has no list of containers: the check says unknown, and Kubernetes refuses the object",
        cases: [
            "kubernetes/example_AllowedCapabilitiesSysAdmin/pod-FAILED2.yaml",
            "kubernetes/example_RootContainers/rootContainersFAILED-malformed-spec.yaml",
            "kubernetes/example_SecurityContexts/pod-container-FAILED_malformed_spec.yaml",
        ],
    },
    {
        suite: "checkov",
        kind: "missed",
        reason: "told by a label alone; the check looks at the image",
        cases: [
            "kubernetes/example_KubernetesDashboard/kube-dashboard-no-image-FAILED.yaml",
            "kubernetes/example_KubernetesDashboard/nginx-deployment-FAILED.yaml",
        ],
    },
    {
        suite: "checkov",
        kind: "false alarm",
        reason: "the case names no key, only what is encrypted",
        cases: ["CloudFormation example_EKSSecretEncryption/EKSSecretEncryption-PASSED.yml 0"],
    },
    {
        suite: "checkov",
        kind: "false alarm",
        reason: "the digest of the case is too short to be one",
        cases: [
            "kubernetes/example_ImageDigest/imageWithTagAndDigest-PASSED.yaml",
            "kubernetes/example_ImageDigest/kafka-PASSED.yaml",
            "kubernetes/example_ImagePullPolicy/imageWithDigest-DefaultPullPolicy-PASSED.yaml",
        ],
    },
];

const kyvernoPolicies: Known[] = [
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "Kubernetes always pulls latest, or an image without a tag; image-tag-fixed finds the image",
        cases: ["other/imagepullpolicy-always/Deployment mydeploy1", "other/imagepullpolicy-always/Pod myapp-pod-2"],
    },
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "the annotation allow-http is Google's; controllers on EKS do not read it",
        cases: [
            "other/require-ingress-https/Ingress badingress01",
            "other/require-ingress-https/Ingress badingress02",
            "other/require-ingress-https/Ingress badingress03",
        ],
    },
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "a claim on its own has the default class",
        cases: ["other/require-storageclass/PersistentVolumeClaim badpvc"],
    },
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "the role grants nothing: the API group has no such resource, or the resource no such verb",
        cases: [
            "other/restrict-clusterrole-csr/ClusterRole violating-clusterrole",
            "other/restrict-escalation-verbs-roles/Role badrole01",
        ],
    },
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "tokens of an account with a name are judged at the workloads that mount them",
        cases: ["other/restrict-sa-automount-sa-token/ServiceAccount bad-svc"],
    },
    {
        suite: "kyverno-policies",
        kind: "missed",
        reason: "the settings of ingress-nginx, which ingress-not-nginx-eol finds",
        cases: ["nginx-ingress/disallow-ingress-nginx-custom-snippets/ConfigMap config-map-true"],
    },
    {
        suite: "kyverno-policies",
        kind: "false alarm",
        reason: "a capability other than NET_BIND_SERVICE is added",
        cases: ["best-practices/require-drop-all/Pod add-capabilities"],
    },
    {
        suite: "kyverno-policies",
        kind: "false alarm",
        reason: "a readiness or a startup probe restarts no container that hangs",
        cases: ["best-practices/require-probes/Pod goodpod03", "best-practices/require-probes/Pod goodpod04"],
    },
];

export const known: readonly Known[] = [
    ...polaris,
    ...podSecurityAdmission,
    ...gatekeeperLibrary,
    ...checkov,
    ...kyvernoPolicies,
];
