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
        reason: "a row of x is no credential, but stands for one",
        cases: [
            "sensitiveConfigmapContent/failure.key_aws_secret_access_key.yaml",
            "sensitiveConfigmapContent/failure.key_azure_batch_key.yaml",
            "sensitiveConfigmapContent/failure.key_oci_cli_key_content.yaml",
        ],
    },
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
];

const kubeLinter: Known[] = [
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "a binding without its role grants nothing; the role is what is judged",
        cases: ["access-to-create-pods: RoleBinding role-binding1", "access-to-secrets: RoleBinding role-binding1"],
    },
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "whom it selects may be made outside the stack: the check says unknown",
        cases: [
            "dangling-networkpolicy: NetworkPolicy app",
            "dangling-networkpolicypeer-podselector: NetworkPolicy app",
            "dangling-servicemonitor: ServiceMonitor app1",
        ],
    },
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "what a variable names may be made outside the stack: the check says unknown",
        cases: [
            "env-value-from: Deployment should-fire-missing-configmap",
            "env-value-from: Deployment should-fire-missing-secret",
        ],
    },
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "a range of the example: three where two keep a service up",
        cases: ["hpa-minimum-three-replicas: HorizontalPodAutoscaler app"],
    },
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "a CronJob keeps the last jobs by number; one that removes them by age too is no fault",
        cases: ["job-ttl-seconds-after-finished: CronJob bad-cronjob"],
    },
    {
        suite: "kube-linter",
        kind: "missed",
        reason: "no Service sends traffic to the pod",
        cases: ["no-readiness-probe: Deployment app1"],
    },
];

const kubeScore: Known[] = [
    {
        suite: "kube-score",
        kind: "missed",
        reason: "one pod alone spreads over nothing",
        cases: ["Pod Topology Spread Constraints: pod-topology-spread-constraints-no-labelselector.yaml"],
    },
    {
        suite: "kube-score",
        kind: "missed",
        reason: "a container with a limit asks for as much",
        cases: [
            "Container Resources: pod-test-resources-only-limits.yaml",
            "Container Resources: deployment-test-resources.yaml",
            "Container Resources: statefulset-test-resources.yaml",
        ],
    },
];

export const known: readonly Known[] = [
    ...polaris,
    ...podSecurityAdmission,
    ...gatekeeperLibrary,
    ...checkov,
    ...kyvernoPolicies,
    ...kubeLinter,
    ...kubeScore,
];
