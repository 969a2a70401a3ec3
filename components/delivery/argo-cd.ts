import { offered } from "../offers.ts";
import type { Part, Platform } from "../part.ts";
import type { Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { anyObject, chartSecrets, serviceAccount, unprobed } from "../platform/exemption.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { Application, AppProject, ExternalSecret } from "../platform/kubernetes-object.ts";
import { isWaiting } from "../platform/standby.ts";
import { urlOf, type WebApp } from "../platform/web-app.ts";
import { placement, resources, singleton, spread } from "../platform/workload.ts";
import type { Settings } from "../settings.ts";
import { argoCdAlerts } from "./argo-cd-alerts.ts";
import { gitOps } from "./argo-cd-dashboard.ts";
import { accepted } from "./argo-cd-findings.ts";
import { outside } from "./argo-cd-flows.ts";
import { redis } from "./argo-cd-redis.ts";
import type { SingleSignOnArgs } from "./args.ts";
import { repositoryCertificates, repositoryCredential } from "./repository-credential.ts";
import * as standby from "./standby-hold.ts";

type GitOps = Settings["gitops"];

const namespace = "argocd";
const oidcSecret = "argocd-oidc";

const ui: WebApp = { name: "argo-cd", service: { name: "argocd-server", port: 80 }, podPort: 8080 };

/** Where people find it without a domain: kubectl -n argocd port-forward service/argocd-server 8080:443. */
const forwarded = "https://localhost:8080";

/** Argo CD follows the Git repository, repairs what drifts from it, and nobody signs in with a password. */
export const argoCd: Part = {
    name: "argo-cd",
    namespace: { name: namespace, podSecurity: "restricted" },
    exemptions: [
        chartSecrets(namespace, "the chart makes its Secrets empty, and Argo CD fills them", "2027-07-31"),
        unprobed(namespace, "long comparisons were cut off by a probe of the application controller", "2027-05-31"),
        {
            name: "any-object",
            policies: anyObject,
            namespaces: ["", namespace],
            names: ["argocd-application-controller", "argocd-server"],
            reason: "Argo CD applies objects of every kind",
            review: "2027-08-31",
        },
    ],
    accepted,
    appliesForPeople: [serviceAccount(namespace, "argocd-application-controller")],
    reads: ({ gitops: { sso, credential } }) => [
        ...(sso ? [sso.clientSecretName] : []),
        ...(credential ? [credential.secretName] : []),
    ],
    opens: ({ gitops }) => gitops.sso && ui,
    addon: (settings, { profile, offers, webApp, namespaces }) => {
        const { gitops, ownCharts } = settings;
        const { sso } = gitops;
        const isStandby = settings.standby !== undefined;
        const waiting = isWaiting(settings.standby);
        const platform = [...namespaces, ...ownCharts.map(({ name }) => name)];
        const inStore = sso !== undefined || gitops.credential !== undefined;
        const store = inStore ? offered(offers, "secretStore") : "";
        return {
            chart: charts.argoCd,
            traffic: {
                from: [
                    { peer: "sameNamespace", ports: "any" },
                    { peer: "metrics", ports: [8080, 8082, 8083, 8084, 9101, 9121] },
                ],
                to: [{ peer: "kubeApi" }, { peer: "sameNamespace" }, ...outside(gitops)],
            },
            // What waits for a restore comes after it.
            needs: [...(inStore ? ["external-secrets"] : []), ...(isStandby ? ["velero"] : [])],
            answers: ["Deployment Pipeline"],
            dashboards: [gitOps],
            values: values(profile, { gitops, webApp, isStandby }),
            rules: [waiting ? standby.asOfStandby(argoCdAlerts) : argoCdAlerts],
            before: [
                ...(sso ? [clientSecret(sso, store)] : []),
                ...repositoryCredential(gitops, { namespace, store }),
                ...(isStandby ? standby.hold(waiting, platform) : []),
            ],
            after: [
                project(gitops),
                ...(isStandby ? [standby.project(waiting, namespace)] : []),
                root(gitops, profile),
            ],
        };
    },
};

const values = (
    profile: Profile,
    { gitops, webApp, isStandby }: { gitops: GitOps } & Pick<Platform, "webApp"> & { isStandby: boolean },
) => {
    const { sso, caCertificate } = gitops;
    const where = placement(profile);
    return {
        fullnameOverride: "argocd",
        global: {
            ...where,
            logging: { format: "json" },
            // Who may talk to whom is declared once, above.
            networkPolicy: { create: false },
        },
        configs: {
            // The gateway ends TLS.
            ...(webApp && { params: { "server.insecure": true } }),
            cm: {
                url: webApp ? urlOf(webApp) : forwarded,
                "admin.enabled": false,
                ...(sso ? { "oidc.config": oidcConfig(sso) } : {}),
                ...(isStandby ? { globalProjects: standby.globalProjects } : {}),
            },
            rbac: {
                "policy.default": "",
                "policy.csv": sso ? `g, ${sso.administratorGroup}, role:admin\n` : "",
                scopes: "[groups]",
            },
            ...(caCertificate && { tls: { certificates: repositoryCertificates(gitops.repository, caCertificate) } }),
        },
        dex: { enabled: false },
        notifications: { enabled: false },
        controller: {
            replicas: 1,
            statefulsetAnnotations: singleton("More replicas share clusters, and there is one; its state is in Git."),
            resources: resources(250, 1024),
            ...monitored,
        },
        server: { ...replicated(profile, "argocd-server"), resources: resources(50, 256), ...monitored },
        repoServer: {
            ...replicated(profile, "argocd-repo-server"),
            // Working copies of repositories.
            resources: resources(100, 512, 4),
            copyutil: { resources: resources(10, 128) },
            ...monitored,
        },
        applicationSet: {
            ...replicated(profile, "argocd-applicationset-controller"),
            resources: resources(25, 128),
            readinessProbe: { enabled: true },
            livenessProbe: { enabled: true },
            ...monitored,
        },
        redisSecretInit: { resources: resources(25, 128) },
        "redis-ha": redis(where),
    };
};

const monitored = { metrics: { enabled: true, serviceMonitor: { enabled: true } } };

const replicated = (profile: Profile, name: string) => ({
    replicas: 2,
    pdb: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": "argo-cd",
    }),
});

/** `$secret:key` is how Argo CD names a key of a Secret in its configuration. */
const oidcConfig = ({ issuer, clientId, caCertificate }: SingleSignOnArgs): string =>
    [
        "name: Single sign-on",
        `issuer: ${JSON.stringify(issuer)}`,
        `clientID: ${JSON.stringify(clientId)}`,
        `clientSecret: $${oidcSecret}:clientSecret`,
        "requestedScopes: [openid, profile, email, groups]",
        ...(caCertificate ? [`rootCA: ${JSON.stringify(caCertificate)}`] : []),
        "",
    ].join("\n");

const clientSecret = ({ clientSecretName }: SingleSignOnArgs, store: string): ExternalSecret =>
    externalSecret({
        name: oidcSecret,
        namespace,
        store,
        key: clientSecretName,
        data: { clientSecret: "clientSecret" },
        labels: { "app.kubernetes.io/part-of": "argocd" },
    });

/**
 * The root's project: one repository, this cluster. What the root may create is for the reviewers of that repository.
 */
const project = ({ repository }: GitOps): AppProject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: "platform", namespace },
    spec: {
        description: "What the cluster's own repository brings.",
        sourceRepos: [repository],
        destinations: [{ server: "https://kubernetes.default.svc", namespace: "*" }],
        clusterResourceWhitelist: [{ group: "*", kind: "*" }],
    },
});

const root = ({ repository, path, revision }: GitOps, { clusterName }: Profile): Application => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "root", namespace },
    spec: {
        project: "platform",
        source: { repoURL: repository, path: path ?? `clusters/${clusterName}`, targetRevision: revision },
        destination: { server: "https://kubernetes.default.svc", namespace },
        syncPolicy: {
            automated: { prune: true, selfHeal: true },
            syncOptions: ["ServerSideApply=true"],
            retry: { limit: 10, backoff: { duration: "10s", factor: 2, maxDuration: "10m" } },
        },
    },
});
