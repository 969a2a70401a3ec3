import type { Part } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { ownKinds } from "../platform/exemption.ts";
import { podMonitor } from "../platform/pods.ts";
import { placement, resources, singleton, spread } from "../platform/workload.ts";
import { exemptionAlerts, inForce } from "./admission/ending-exemptions.ts";
import { gatekeeperPolicies, replicas, webhookRules } from "./admission/gatekeeper-policies.ts";
import { gatekeeperAlerts } from "./gatekeeper-alerts.ts";
import { gatekeeperRights, managerRole } from "./gatekeeper-rights.ts";

const name = "gatekeeper";
const metricsPort = 8888;

const itsKinds = "kinds of constraints are its own, and come with templates: nobody can name them before";

/** Judges every object before it is stored, by the same CEL as the API server would, and audits what was there before. */
export const gatekeeper: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    first: true,
    exemptions: [ownKinds(managerRole, itsKinds, "2027-06-30")],
    accepted: [
        { check: "rbac-no-wildcards", objects: [`clusterrole-${managerRole}`], reason: itsKinds, review: "2027-06-30" },
        {
            check: "rbac-secrets-access",
            objects: [`role-${managerRole}`],
            reason: "the certificate of its webhook, which it makes itself; limited to its own namespace",
            review: "2027-09-30",
        },
        {
            check: "pdb-not-blocking",
            objects: [`PodDisruptionBudget ${name}/gatekeeper-controller-manager`],
            reason: "its chart has no other key; with one of three that answers a broken pod holds up no drain",
            review: "2027-06-30",
        },
        {
            check: "replicas-min",
            objects: [`Deployment ${name}/gatekeeper-audit`],
            reason: "two of them would report everything twice; what comes in is judged without it",
            review: "2027-09-30",
        },
    ],
    addon: (settings, { profile, exemptions }) => ({
        chart: charts.gatekeeper,
        traffic: {
            from: [
                { peer: "apiServer", ports: [8443] },
                { peer: "metrics", ports: [metricsPort] },
            ],
            to: [{ peer: "kubeApi" }],
        },
        values: values(profile),
        before: gatekeeperRights,
        rules: [gatekeeperAlerts, ...exemptionAlerts(inForce(settings.admission.exemptNamespaces))],
        after: [...["webhook", "audit"].map(monitor), ...gatekeeperPolicies(settings, exemptions)],
    }),
};

const values = (profile: Profile) => {
    const { nodeSelector, tolerations, priorityClassName } = placement(profile);
    return {
        replicas,
        // What cannot be judged is refused; the API server's own default of 10 s, not the chart's 3 for a webhook that lets through.
        validatingWebhookFailurePolicy: "Fail",
        validatingWebhookTimeoutSeconds: 10,
        validatingWebhookCustomRules: webhookRules,
        // Gatekeeper must not stand in the way of what it runs on: DNS, the network and the storage drivers.
        validatingWebhookExemptNamespacesLabels: { "kubernetes.io/metadata.name": ["kube-system"] },
        // Nothing here changes objects, asks others, or judges what an object will make.
        disableMutation: true,
        enableExternalData: false,
        enableGeneratorResourceExpansion: false,
        enableK8sNativeValidation: true,
        // Who enforces is the webhook, and nobody beside it.
        defaultCreateVAPForTemplates: false,
        defaultCreateVAPBindingForConstraints: false,
        // Seconds; only kinds that a constraint names.
        auditInterval: 300,
        auditMatchKindOnly: true,
        logDenies: true,
        // Ready is who serves the webhook.
        enableTLSHealthcheck: true,
        controllerManager: {
            nodeSelector,
            tolerations,
            priorityClassName,
            resources: resources(100, 512),
            topologySpreadConstraints: spread(profile, {
                "control-plane": "controller-manager",
                "gatekeeper.sh/operation": "webhook",
            }),
        },
        audit: {
            // What it writes is its own; the webhook's pods write nothing.
            containerName: "audit",
            nodeSelector,
            tolerations,
            priorityClassName,
            resources: resources(100, 512),
        },
        // Of both Deployments, as the chart has it.
        commonAnnotations: singleton("Only the audit is alone: two of them would report everything twice."),
        // One that answers is enough, and the chart can say no more.
        pdb: { controllerManager: { minAvailable: 1 } },
        // Its own role reads everything that there is.
        rbac: { create: false },
        // The namespace has its quota and its labels already, from who makes it.
        resourceQuota: false,
        postInstall: { labelNamespace: { enabled: false }, probeWebhook: { enabled: false } },
        // Its webhook goes before its pods: it would refuse what others write in the meantime.
        preUninstall: {
            deleteWebhookConfigurations: { enabled: true, priorityClassName },
            nodeSelector,
            tolerations,
            resources: resources(25, 128),
        },
        // Helm leaves CRDs of `crds/` as they are: this hook brings those of a new version.
        upgradeCRDs: { enabled: true, priorityClassName },
        crds: { nodeSelector, tolerations, resources: resources(25, 128) },
    };
};

const monitor = (operation: string) =>
    podMonitor(
        { name: operation, namespace: name, labels: { "gatekeeper.sh/operation": operation } },
        { portNumber: metricsPort },
    );
