import { object } from "../ready/resource.ts";
import { add, both, drop, hide, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const shop = "Deployment shop";
const cart = "StatefulSet cart";
const hpa = "HorizontalPodAutoscaler shop";
const pod = "spec.template.spec";
const container = `${pod}.containers.0`;
const job = "CronJob restore-test";
const zoned = `${pod}.topologySpreadConstraints.1`;

/** Changes the constraints over hosts and over zones alike. */
const spread = (field: string, value: unknown): Mutant => ({
    check: "spread-hosts",
    breaks: both(
        set(shop, `${pod}.topologySpreadConstraints.0.${field}`, value),
        set(shop, `${zoned}.${field}`, value),
    ),
    hides: hide(shop, `${pod}.topologySpreadConstraints`),
    also: { "spread-zones": "nor are they in different zones" },
});

const resources: Mutant[] = [
    {
        check: "res-requests",
        breaks: both(
            set(shop, `${container}.resources.requests.memory`, undefined),
            set(shop, `${container}.resources.limits.memory`, undefined),
        ),
        hides: hide(shop, `${container}.resources`),
        also: {
            "res-limits": "a limit would count as a request",
            "res-rightsized-live": "there is no request to compare with what is used",
        },
    },
    property("res-limits", shop, `${container}.resources.limits.memory`, undefined),
    property("res-limits", shop, `${container}.resources.limits.cpu`, undefined),
    property("res-ratio", shop, `${container}.resources.limits.memory`, "1Gi"),
    property("res-ratio", shop, `${container}.resources.limits.cpu`, "2"),
    property("res-ephemeral", shop, `${container}.resources.limits.ephemeral-storage`, undefined),
    property("res-ephemeral", shop, `${pod}.volumes.0.emptyDir`, {}),
    property(
        "res-rightsized-live",
        "VerticalPodAutoscaler shop",
        "status.recommendation.containerRecommendations.0.target.cpu",
        "800m",
    ),
    {
        check: "res-fits-node",
        breaks: both(
            drop("NodePool general"),
            set("NodeGroup system", "labels.class", "general"),
            set(shop, `${container}.resources.requests.memory`, "32Gi"),
            set(shop, `${container}.resources.limits.memory`, "32Gi"),
        ),
        hides: both(drop("NodePool general"), hide(shop, `${container}.resources.requests.memory`)),
        also: {
            "nodes-workload-classes": "the class of the NodePool is gone with it",
            "res-rightsized-live": "the request is far from what is used",
        },
    },
];

const probes: Mutant[] = [
    property("probe-readiness", shop, `${container}.readinessProbe`, undefined),
    property("probe-liveness", shop, `${container}.livenessProbe`, undefined),
    property("probe-sane", shop, `${container}.livenessProbe.httpGet.path`, "/readyz"),
    property("probe-sane", shop, `${container}.readinessProbe.httpGet.port`, "web"),
    property("probe-sane", shop, `${container}.livenessProbe.initialDelaySeconds`, 300),
    property("graceful-stop", shop, `${pod}.terminationGracePeriodSeconds`, undefined),
    property("graceful-stop", shop, `${container}.lifecycle`, undefined),
];

const availability: Mutant[] = [
    property("replicas-min", "StatefulSet orders", "spec.replicas", 1, {
        "webhook-not-blocking": "it answers for a webhook",
    }),
    property("hpa-valid", hpa, "spec.minReplicas", 1, { "replicas-min": "the autoscaler's minimum counts" }),
    property("hpa-valid", hpa, "spec.maxReplicas", 3),
    property("hpa-valid", hpa, "spec.metrics.0.resource", { name: "cpu", targetAverageUtilization: 70 }),
    property("hpa-valid", shop, "spec.replicas", 5),
    {
        check: "hpa-valid",
        breaks: set(hpa, "spec.scaleTargetRef.name", "nobody"),
        also: {
            "hpa-exists": "the Deployment lost its autoscaler",
            "replicas-min": "and its minimum",
        },
    },
    {
        check: "hpa-exists",
        breaks: both(drop(hpa), set(shop, "spec.replicas", 3)),
        hides: hide(hpa, "metadata.namespace"),
    },
    property("vpa-not-fighting-hpa", "VerticalPodAutoscaler shop", "spec.resourcePolicy", undefined),
    {
        check: "pdb-exists",
        breaks: drop("PodDisruptionBudget shop"),
        hides: hide("PodDisruptionBudget shop", "metadata.namespace"),
    },
    property("pdb-not-blocking", "PodDisruptionBudget shop", "spec.maxUnavailable", 0),
    property("pdb-not-blocking", "PodDisruptionBudget shop", "spec.minAvailable", 3),
    property("pdb-not-blocking", "PodDisruptionBudget shop", "spec.unhealthyPodEvictionPolicy", undefined),
    spread("topologyKey", "rack"),
    spread("labelSelector", { matchLabels: { app: "cart" } }),
    spread("labelSelector", undefined),
    spread("whenUnsatisfiable", "ScheduleAnyway"),
    spread("maxSkew", 100),
    spread("maxSkew", 0),
    property("spread-zones", shop, zoned, { topologyKey: "rack" }),
    property("spread-zones", shop, `${zoned}.labelSelector`, { matchLabels: { app: "cart" } }),
    property("spread-zones", shop, `${zoned}.whenUnsatisfiable`, "ScheduleAnyway"),
    property("pod-fsgroup-policy", cart, `${pod}.securityContext.fsGroupChangePolicy`, "Always"),
    property("pod-fsgroup-policy", cart, `${pod}.securityContext.fsGroupChangePolicy`, undefined),
    property("affinity-resolves", shop, `${pod}.nodeSelector.class`, "gpu"),
    property("rolling-update", shop, "spec.strategy.type", "Recreate"),
    property("rolling-update", shop, "spec.strategy.rollingUpdate", undefined),
    property("priority-class", shop, `${pod}.priorityClassName`, undefined),
    property("priority-class", shop, `${pod}.priorityClassName`, "system-cluster-critical"),
    property("stateful-storage", cart, "spec.serviceName", undefined),
    property("stateful-storage", cart, "spec.volumeClaimTemplates", []),
];

const hygiene: Mutant[] = [
    property("job-hygiene", job, "spec.jobTemplate.spec.activeDeadlineSeconds", undefined),
    property("job-hygiene", job, "spec.jobTemplate.spec.template.spec.restartPolicy", "Always"),
    property("job-hygiene", job, "spec.successfulJobsHistoryLimit", undefined),
    property("job-hygiene", job, "spec.startingDeadlineSeconds", undefined),
    property("labels-standard", shop, "metadata.labels.owner", undefined),
    property("labels-standard", shop, "metadata.labels.owner", "Team Shop"),
    {
        check: "api-not-deprecated",
        breaks: add(object("policy/v1beta1:PodSecurityPolicy", "old", {})),
        hides: both(hide("Cluster shop", "version")),
    },
    property("apf-etcd-friendly", shop, "spec.revisionHistoryLimit", 100),
    property("apf-etcd-friendly", "ConfigMap settings", "data.currency", "x".repeat(600_000)),
];

const loadBalancer = "service.beta.kubernetes.io/aws-load-balancer";

/** The Service of the shop as a load balancer that speaks TLS. */
const balanced = (loadBalancerClass: string | undefined, annotations: Record<string, string>) =>
    both(
        set("Service shop", "spec.type", "LoadBalancer"),
        set("Service shop", "spec.loadBalancerClass", loadBalancerClass),
        set("Service shop", "metadata.annotations", {
            ...annotations,
            [`${loadBalancer}-ssl-cert`]: "arn:aws:acm:eu-west-1:123456789012:certificate/a",
        }),
    );

const network: Mutant[] = [
    property("svc-type-restricted", "Service shop", "spec.type", "NodePort"),
    property("svc-type-restricted", "Service shop", "spec.type", "LoadBalancer", {
        "lb-tls": "it has no certificate either",
    }),
    {
        check: "svc-type-restricted",
        breaks: balanced("service.k8s.aws/nlb", { [`${loadBalancer}-scheme`]: "internet-facing" }),
        hides: hide("Service shop", "spec.type"),
    },
    {
        check: "svc-type-restricted",
        breaks: balanced("service.k8s.aws/nlb", { [`${loadBalancer}-internal`]: "false" }),
        hides: hide("Service shop", "spec.type"),
    },
    {
        check: "svc-type-restricted",
        breaks: balanced(undefined, { [`${loadBalancer}-internal`]: "true" }),
        hides: hide("Service shop", "spec.type"),
    },
    {
        check: "svc-type-restricted",
        breaks: balanced(undefined, { [`${loadBalancer}-type`]: "nlb" }),
        hides: hide("Service shop", "spec.type"),
    },
    {
        check: "svc-type-restricted",
        breaks: balanced(undefined, {
            [`${loadBalancer}-type`]: "external",
            [`${loadBalancer}-scheme`]: "internet-facing",
        }),
        hides: hide("Service shop", "spec.type"),
    },
    property("svc-no-external-ips", "Service shop", "spec.externalIPs", ["203.0.113.1"]),
    property("lb-tls", "Listener edge", "sslPolicy", "ELBSecurityPolicy-2016-08"),
    property("lb-tls", "Listener edge", "protocol", "HTTP"),
    property("ingress-tls", "Ingress shop", "spec.tls", undefined),
    property("ingress-host-safe", "Ingress shop", "spec.rules.0.host", undefined),
    property("ingress-host-safe", "Ingress shop", "spec.rules.0.host", "*.example.com", {
        "ingress-tls": "the certificate is for one host",
    }),
    property("ingress-no-snippets", "Ingress shop", "metadata.annotations", {
        "nginx.ingress.kubernetes.io/configuration-snippet": "more_set_headers 'a: b';",
    }),
    property("refs-resolve", "Ingress shop", "spec.rules.0.http.paths.0.backend.service.name", "nobody"),
    property("refs-select", "Service shop", "spec.ports.0.targetPort", "web"),
    property("refs-resolve", "Deployment shop", "spec.template.spec.priorityClassName", "shops"),
    property("refs-resolve", "StatefulSet cart", "spec.volumeClaimTemplates.0.spec.storageClassName", "gp4"),
    property("refs-resolve", "Gateway shop", "spec.gatewayClassName", "envoi"),
    property("refs-resolve", "RoleBinding shop-developers", "roleRef.name", "developer"),
    property("refs-resolve", "Ingress shop", "spec.rules.0.http.paths.0.backend.service.port.name", "https"),
    property("refs-select", "Deployment shop", "spec.selector.matchLabels", { app: "shop" }),
    property(
        "lb-tls-policy",
        "Ingress edge",
        ["metadata", "annotations", "alb.ingress.kubernetes.io/ssl-policy"],
        "ELBSecurityPolicy-2016-08",
    ),
    {
        check: "lb-tls-policy",
        breaks: both(
            set("Ingress edge", ["metadata", "annotations", "alb.ingress.kubernetes.io/ssl-policy"], undefined),
            set("Release load-balancer-controller", "values.defaultSSLPolicy", ""),
        ),
        hides: both(
            set("Ingress edge", ["metadata", "annotations", "alb.ingress.kubernetes.io/ssl-policy"], undefined),
            hide("Release load-balancer-controller", "values"),
        ),
    },
    property("webhook-not-blocking", "ValidatingWebhookConfiguration shop", "webhooks.0.namespaceSelector", undefined),
    property("webhook-not-blocking", "ValidatingWebhookConfiguration shop", "webhooks.0.namespaceSelector", {
        matchLabels: { "pod-security.kubernetes.io/enforce": "restricted" },
    }),
    {
        check: "webhook-not-blocking",
        breaks: set("ValidatingWebhookConfiguration shop", "webhooks.0.clientConfig.service.name", "nobody"),
        also: { "refs-resolve": "the Service does not exist" },
    },
    {
        check: "webhook-not-blocking",
        breaks: set("StatefulSet orders", `${container}.readinessProbe`, undefined),
        also: { "probe-readiness": "nothing tells when the pod is ready" },
    },
    property("efs-volumes-safe", "PersistentVolume shared", "spec.csi.volumeHandle", "fs-0123456789abcdef0"),
    property("efs-volumes-safe", "PersistentVolume shared", "spec.csi.volumeHandle", "fs-0123456789abcdef0:/shop"),
    property("efs-volumes-safe", "PersistentVolume shared", "spec.csi.volumeAttributes", { encryptInTransit: "false" }),
    property("refs-select", "Service cart", "spec.clusterIP", undefined),
    property("refs-select", "ServiceMonitor cart", "spec.endpoints.0.port", "metric"),
    property("netpol-no-dangling", "NetworkPolicy shop-from-gateway", "spec.podSelector.matchLabels", {
        app: "nobody",
    }),
    property(
        "servicemonitor-per-app",
        "ServiceMonitor shop",
        "spec.selector.matchLabels",
        { app: "nobody" },
        { "refs-select": "the monitor selects nothing" },
    ),
    property("ns-not-default", "ConfigMap settings", "metadata.namespace", undefined),
    {
        check: "ns-quota-limits",
        breaks: drop("ResourceQuota shop"),
        hides: hide("ResourceQuota shop", "metadata.namespace"),
    },
    { check: "ns-quota-limits", breaks: drop("LimitRange shop"), hides: hide("LimitRange shop", "metadata.namespace") },
];

/** Mutants of what workloads ask for, how they survive, and how they are reached. */
export const workloadMutants: readonly Mutant[] = [...resources, ...probes, ...availability, ...hygiene, ...network];
