import { object } from "../../ready/resource.ts";
import { add, both, set } from "../../stack.ts";
import { answers, type Case } from "./case.ts";

const shop = "Deployment shop";
const pod = "spec.template.spec";
const container = `${pod}.containers.0`;
const inPod = (path: string, value: unknown) => set(shop, `${pod}.${path}`, value);
const inContainer = (path: string, value: unknown) => set(shop, `${container}.${path}`, value);
const volume = (hostPath: string) => inPod("volumes.0", { name: "host", hostPath: { path: hostPath } });
const image = (to: string) => inContainer("image", to);
const resource = (name: string) =>
    both(inContainer(`resources.requests.${name}`, undefined), inContainer(`resources.limits.${name}`, undefined));
const astray = { httpGet: { path: "/", port: "nowhere" } };
const noSpread = (which: string) => set(which, `${pod}.topologySpreadConstraints`, undefined);

const security: Case[] = [
    answers("pod-not-privileged", inContainer("securityContext.privileged", true), {
        kubescape: "C-0057",
        "kube-linter": "privileged-container",
        "kube-score": "container-security-context-privileged",
    }),
    answers("pod-no-host-namespaces", inPod("hostPID", true), {
        kubescape: "C-0038 C-0275",
        "kube-linter": "host-pid",
    }),
    answers("pod-no-host-namespaces", inPod("hostIPC", true), { kubescape: "C-0276", "kube-linter": "host-ipc" }),
    answers("pod-no-host-namespaces", inPod("hostNetwork", true), {
        kubescape: "C-0041",
        "kube-linter": "host-network",
    }),
    answers("pod-no-privilege-escalation", inContainer("securityContext.allowPrivilegeEscalation", true), {
        kubescape: "C-0016",
        "kube-linter": "privilege-escalation-container",
        hardeneks: "disallow_privilege_escalation",
    }),
    answers(
        "pod-run-as-non-root",
        both(inPod("securityContext.runAsNonRoot", undefined), inPod("securityContext.runAsUser", 0)),
        { kubescape: "C-0013", "kube-linter": "run-as-non-root", hardeneks: "disable_run_as_root_user" },
    ),
    answers("pod-high-uid", inPod("securityContext.runAsUser", 100), {
        "kube-score": "container-security-context-user-group-id",
    }),
    answers("pod-caps-dropped", inContainer("securityContext.capabilities", { drop: ["ALL"], add: ["SYS_ADMIN"] }), {
        kubescape: "C-0046",
        hardeneks: "disallow_linux_capabilities",
    }),
    answers("pod-caps-dropped", inContainer("securityContext.capabilities", undefined), {
        "kube-linter": "drop-net-raw-capability",
    }),
    answers("pod-seccomp", inPod("securityContext.seccompProfile", undefined), {
        kubescape: "C-0055",
        "kube-score": "container-seccomp-profile",
    }),
    answers("pod-ro-rootfs", inContainer("securityContext.readOnlyRootFilesystem", undefined), {
        kubescape: "C-0017",
        "kube-linter": "no-read-only-root-fs",
        "kube-score": "container-security-context-readonlyrootfilesystem",
        hardeneks: "check_read_only_root_file_system",
    }),
    answers("pod-volume-types", volume("/var/run/docker.sock"), {
        kubescape: "C-0074",
        "kube-linter": "docker-sock",
        hardeneks: "disallow_container_socket_mount",
    }),
    answers(
        "pod-volume-types",
        both(volume("/etc"), inContainer("volumeMounts", [{ name: "host", mountPath: "/etc" }])),
        {
            kubescape: "C-0045 C-0048",
            "kube-linter": "sensitive-host-mounts writable-host-mount",
            hardeneks: "disallow_host_path_or_make_it_read_only",
        },
    ),
    answers("pod-no-host-ports", inContainer("ports.0.hostPort", 8080), { kubescape: "C-0044" }),
    answers("pod-no-host-ports", inContainer("ports.0.containerPort", 22), { "kube-linter": "ssh-port" }),
    answers("pod-other-pss", inContainer("securityContext.procMount", "Unmasked"), {
        "kube-linter": "unsafe-proc-mount",
    }),
    answers("pod-other-pss", inPod("securityContext.sysctls", [{ name: "kernel.msgmax", value: "1" }]), {
        "kube-linter": "unsafe-sysctls",
    }),
    answers(
        "pod-security-context-set",
        both(inPod("securityContext", undefined), inContainer("securityContext", undefined)),
        {
            kubescape: "C-0211",
        },
    ),
    answers(
        "secret-not-in-env",
        inContainer("env.0", { name: "A", valueFrom: { secretKeyRef: { name: "a", key: "b" } } }),
        {
            kubescape: "C-0207",
            "kube-linter": "read-secret-from-env-var",
            hardeneks: "disallow_secrets_from_env_vars",
        },
    ),
    answers("secret-not-plaintext", inContainer("env.0", { name: "DB_PASSWORD", value: "correct-horse-1" }), {
        kubescape: "C-0012",
        "kube-linter": "env-var-secret",
    }),
    answers("no-legacy-agents", inContainer("command", ["sudo", "serve"]), { kubescape: "C-0062" }),
    answers("sa-default-unused", inPod("serviceAccountName", undefined), { "kube-linter": "default-service-account" }),
    answers("sa-token-not-mounted", inPod("automountServiceAccountToken", undefined), {
        kubescape: "C-0034 C-0190 C-0261",
    }),
    answers("sa-exists", inPod("serviceAccount", "other"), {
        kubescape: "C-0294",
        "kube-linter": "deprecated-service-account-field",
    }),
    answers("sa-exists", inPod("serviceAccountName", "nobody"), {
        kubescape: "C-0307",
        "kube-linter": "non-existent-service-account",
    }),
];

const images: Case[] = [
    answers("image-tag-fixed", both(image("shop:latest"), inContainer("imagePullPolicy", "IfNotPresent")), {
        kubescape: "C-0075",
        "kube-linter": "latest-tag",
        "kube-score": "container-image-tag",
    }),
    answers("image-digest", image("shop:1.0"), { kubescape: "C-0306" }),
    answers("image-pull-policy", both(image("shop:1.0"), inContainer("imagePullPolicy", "IfNotPresent")), {
        "kube-score": "container-image-pull-policy",
    }),
    answers("image-registry-allowed", image("example.com/shop:1.0"), { kubescape: "C-0078" }),
    answers("image-registry-allowed", image("k8s.gcr.io/pause:3.9"), { kubescape: "C-0253" }),
];

const operation: Case[] = [
    answers("res-requests", resource("cpu"), {
        kubescape: "C-0050 C-0268",
        "kube-linter": "unset-cpu-requirements",
        "kube-score": "container-resources",
        hardeneks: "set_requests_limits_for_containers",
    }),
    answers("res-requests", resource("memory"), {
        kubescape: "C-0004 C-0269",
        "kube-linter": "unset-memory-requirements",
    }),
    answers("res-limits", inContainer("resources.limits", undefined), {
        kubescape: "C-0004 C-0009 C-0050 C-0270 C-0271",
        "kube-score": "container-resources",
    }),
    answers("res-ratio", inContainer("resources.limits.cpu", "2"), {
        "kube-score": "container-cpu-requests-equal-limits container-resource-requests-equal-limits",
    }),
    answers("res-ratio", inContainer("resources.limits.memory", "1Gi"), {
        "kube-score": "container-memory-requests-equal-limits",
    }),
    answers("res-ephemeral", inContainer("resources.limits.ephemeral-storage", undefined), {
        "kube-score": "container-ephemeral-storage-request-and-limit container-ephemeral-storage-request-equals-limit",
    }),
    answers("probe-readiness", inContainer("readinessProbe", undefined), {
        kubescape: "C-0018",
        "kube-linter": "no-readiness-probe",
        "kube-score": "pod-probes",
        hardeneks: "check_readiness_probes",
    }),
    answers("probe-liveness", inContainer("livenessProbe", undefined), {
        kubescape: "C-0056",
        "kube-linter": "no-liveness-probe",
        "kube-score": "pod-probes",
        hardeneks: "check_liveness_probes",
    }),
    answers("probe-sane", inContainer("livenessProbe", astray), { "kube-linter": "liveness-port" }),
    answers("probe-sane", inContainer("readinessProbe", astray), { "kube-linter": "readiness-port" }),
    answers("probe-sane", inContainer("startupProbe", astray), { "kube-linter": "startup-port" }),
    answers("probe-sane", inContainer("livenessProbe", { httpGet: { path: "/readyz", port: "http" } }), {
        "kube-score": "pod-probes-identical",
    }),
    answers("env-no-duplicates", inContainer("env.2", { name: "LOG_LEVEL", value: "debug" }), {
        kubescape: "C-0295",
        "kube-linter": "duplicate-env-var",
        "kube-score": "environment-variable-key-duplication",
    }),
    answers("refs-resolve", inContainer("env.1.valueFrom.configMapKeyRef.key", "colour"), {
        "kube-linter": "env-value-from",
    }),
    answers("labels-standard", set(shop, "metadata.labels", undefined), {
        kubescape: "C-0076 C-0077",
        "kube-linter": "required-label-owner",
    }),
    answers("labels-standard", set(shop, "metadata.labels.owner", "not valid"), { "kube-score": "label-values" }),
    answers("spread-hosts", noSpread(shop), {
        "kube-linter": "no-anti-affinity",
        "kube-score": "deployment-has-host-podantiaffinity pod-topology-spread-constraints",
    }),
    answers("spread-hosts", noSpread("StatefulSet cart"), { "kube-score": "statefulset-has-host-podantiaffinity" }),
    answers("spread-zones", noSpread(shop), { hardeneks: "schedule_replicas_across_nodes" }),
    answers("rolling-update", set(shop, "spec.strategy", { type: "Recreate" }), {
        kubescape: "C-0305",
        "kube-linter": "no-rolling-update-strategy",
        "kube-score": "deployment-strategy",
    }),
    answers("replicas-min", set("Deployment headroom", "spec.replicas", 1), {
        "kube-linter": "minimum-three-replicas",
        "kube-score": "deployment-replicas",
        hardeneks: "run_multiple_replicas",
    }),
    answers(
        "no-naked-pods",
        add(object("core/v1:Pod", "debug", { metadata: { namespace: "shop" }, spec: { containers: [{}] } })),
        {
            kubescape: "C-0073",
            hardeneks: "avoid_running_singleton_pods",
        },
    ),
    answers("job-hygiene", set("Job migration", "spec.ttlSecondsAfterFinished", undefined), {
        "kube-linter": "job-ttl-seconds-after-finished",
    }),
    answers("job-hygiene", set("Job migration", "spec.template.spec.restartPolicy", undefined), {
        "kube-linter": "restart-policy",
    }),
    answers("job-hygiene", set("CronJob restore-test", "spec.startingDeadlineSeconds", undefined), {
        "kube-score": "cronjob-has-deadline",
    }),
    answers(
        "job-hygiene",
        set("CronJob restore-test", "spec.jobTemplate.spec.template.spec.restartPolicy", undefined),
        {
            "kube-score": "cronjob-restartpolicy",
        },
    ),
];

/** Faults of pods, and of what makes them. */
export const podCases: readonly Case[] = [...security, ...images, ...operation];
