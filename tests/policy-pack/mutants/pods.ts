import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { serving } from "../ready/pods.ts";
import { object } from "../ready/resource.ts";
import { add, both, drop, hide, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const shop = "Deployment shop";
const pod = "spec.template.spec";
const container = `${pod}.containers.0`;
const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;
const ours = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop";

/** Breaks one field of the first container of the shop. */
const inContainer = (check: string, path: string, value: unknown, also?: Mutant["also"]): Mutant =>
    property(check, shop, `${container}.${path}`, value, also);

const inPod = (check: string, path: string, value: unknown, also?: Mutant["also"]): Mutant =>
    property(check, shop, `${pod}.${path}`, value, also);

const privileges: Mutant[] = [
    inContainer("pod-not-privileged", "securityContext.privileged", true),
    inContainer("pod-no-privilege-escalation", "securityContext.allowPrivilegeEscalation", undefined),
    inPod("pod-run-as-non-root", "securityContext.runAsNonRoot", undefined),
    inContainer("pod-run-as-non-root", "securityContext.runAsUser", 0),
    inPod("pod-high-uid", "securityContext.runAsUser", 1000),
    inPod("pod-high-uid", "securityContext.runAsGroup", undefined),
    inPod("pod-high-uid", "securityContext.fsGroup", undefined),
    inContainer("pod-caps-dropped", "securityContext.capabilities.drop", ["NET_RAW"]),
    inContainer("pod-caps-dropped", "securityContext.capabilities.add", ["SYS_ADMIN"]),
    inPod("pod-seccomp", "securityContext.seccompProfile", undefined),
    inContainer("pod-seccomp", "securityContext.seccompProfile", { type: "Unconfined" }),
    inContainer("pod-ro-rootfs", "securityContext.readOnlyRootFilesystem", undefined),
    {
        check: "pod-security-context-set",
        config: { "pod-run-as-non-root": "disabled" },
        breaks: both(
            set(shop, `${pod}.securityContext`, undefined),
            set(shop, `${container}.securityContext`, undefined),
        ),
        hides: hide(shop, `${pod}.securityContext`),
        also: {
            "pod-no-privilege-escalation": "nothing at all is set",
            "pod-high-uid": "nothing at all is set",
            "pod-caps-dropped": "nothing at all is set",
            "pod-seccomp": "nothing at all is set",
            "pod-ro-rootfs": "nothing at all is set",
        },
    },
    inPod("pod-no-host-namespaces", "hostNetwork", true),
    inPod("pod-no-host-namespaces", "hostPID", true),
    inPod("pod-no-host-namespaces", "hostIPC", true),
];

const isolation: Mutant[] = [
    inPod("pod-volume-types", "volumes.2", { name: "host", hostPath: { path: "/var/run/docker.sock" } }),
    inContainer("pod-no-host-ports", "ports.0.hostPort", 8080),
    inContainer("pod-no-host-ports", "ports.2", { name: "ssh", containerPort: 22 }),
    inContainer("pod-other-pss", "securityContext.procMount", "Unmasked"),
    inPod("pod-other-pss", "securityContext.sysctls", [{ name: "kernel.msgmax", value: "65536" }]),
    inPod("pod-other-pss", "securityContext.seLinuxOptions", { type: "spc_t" }),
    inContainer("pod-other-pss", "securityContext.appArmorProfile", { type: "Unconfined" }),
    inContainer("pod-other-pss", "securityContext.windowsOptions", { hostProcess: true }),
    inContainer("pod-other-pss", "livenessProbe.httpGet.host", "10.0.0.1"),
    inPod("pod-other-pss", "hostAliases", [{ ip: "10.0.0.1", hostnames: ["example.com"] }]),
    property(
        "pod-other-pss",
        shop,
        ["spec", "template", "metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/shop"],
        "unconfined",
    ),
];

/** Calico, which its operator shall install from a registry. */
const calicoFrom = (registry: unknown) =>
    object("operator.tigera.io/v1:Installation", "default", { spec: { registry } });

const images: Mutant[] = [
    inContainer("image-registry-allowed", "image", `docker.io/library/shop:${"0".repeat(40)}${digest}`),
    {
        check: "image-registry-allowed",
        breaks: add(calicoFrom("quay.io/")),
        hides: add(calicoFrom(unknown)),
    },
    inContainer("image-tag-fixed", "image", `${ours}:latest`, { "image-git-sha": "latest is no commit either" }),
    inContainer("image-tag-fixed", "image", ours, {
        "image-git-sha": "no tag is no commit either",
    }),
    {
        check: "image-digest",
        breaks: both(
            set(shop, `${container}.image`, `${ours}:${"0".repeat(40)}`),
            set(shop, `${container}.imagePullPolicy`, "Always"),
        ),
        hides: hide(shop, `${container}.image`),
    },
    inContainer("image-pull-policy", "image", `${ours}:${"0".repeat(40)}`, { "image-digest": "only a tag can move" }),
    {
        check: "image-git-sha",
        breaks: both(
            set(shop, `${container}.image`, `${ours}:v2`),
            set(shop, `${container}.imagePullPolicy`, "Always"),
        ),
        hides: hide(shop, `${container}.image`),
        also: { "image-digest": "a digest would name the build too" },
    },
    property("image-signed", "ImageValidatingPolicy signed", "spec.attestors", []),
    property("image-signed", "ImageValidatingPolicy signed", "spec.validationActions", ["Audit"]),
    {
        check: "image-vuln-gate",
        breaks: drop("Release trivy-operator"),
        hides: both(drop("Release trivy-operator"), hide("ImageValidatingPolicy signed", "spec.attestations")),
    },
];

const values: Mutant[] = [
    inContainer("secret-not-in-env", "env.2", {
        name: "DATABASE",
        valueFrom: { secretKeyRef: { name: "database", key: "url" } },
    }),
    inContainer("secret-not-in-env", "envFrom", [{ secretRef: { name: "database" } }]),
    inContainer("secret-not-plaintext", "env.2", { name: "DATABASE_PASSWORD", value: "example" }),
    inContainer("secret-not-plaintext", "env.2", { name: "WHATEVER", value: `AKIA${"EXAMPLE".repeat(2)}AB` }),
    inContainer("secret-not-plaintext", "args", ["--api-token=example"]),
    property("secret-not-plaintext", "ConfigMap settings", "data.password", "example"),
    inContainer("no-legacy-agents", "image", `${ours}/tiller:${"0".repeat(40)}${digest}`),
    inContainer("no-legacy-agents", "command", ["sudo", "shop"]),
    inContainer("no-legacy-agents", "args", ["-c", "exec sudo shop"]),
    inPod("probe-liveness", "containers.1", { ...serving("sidecar"), livenessProbe: undefined }),
    inContainer("env-no-duplicates", "env.2", { name: "LOG_LEVEL", value: "debug" }),
    inContainer("refs-resolve", "env.1.valueFrom.configMapKeyRef.key", "colour"),
];

const accounts: Mutant[] = [
    inPod("sa-default-unused", "serviceAccountName", undefined),
    inPod("sa-token-not-mounted", "automountServiceAccountToken", undefined),
    property("sa-token-not-mounted", "ServiceAccount default", "automountServiceAccountToken", undefined),
    inPod("sa-exists", "serviceAccountName", "nobody"),
    inPod("sa-exists", "serviceAccount", "cart"),
];

const labels = { "app.kubernetes.io/name": "debug", "app.kubernetes.io/instance": "debug", owner: "shop" };

const naked: Mutant[] = [
    {
        check: "no-naked-pods",
        breaks: add(
            object("core/v1:Pod", "debug", {
                metadata: { namespace: "shop", labels },
                spec: {
                    automountServiceAccountToken: false,
                    containers: [],
                    priorityClassName: "shop",
                    serviceAccountName: "shop",
                },
            }),
        ),
    },
];

/** Mutants of what pods are allowed, and of what is in them. */
export const podMutants: readonly Mutant[] = [...privileges, ...isolation, ...images, ...values, ...accounts, ...naked];
