import { object, type Props, resource } from "../ready/resource.ts";
import { add, both, drop, forget, hide, madeFrom, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const shop = "Deployment shop";
const spec = "spec.template.spec";
const container = `${spec}.containers.0`;
const job = "CronJob restore-test";
const replication = "BucketReplicationConfig backups";
const lock = "BucketObjectLockConfiguration replica";
const budget = "PodDisruptionBudget shop";
const dns = "NetworkPolicy shop-allow-dns";

/** A rule that copies what is under KMS too. */
const whole = { status: "Enabled", sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } };

const backups: Mutant[] = [
    property("backup-restore-test", job, "spec.jobTemplate.spec.template.spec.volumes", [
        { name: "token", projected: { sources: [{ configMap: { name: "settings" } }] } },
    ]),
    property("backup-restore-test", "Role restore-test", "rules", [
        { apiGroups: ["velero.io"], resources: ["restores"], verbs: ["get"] },
    ]),
    property("backup-restore-test", "Role restore-test", "rules.0.verbs", ["create"]),
    property("backup-restore-test", "Role restore-test", "rules.1.resources", ["events"]),
    {
        check: "backup-restore-test",
        breaks: both(
            set("Release monitoring", ["values", "defaultRules", "disabled", "KubeJobFailed"], true),
            set("PrometheusRule backups", "spec.groups.0.rules.0.expr", 'kube_job_failed{namespace="shop"} > 0'),
        ),
        also: { "alert-rules-complete": "it asks for the alert on Jobs" },
    },
    property("backup-restore-test", "RoleBinding restore-test", "subjects.0.namespace", "shop", {
        "refs-resolve": "the account is in another namespace",
    }),
    property("backup-restore-test", job, "spec.suspend", true),
    property("backup-restore-test", job, "spec.schedule", "0 6 1 1 *"),
    {
        check: "backup-restore-test",
        breaks: both(drop(job), add(resource("aws:backup/restoreTestingPlan:RestoreTestingPlan", "empty", {}))),
    },
    property("backup-cross-region", "Bucket replica", "region", "eu-west-1"),
    { check: "backup-cross-region", breaks: forget(replication, "bucket"), also: { "backup-immutable": "nor locked" } },
    {
        check: "backup-cross-region",
        breaks: both(drop(replication), add(copying("unused"))),
        also: { "backup-immutable": "the lock is on a copy" },
    },
    property("backup-cross-region", replication, "rules", [{ status: "Disabled" }], {
        "backup-immutable": "the lock is on a copy",
    }),
    property(
        "backup-cross-region",
        replication,
        "rules",
        [
            { status: "Disabled", destination: { bucket: "arn:aws:s3:::shop-replica" } },
            { ...whole, destination: { bucket: "arn:aws:s3:::shop-backups" } },
        ],
        { "backup-immutable": "the lock is on a copy that is not made" },
    ),
    {
        check: "backup-cross-region",
        breaks: both(drop(replication), add(...planned("eu-west-1"))),
        hides: set(replication, "rules.0.filter", { prefix: "logs/" }),
        also: { "backup-immutable": "the lock is on a copy that is not made" },
    },
    property("backup-cross-region", replication, "rules.0.sourceSelectionCriteria", undefined),
    property("backup-immutable", lock, "rule", {}),
    property("backup-immutable", lock, "rule.defaultRetention.days", 1),
    { check: "backup-immutable", breaks: madeFrom(lock, "bucket", "aws:s3/bucket:Bucket elsewhere") },
    {
        check: "backup-immutable",
        breaks: both(drop(lock), add(resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "any", {}))),
    },
];

/** A plan of AWS Backup that copies, and that no selection uses. */
function copying(name: string) {
    return resource("aws:backup/plan:Plan", name, { rules: [{ copyActions: [{ destinationVaultArn: "arn" }] }] });
}

/** A plan of AWS Backup that is used, and copies to a vault of a region. */
function planned(region: string) {
    const rules = [
        { copyActions: [{ destinationVaultArn: `arn:aws:backup:${region}:123456789012:backup-vault:copies` }] },
    ];
    const plan = resource("aws:backup/plan:Plan", "all", { region: "eu-west-1", rules });
    return [plan, resource("aws:backup/selection:Selection", "all", { resources: ["*"] }, { planId: [plan.urn] })];
}

const publicEndpoint = (...cidrs: string[]): Mutant => ({
    check: "eks-endpoint-cidrs-restricted",
    config: { "eks-endpoint-not-public": { publicAllowed: true } },
    breaks: both(
        set("Cluster shop", "vpcConfig.endpointPublicAccess", true),
        set("Cluster shop", "vpcConfig.publicAccessCidrs", cidrs),
    ),
});

const ranges: Mutant[] = [
    publicEndpoint("203.0.0.0/12"),
    publicEndpoint("0.0.0.0/1", "128.0.0.0/1"),
    publicEndpoint("2000::/3"),
    property("sg-no-open-ingress", "SecurityGroupIngressRule api", "cidrIpv6", "2000::/3"),
    property("netpol-no-open-peers", dns, "spec.egress", (rules: object[]) => [
        ...rules,
        { to: [{ ipBlock: { cidr: "0.0.0.0/1" } }, { ipBlock: { cidr: "128.0.0.0/1" } }] },
    ]),
    property(
        "netpol-dns-allowed",
        dns,
        ["spec", "egress", "0", "to", "0", "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"],
        "shop",
        { "netpol-no-dangling": "DNS is in another namespace" },
    ),
    property("netpol-dns-allowed", dns, "spec.egress.0.to.0.podSelector.matchLabels", { app: "shop" }),
    property("netpol-dns-allowed", dns, "spec.egress.0.ports", [{ port: 53, protocol: "TCP" }]),
    property("netpol-dns-allowed", dns, "spec.podSelector", { matchLabels: { "app.kubernetes.io/name": "cart" } }),
];

const budgets: Mutant[] = [
    property("pdb-not-blocking", budget, "spec.minAvailable", "75%"),
    property("pdb-not-blocking", budget, "spec.minAvailable", "100%"),
    property("pdb-not-blocking", budget, "spec.maxUnavailable", -1),
    {
        check: "pdb-not-blocking",
        breaks: add(
            object("policy/v1:PodDisruptionBudget", "others", {
                metadata: { namespace: "shop" },
                spec: {
                    minAvailable: "100%",
                    selector: { matchLabels: { app: "elsewhere" } },
                    unhealthyPodEvictionPolicy: "AlwaysAllow",
                },
            }),
        ),
        also: { "refs-select": "it selects nothing" },
    },
];

const variable = (name: string, value = "example"): Mutant =>
    property("secret-not-plaintext", shop, `${container}.env.2`, { name, value });

const values: Mutant[] = [
    variable("AZURE_BATCH_KEY"),
    variable("OCI_CLI_KEY_CONTENT"),
    variable("WHATEVER", "---BEGIN OPENSSH PRIVATE KEY---\nexample\n---END OPENSSH PRIVATE KEY---"),
    {
        check: "no-legacy-agents",
        breaks: both(
            set(shop, `${container}.image`, (image: string) => image.replace("/shop:", "/git-sync:")),
            set(shop, `${container}.env.2`, { name: "GITSYNC_GIT", value: "/tmp/run" }),
        ),
    },
];

const traffic: Mutant[] = [
    property("ingress-tls", "Ingress shop", "spec.tls.0.hosts", ["other.example.com"]),
    {
        check: "ingress-tls",
        breaks: both(
            set("Gateway shop", "spec.listeners", (listeners: object[]) => [
                { name: "http", port: 80, protocol: "HTTP" },
                ...listeners,
            ]),
            add(
                object("gateway.networking.k8s.io/v1:HTTPRoute", "shop", {
                    metadata: { namespace: "shop" },
                    spec: { parentRefs: [{ name: "shop" }], rules: [{ backendRefs: [{ name: "shop", port: 80 }] }] },
                }),
            ),
        ),
        hides: (stack) => {
            add(object("gateway.networking.k8s.io/v1:HTTPRoute", "shop", { metadata: { namespace: "shop" } }))(stack);
            set("Gateway shop", "spec.listeners.0.protocol", "HTTP")(stack);
            set("Gateway shop", "spec.listeners.1", { name: "https", port: 443, protocol: "HTTPS" })(stack);
            hide("HTTPRoute shop", "spec")(stack);
        },
    },
    property("ingress-host-safe", "Ingress shop", "spec.defaultBackend", { service: { name: "shop" } }),
];

const grant = (check: string, group: string, name: string, verb: string, config?: object): Mutant => ({
    ...property(check, "Role shop-developers", "rules.2", { apiGroups: [group], resources: [name], verbs: [verb] }),
    config,
});

/** The policy res-limits as the API server has it, after a change. */
const native = (policy: object, binding: object): Mutant => ({
    check: "policy-set-complete",
    breaks: both(
        drop("ValidatingPolicy res-limits"),
        add(
            object("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", "res-limits", {
                spec: { validations: [{ expression: "false" }], ...policy },
            }),
            object("admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding", "res-limits", {
                spec: { policyName: "res-limits", validationActions: ["Deny"], ...binding },
            }),
        ),
    ),
});

const admission: Mutant[] = [
    property("policy-set-complete", "ValidatingPolicy res-limits", "spec.validations", []),
    property("policy-set-complete", "ValidatingPolicy res-limits", "spec.failurePolicy", "Ignore"),
    native({ validations: [] }, {}),
    native({ failurePolicy: "Ignore" }, {}),
    native({}, { policyName: "res-requests" }),
    native({}, { validationActions: ["Warn"] }),
];

const bypasses: Mutant[] = [
    property("sa-default-unused", shop, `${spec}.serviceAccountName`, ""),
    property("ns-not-default", "ConfigMap settings", "metadata.namespace", ""),
    property("image-registry-allowed", shop, `${container}.image`, (image: string) => `docker.io/${image}`),
    property("res-limits", shop, `${container}.resources.limits.memory`, "0"),
    {
        check: "res-requests",
        breaks: both(
            set(shop, `${container}.resources.requests.memory`, "0"),
            set(shop, `${container}.resources.limits.memory`, 0),
        ),
        also: {
            "res-limits": "the limit is none either",
            "res-rightsized-live": "there is no request to compare with what is used",
        },
    },
    {
        check: "ns-default-deny",
        breaks: both(
            set("NetworkPolicy shop-default-deny", "spec.policyTypes", undefined),
            set("NetworkPolicy shop-default-deny", "spec.egress", []),
        ),
    },
    property(
        "iam-no-star-policies",
        "RolePolicy external-secrets",
        "policy",
        '{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}',
    ),
    {
        check: "iam-no-star-policies",
        breaks: add(
            resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "admin", {
                policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
            }),
        ),
    },
    {
        check: "ingress-tls",
        breaks: both(
            set("Ingress shop", "spec.tls", undefined),
            set("Ingress shop", ["metadata", "annotations"], {
                "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:123456789012:certificate/shop",
                "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            }),
        ),
    },
];

const rights: Mutant[] = [
    grant("rbac-no-wildcards", "", "*/exec", "create"),
    grant("rbac-exec-attach", "", "*/exec", "create", { "rbac-no-wildcards": "disabled" }),
    grant("rbac-escalation-verbs", "authentication.k8s.io", "uids", "impersonate"),
];

const labels = { "app.kubernetes.io/name": "debug", "app.kubernetes.io/instance": "debug", owner: "shop" };

/** The shop's pod on its own, without the API's Deployment around it. */
const alone = (change: (pod: Props) => void): Mutant["breaks"] => {
    const naked = (stack: Parameters<Mutant["breaks"]>[0]) => {
        const found = stack.find(({ type, name }) => type.endsWith(":Deployment") && name === "shop");
        const pod = structuredClone(found?.props.spec.template.spec);
        change(pod);
        add(object("core/v1:Pod", "debug", { metadata: { namespace: "shop", labels }, spec: pod }))(stack);
    };
    return naked;
};

const shapes: Mutant[] = [
    {
        check: "probe-liveness",
        breaks: alone((pod) => {
            delete pod.containers[0].livenessProbe;
        }),
        also: { "no-naked-pods": "it is a pod on its own" },
    },
    {
        check: "pod-not-privileged",
        breaks: (stack) => {
            const index = stack.findIndex(({ type, name }) => type.endsWith(":Deployment") && name === "shop");
            set(shop, `${container}.securityContext.privileged`, true)(stack);
            const found = stack[index];
            if (found) stack.splice(index, 1, { ...found, type: "kubernetes:extensions/v1beta1:Deployment" });
        },
        hides: hide(shop, `${container}.securityContext.privileged`),
        also: {
            "api-not-deprecated": "the API is gone since Kubernetes 1.16",
            "refs-resolve": "autoscalers name a Deployment of another group",
        },
    },
];

/** Mutants that look like what a check wants, or hide from it. */
export const lookalikeMutants: readonly Mutant[] = [
    ...backups,
    ...ranges,
    ...budgets,
    ...values,
    ...traffic,
    ...admission,
    ...bypasses,
    ...rights,
    ...shapes,
];
