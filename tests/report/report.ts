import type { CheckResult, Evidence, Report, Severity, Status } from "../../policy-pack/judgement/result.ts";
import type { Description } from "../../policy-pack/report/view.ts";
import { charts, stack, urn } from "./stack.ts";

/** The 14 rows of the checklist with what a cluster half-way to production shows: 60 checks in all. */
const rows: Record<string, [id: string, title: string, severity: Severity, status: Status | "debt"][]> = {
    "Build Pipeline": [
        [
            "image-git-sha",
            "Images of the cluster's own workloads carry the commit they were built from",
            "medium",
            "debt",
        ],
        [
            "ci-push-identity",
            "The build pipeline pushes images with a role of its own and no stored key",
            "high",
            "debt",
        ],
    ],
    "Deployment Pipeline": [
        ["gitops-present", "A GitOps controller runs, replicated", "high", "pass"],
        ["gitops-self-heal", "The GitOps controller puts changes made by hand back", "medium", "pass"],
        ["gitops-local-login", "Nobody signs in to the GitOps controller with a local password", "high", "pass"],
        ["gitops-repository-pinned", "The followed repository is named with its branch", "low", "pass"],
    ],
    "Image Registry": [
        ["image-registry-allowed", "Images come from the registries that are allowed", "high", "fail"],
        ["ecr-private-kms", "The private registry is encrypted with a key of its own", "medium", "pass"],
        ["ecr-pull-through", "External images are relayed by the private registry", "medium", "fail"],
        ["image-tag-fixed", "Every image names an exact version", "medium", "pass"],
    ],
    "Monitoring Infrastructure": [
        [
            "prometheus-present",
            "Prometheus keeps metrics for at least 15 days on a volume, in two replicas",
            "high",
            "pass",
        ],
        ["alertmanager-routed", "Critical alerts reach a person", "critical", "unknown"],
        ["alert-rules-complete", "The alert rules of Kubernetes itself are on", "high", "pass"],
        ["heartbeat-routed", "An always-firing alert leaves the cluster, so that silence is noticed", "high", "pass"],
        ["metrics-retention", "Metrics outlive a Prometheus pod", "medium", "pass"],
    ],
    "Shared Storage": [
        [
            "storageclass-safe",
            "The default storage class encrypts, waits for the first consumer, and can grow",
            "high",
            "pass",
        ],
        ["stateful-storage", "Stateful workloads keep their data on claims", "high", "pass"],
        ["ebs-csi-present", "The EBS CSI driver is installed with a role of its own", "high", "pass"],
        ["snapshot-class-present", "Volumes can be snapshotted", "medium", "pass"],
    ],
    "Secrets management": [
        ["external-secrets-present", "external-secrets runs, replicated", "high", "pass"],
        ["secret-store-present", "A store is connected", "high", "pass"],
        ["secret-from-store", "Secrets come from the store and not from the program", "critical", "pass"],
        ["eks-secrets-kms", "Secrets in etcd are encrypted with a KMS key of your own", "critical", "pass"],
        ["kms-key-rotation", "Keys rotate every year", "medium", "pass"],
    ],
    "Ingress controller": [
        [
            "ingress-controller-present",
            "One controller routes traffic into the cluster, replicated over zones",
            "high",
            "pass",
        ],
        ["ingress-tls", "Every route that is open to the outside ends TLS", "critical", "not-applicable"],
    ],
    "API Gateway": [
        ["api-gateway-present", "An API gateway stands in front of what is public", "medium", "not-applicable"],
        ["edge-protected", "What is public stands behind a web application firewall", "high", "not-applicable"],
    ],
    "Service Mesh": [
        ["service-mesh-mtls", "Traffic between services is encrypted both ways", "medium", "not-applicable"],
    ],
    "Service catalogue / Broker": [
        ["service-catalogue", "A catalogue says what runs and who owns it", "low", "not-applicable"],
    ],
    "Network policies": [
        ["ns-default-deny", "Every namespace denies what is not declared, in both directions", "critical", "fail"],
        ["cni-network-policy", "The network plug-in enforces network policies", "critical", "pass"],
        ["netpol-no-allow-all", "No policy allows everything again", "high", "pass"],
        ["vpc-flow-logs", "Traffic of the network is recorded", "high", "pass"],
        ["eks-endpoint-not-public", "The Kubernetes API is not open to the Internet", "critical", "pass"],
        ["eks-endpoint-private-enabled", "The Kubernetes API has an address inside the network", "high", "pass"],
        ["sg-no-open-ingress", "No security group of the cluster is open to the world", "critical", "pass"],
    ],
    "Authorization integration": [
        ["sso-integration-present", "People sign in through the identity provider", "high", "unknown"],
        ["rbac-no-user-subjects", "Rights are bound to groups, never to single users", "high", "pass"],
        ["eks-auth-mode-api", "Access is granted by access entries, not by a ConfigMap", "high", "pass"],
        ["access-entry-role-not-user", "Access entries name roles", "high", "pass"],
        ["rbac-no-wildcards", "No role may do everything to everything", "high", "pass"],
    ],
    "Image scanning": [
        ["ecr-scan-on-push", "Images are scanned when they are pushed", "high", "pass"],
        ["image-vuln-gate", "Images with critical vulnerabilities are refused", "high", "debt"],
    ],
    "Log aggregation": [
        ["log-store-present", "Logs are kept outside the nodes for at least 30 days", "high", "pass"],
        ["log-forwarder-all-nodes", "A forwarder runs on every node", "high", "pass"],
        ["eks-control-plane-logs", "All five log types of the control plane are kept", "high", "pass"],
        ["eks-log-group-managed", "Control-plane logs have a retention and a key", "medium", "pass"],
    ],
};

const beside: (typeof rows)[string] = [
    ["backup-schedule-tiers", "Backups run every six hours, weekly and monthly", "critical", "pass"],
    ["backup-offsite", "Backups are replicated to a second region", "high", "pass"],
    ["backup-restore-tested", "A restore is exercised every week", "high", "debt"],
    ["nodes-imdsv2", "Instance metadata answers version 2 only, one hop far", "high", "pass"],
    ["nodes-encrypted", "Volumes of nodes are encrypted", "high", "pass"],
    ["nodes-multi-az", "Nodes run in three zones", "high", "pass"],
    ["eks-deletion-protection", "The cluster cannot be deleted by a slip", "high", "pass"],
    ["eks-version-supported", "Kubernetes is in standard support", "high", "pass"],
    ["pod-not-privileged", "No pod is privileged without a stated reason", "critical", "pass"],
    ["res-requests", "Every container asks for the memory and CPU it needs", "medium", "pass"],
    ["quota-present", "Every namespace has a quota", "medium", "pass"],
];

const subjects: Record<string, string[]> = {
    "ns-default-deny": ["shop", "checkout", "payments"].map((name) => urn("kubernetes:core/v1:Namespace", name)),
    "image-registry-allowed": [
        urn("kubernetes:helm.sh/v3:Release", "fluent-bit"),
        urn("kubernetes:helm.sh/v3:Release", "loki"),
    ],
    "ecr-pull-through": [""],
    "alertmanager-routed": [urn("kubernetes:helm.sh/v3:Release", "kube-prometheus-stack")],
    "sso-integration-present": [urn("kubernetes:helm.sh/v3:Release", "argo-cd")],
    "image-vuln-gate": [urn("kubernetes:helm.sh/v3:Release", "kyverno")],
    "backup-restore-tested": [urn("kubernetes:helm.sh/v3:Release", "velero")],
};

const messages: Record<string, string> = {
    "ns-default-deny":
        "No NetworkPolicy of this namespace denies by default. Add one with an empty podSelector and both policyTypes.",
    "image-registry-allowed":
        "Images are pulled from docker.io. Point the chart's image values at the private registry.",
    "ecr-pull-through": "The stack has no pull-through cache rule. Add one for each registry that charts pull from.",
    "alertmanager-routed": "values.alertmanager.config is known only after the update",
    "sso-integration-present": "values.configs.cm is secret",
};

const debts: Record<string, NonNullable<CheckResult["debt"]>> = {
    "image-git-sha": { owner: "platform", reason: "The build templates are not written yet", until: "2027-01-31" },
    "ci-push-identity": {
        owner: "platform",
        reason: "The build templates are not written yet",
        until: "2027-01-31",
    },
    "image-vuln-gate": {
        owner: "security",
        reason: "The gate needs scan attestations, which the registry does not write yet",
        until: "2027-03-31",
    },
    "backup-restore-tested": {
        owner: "platform",
        reason: "The weekly restore exercise is being built",
        until: "2027-02-28",
    },
};

const advisory = [
    "gitops-repository-pinned",
    "kms-key-rotation",
    "service-mesh-mtls",
    "service-catalogue",
    "res-requests",
];

const all = [...Object.values(rows).flat(), ...beside];

export const descriptions: Description[] = all.map(([id, title, severity]) => ({
    id,
    title,
    severity,
    mend: `Mend ${id}.`,
    url: `https://docs.aws.amazon.com/eks/${id}`,
}));

export function report(): Report {
    const checks = all.map(([id, title, , mark]): CheckResult => {
        const status = mark === "debt" ? "fail" : mark;
        const level = advisory.includes(id) ? "advisory" : "mandatory";
        return {
            id,
            level,
            status,
            evidence: evidenceOf(id, title, status),
            ...(mark === "debt" && { debt: debts[id] }),
        };
    });
    const statusOf = (ids: string[]) => {
        const found = checks.filter(({ id }) => ids.includes(id)).map(({ status }) => status);
        return (["fail", "unknown", "pass"] as const).find((status) => found.includes(status)) ?? "not-applicable";
    };
    return {
        rows: Object.entries(rows).map(([name, entries]) => {
            const ids = entries.map(([id]) => id);
            return { name, status: statusOf(ids), checks: ids };
        }),
        checks,
        counts: { resources: stack().length, releases: Object.keys(charts).length, rendered: 9 },
    };
}

function evidenceOf(id: string, title: string, status: Status): Evidence[] {
    const passed = Object.keys(charts).map((chart) => ({
        urn: urn("kubernetes:helm.sh/v3:Release", chart),
        status: "pass" as const,
        message: title,
    }));
    if (status === "pass") return passed;
    if (status === "not-applicable") return [];
    const message = messages[id] ?? `${title}: it is not so yet. Mend ${id}.`;
    return (subjects[id] ?? [""]).map((urn) => ({ urn, status, message }));
}
