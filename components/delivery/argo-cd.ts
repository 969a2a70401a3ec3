import type { SingleSignOnArgs } from "../arguments.ts";
import type { Addon, Profile } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { Application, AppProject, ExternalSecret } from "../platform/kubernetes-object.ts";
import { budget, placement, resources, singleton, spread } from "../platform/workload.ts";

export interface ArgoCdFacts {
    /** Git repository, folder and revision that hold the desired state. */
    repository: string;
    path: string;
    revision: string;
    /** Sign-in of people. Default: nobody can sign in. */
    sso?: SingleSignOnArgs;
    /** Name of the ClusterSecretStore. */
    secretStore: string;
}

const namespace = "argocd";
const oidcSecret = "argocd-oidc";

/** Where people find it until it has an ingress: kubectl -n argocd port-forward service/argocd-server 8080:443. */
const url = "https://localhost:8080";

/** Argo CD follows the Git repository, repairs what drifts from it, and nobody signs in with a password. */
export const argoCd = (profile: Profile, facts: ArgoCdFacts): Addon => ({
    name: "argo-cd",
    chart: charts.argoCd,
    namespace: { name: namespace, podSecurity: "restricted" },
    traffic: {
        from: [
            { peer: "sameNamespace", ports: "any" },
            { peer: "metrics", ports: [8080, 8082, 8083, 8084, 9101, 9121] },
        ],
        to: [
            { peer: "kubeApi" },
            { peer: "sameNamespace" },
            { peer: { internet: "Git repositories, chart repositories and the identity provider." }, ports: [443, 22] },
        ],
    },
    needs: facts.sso ? ["external-secrets"] : [],
    answers: ["Deployment Pipeline"],
    values: values(profile, facts.sso),
    before: facts.sso ? [clientSecret(facts.sso, facts.secretStore)] : [],
    after: [project(facts), root(facts)],
});

const values = (profile: Profile, sso?: SingleSignOnArgs) => {
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
            cm: { url, "admin.enabled": false, ...(sso ? { "oidc.config": oidcConfig(sso) } : {}) },
            rbac: {
                "policy.default": "",
                "policy.csv": sso ? `g, ${sso.administratorGroup}, role:admin\n` : "",
                scopes: "[groups]",
            },
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

/**
 * After a restart a Sentinel can spin on a member that is gone, until it is told to look for the members anew:
 * https://github.com/argoproj/argo-cd/pull/20645.
 */
const forgetTheGone = ["/bin/sh", "-c", "sleep 30; redis-cli -p 26379 sentinel reset argocd"];

/** A cache of three, with a proxy in front that knows the leader. As Argo CD's own manifests for high availability have it. */
const redis = ({ nodeSelector, tolerations }: ReturnType<typeof placement>) => ({
    enabled: true,
    nodeSelector,
    tolerations,
    // The chart cannot leave tainted nodes out of the count: held to zones and hosts strictly, pods of a drained zone would
    // wait for it.
    topologySpreadConstraints: { enabled: true, maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" },
    hardAntiAffinity: false,
    podDisruptionBudget: budget,
    redis: { resources: resources(50, 128) },
    sentinel: { resources: resources(25, 64), lifecycle: { postStart: { exec: { command: forgetTheGone } } } },
    init: { resources: resources(25, 64) },
    splitBrainDetection: { resources: resources(10, 32) },
    exporter: { enabled: true, resources: resources(10, 32), serviceMonitor: { enabled: true } },
    haproxy: {
        hardAntiAffinity: false,
        // Nodes and pods have IPv4; where the kernel has no IPv6 the proxy would not start.
        IPv6: { enabled: false },
        // Its tables are sized for as many connections as the node allows open files, which is more than its memory:
        // https://github.com/argoproj/argo-cd/issues/15319.
        extraConfig: "global\n  maxconn 4096\n",
        resources: resources(25, 128),
        init: { resources: resources(10, 32) },
        podDisruptionBudget: budget,
        metrics: { enabled: true, serviceMonitor: { enabled: true } },
    },
});

/** `$secret:key` is how Argo CD names a key of a Secret in its configuration. */
const oidcConfig = ({ issuer, clientId }: SingleSignOnArgs): string =>
    [
        "name: Single sign-on",
        `issuer: ${JSON.stringify(issuer)}`,
        `clientID: ${JSON.stringify(clientId)}`,
        `clientSecret: $${oidcSecret}:clientSecret`,
        "requestedScopes: [openid, profile, email, groups]",
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

/** The root's project: one repository, this cluster. What the root may create is for the reviewers of that repository. */
const project = ({ repository }: ArgoCdFacts): AppProject => ({
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

const root = ({ repository, path, revision }: ArgoCdFacts): Application => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "root", namespace },
    spec: {
        project: "platform",
        source: { repoURL: repository, path, targetRevision: revision },
        destination: { server: "https://kubernetes.default.svc", namespace },
        syncPolicy: {
            automated: { prune: true, selfHeal: true },
            syncOptions: ["ServerSideApply=true"],
            retry: { limit: 10, backoff: { duration: "10s", factor: 2, maxDuration: "10m" } },
        },
    },
});
