import { imageVerification } from "../images/image-verification.ts";
import { pullPolicy } from "../images/pull-secret.ts";
import type { Part } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { chartSecrets, ownKinds, unprobed } from "../platform/exemption.ts";
import { keepOnRemoval } from "../platform/keep-on-removal.ts";
import type { ClusterRole } from "../platform/kubernetes-object.ts";
import { budget, placement, resources, spread } from "../platform/workload.ts";
import { exemptionAlerts, inForce } from "./admission/ending-exemptions.ts";
import { kyvernoPolicies } from "./admission/kyverno-policies.ts";
import { namespaceDefaults } from "./admission/namespace-defaults.ts";
import { scannedKinds } from "./admission/policies.ts";
import { kyvernoAlerts } from "./kyverno-alerts.ts";

const controllersWithoutProbe = ["background", "reports"].map((it) => `Deployment kyverno/kyverno-${it}-controller`);

/** Judges every object before it is stored. What it cannot judge is refused, so its webhook runs once in each zone. */
export const kyverno: Part = {
    name: "kyverno",
    namespace: { name: "kyverno", podSecurity: "restricted" },
    handsOutCredential: true,
    exemptions: [
        chartSecrets("kyverno", "the chart makes the certificates of its webhooks itself", "2027-09-30"),
        unprobed("kyverno", "two of its controllers serve nothing; they end when they lose their lease", "2027-05-31"),
        ownKinds("kyverno:migrate-resources", "rewrites Kyverno's own custom resources after an upgrade", "2027-06-30"),
    ],
    accepted: [
        {
            check: "probe-liveness",
            objects: controllersWithoutProbe,
            reason: "its chart offers no probe; it ends itself when it loses its lease",
            review: "2027-05-31",
        },
        {
            check: "probe-readiness",
            objects: controllersWithoutProbe,
            reason: "its chart offers no probe; no Service sends traffic to it but for metrics",
            review: "2027-05-31",
        },
        {
            check: "rbac-no-wildcards",
            objects: ["ClusterRole kyverno:migrate-resources"],
            reason: "a hook that rewrites Kyverno's own custom resources after an upgrade, and is gone then",
            review: "2027-06-30",
        },
        {
            check: "rbac-secrets-access",
            objects: ["admission", "background", "reports"].map((it) => `Role kyverno/kyverno:${it}-controller`),
            reason: "it is limited to the namespace of its own add-on",
            review: "2027-09-30",
        },
        {
            check: "rbac-webhook-config",
            objects: ["admission", "cleanup"].map((it) => `ClusterRole kyverno:${it}-controller:core`),
            reason: "Kyverno registers its own webhooks for the policies that exist",
            review: "2027-09-30",
        },
    ],
    addon: (settings, platform) => {
        const images = imageVerification(settings, platform);
        const { admission } = settings;
        // Where Gatekeeper judges, it says so.
        const ending = exemptionAlerts(inForce(admission.exemptNamespaces));
        return {
            chart: charts.kyverno,
            identities: images.identities,
            traffic: {
                from: [
                    { peer: "apiServer", ports: [9443] },
                    { peer: "metrics", ports: [8000] },
                ],
                to: [{ peer: "kubeApi" }, ...images.traffic],
            },
            values: values(platform.profile),
            rules: [kyvernoAlerts, ...(admission.engine === "gatekeeper" ? [] : ending)],
            before: [webhookOwner],
            after: [
                ...kyvernoPolicies(settings, platform.exemptions),
                ...(admission.namespaceDefaults ? namespaceDefaults(platform, settings.kubernetesVersion) : []),
                ...images.policies,
                ...(settings.registry.existing?.credentialSecretName ? [pullPolicy] : []),
            ],
        };
    },
};

/**
 * Owns the webhooks that Kyverno registers: it looks for a role of this label whose name ends so, and no chart makes
 * one any more. When the role goes, after the release, they go with it. The chart's own hook leaves the validating ones
 * behind (kyverno/kyverno#16492), and with a policy of somebody else there nothing that it judges could be stored any
 * more.
 */
const webhookOwner: ClusterRole = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    // Without rules: an empty list of them would be a difference in every plan, as the API server keeps none.
    metadata: { name: "kyverno:webhook", labels: { "app.kubernetes.io/component": "kyverno" } },
};

const values = (profile: Profile) => {
    const { nodeSelector, tolerations, priorityClassName } = placement(profile);
    return {
        global: { nodeSelector, tolerations, priorityClassName },
        // Kyverno must not stand in the way of what it runs on: DNS, the network and the storage drivers.
        config: {
            excludeKyvernoNamespace: true,
            webhooks: { namespaceSelector: notIn(["kube-system"]) },
            resourceFiltersExclude: judged,
        },
        features: { logging: { format: "json" } },
        admissionController: {
            ...controller(profile, "admission-controller", 3),
            container: { resources: resources(100, 384) },
            initContainer: { resources: resources(20, 64) },
            // Its own share of the API server, so that a crowd of other clients cannot starve admission.
            apiPriorityAndFairness: true,
        },
        backgroundController: {
            ...controller(profile, "background-controller", 2),
            resources: resources(50, 256),
            // What a policy may make in a namespace: nothing that gives rights.
            rbac: { coreClusterRole: { extraResources: generated } },
        },
        cleanupController: { ...controller(profile, "cleanup-controller", 2), resources: resources(25, 128) },
        reportsController: {
            ...controller(profile, "reports-controller", 2),
            resources: resources(50, 256),
            // What was there before is reported on where it may be read: by default only what the role `view` shows.
            rbac: {
                clusterRole: {
                    extraResources: scannedKinds.map(({ group, resources }) => ({ apiGroups: [group], resources })),
                },
            },
        },
        // With its CRDs every policy would go. Those of policies.kyverno.io come from a chart of their own.
        crds: { annotations: keepOnRemoval, migration: { podResources: resources(25, 128) } },
        "kyverno-api": { annotations: keepOnRemoval },
        webhooksCleanup: { resources: resources(25, 64) },
    };
};

const controller = (profile: Profile, component: string, replicas: number) => ({
    replicas,
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/instance": "kyverno",
    }),
    // The chart refuses maxUnavailable as long as its own default of minAvailable stands.
    podDisruptionBudget: { minAvailable: 0, ...budget },
    serviceMonitor: { enabled: true },
});

/** What the chart would keep from every policy, and ours judge: somebody's own ReplicaSet, pods in kube-public. */
const judged = ["[ReplicaSet,*,*]", "[ReplicaSet/?*,*,*]", "[*/*,kube-public,*]", "[*/*,kube-node-lease,*]"];

const generated = [
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"] },
    { apiGroups: [""], resources: ["limitranges", "resourcequotas"] },
].map((rule) => ({ ...rule, verbs: ["create", "update", "patch", "delete"] }));

const notIn = (values: string[]) => ({
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values }],
});
