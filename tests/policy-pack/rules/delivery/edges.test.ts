import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, deployment, type Edge, hold, workload } from "../edge.ts";

const role = (assumeRolePolicy?: unknown) => [cluster(), resource("aws:iam/role:Role", "build", { assumeRolePolicy })];
const trusted = (issuer: string, sub = ":sub") =>
    role(JSON.stringify({ Condition: { [`${issuer}${sub}`]: "repo:shop/*" } }));

const builds: Edge[] = [
    ...[
        "token.actions.githubusercontent.com",
        "gitlab.com",
        "oidc.circleci.com/org/1",
        "vstoken.dev.azure.com/1",
    ].flatMap((issuer): Edge[] => [
        ["ci-push-identity", `one repository of ${issuer}`, "pass", trusted(issuer)],
        [
            "ci-push-identity",
            `any repository of ${issuer}`,
            "fail",
            trusted(issuer, ":aud"),
            { says: /any repository/ },
        ],
    ]),
    ["ci-push-identity", "a role for something else", "fail", trusted("ec2.amazonaws.com"), { says: /no role trusts/ }],
    ["ci-push-identity", "a role without trust", "fail", role(), { says: /no role trusts/ }],
    ["ci-push-identity", "no role", "fail", [cluster()], { says: /no role trusts/ }],
];

const argo = { server: { replicas: 2 }, repoServer: { replicas: 2 }, "redis-ha": { enabled: true } };
const argoCd = (values: Props) => [cluster(), release("argo-cd", "argo-cd", values)];
const capability = (type: string) => [cluster(), resource("aws:eks/capability:Capability", "gitops", { type })];
const chart = (name: string) => [cluster(), release(name, name, {})];

const application = (spec?: Props) => object("argoproj.io/v1alpha1:Application", "shop", { spec });
const good = {
    project: "shop",
    source: { targetRevision: "main" },
    syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } },
};
const heals = (change: Props) => [application({ ...good, ...change })];
const automated = (change: Props) =>
    heals({ syncPolicy: { ...good.syncPolicy, automated: { ...good.syncPolicy.automated, ...change } } });
const set = (spec?: Props) => [object("argoproj.io/v1alpha1:ApplicationSet", "shops", { spec })];
const kustomization = (spec?: Props) => [object("kustomize.toolkit.fluxcd.io/v1:Kustomization", "shop", { spec })];
const present = { "gitops-present": "disabled" };

const gitops: Edge[] = [
    ["gitops-present", "Argo CD with two of each", "pass", argoCd(argo)],
    ["gitops-present", "one server", "fail", argoCd({ ...argo, server: { replicas: 1 } })],
    ["gitops-present", "one repository server", "fail", argoCd({ ...argo, repoServer: { replicas: 1 } })],
    ["gitops-present", "one cache", "fail", argoCd({ ...argo, "redis-ha": undefined }), { says: /cache of Argo CD/ }],
    ...["flux2", "flux-operator", "flux-instance"].map((name): Edge => ["gitops-present", name, "pass", chart(name)]),
    ["gitops-present", "the capability of EKS", "pass", capability("ARGOCD")],
    ["gitops-present", "another capability", "fail", [...capability("ACK"), deployment()]],
    ["gitops-self-heal", "an Application", "pass", heals({})],
    ["gitops-self-heal", "what is gone stays", "fail", automated({ prune: false }), { says: /stays/ }],
    ["gitops-self-heal", "drift stays", "fail", automated({ selfHeal: undefined }), { says: /drift/ }],
    [
        "gitops-self-heal",
        "one try",
        "fail",
        heals({ syncPolicy: { automated: good.syncPolicy.automated } }),
        { says: /tried again/ },
    ],
    ["gitops-self-heal", "the default project", "fail", heals({ project: "default" }), { says: /default project/ }],
    ["gitops-self-heal", "no project", "fail", heals({ project: "" }), { says: /default project/ }],
    [
        "gitops-self-heal",
        "whatever is newest",
        "fail",
        heals({ source: { targetRevision: "HEAD" } }),
        { says: /no branch/ },
    ],
    ["gitops-self-heal", "no revision", "fail", heals({ source: {} }), { says: /no branch/ }],
    [
        "gitops-self-heal",
        "one of several sources without revision",
        "fail",
        heals({ source: undefined, sources: [{ targetRevision: "main" }, {}] }),
        { says: /no branch/ },
    ],
    [
        "gitops-self-heal",
        "several sources",
        "pass",
        heals({ source: undefined, sources: [{ targetRevision: "main" }] }),
    ],
    ["gitops-self-heal", "an Application that says nothing", "fail", [application()], { says: /drift/ }],
    ["gitops-self-heal", "an ApplicationSet", "pass", set({ template: { spec: good } })],
    ["gitops-self-heal", "an ApplicationSet that says nothing", "fail", set(), { says: /drift/ }],
    [
        "gitops-self-heal",
        "an ApplicationSet that lacks something",
        "fail",
        set({ template: { spec: {} } }),
        { says: /drift/ },
    ],
    [
        "gitops-self-heal",
        "an ApplicationSet that patches it",
        "unknown",
        set({ template: { spec: {} }, templatePatch: "spec: {}" }),
        { says: /templatePatch/ },
    ],
    [
        "gitops-self-heal",
        "an ApplicationSet that patches what is good",
        "pass",
        set({ template: { spec: good }, templatePatch: "spec: {}" }),
    ],
    ["gitops-self-heal", "a Kustomization that prunes", "pass", kustomization({ prune: true })],
    ["gitops-self-heal", "a Kustomization that does not", "fail", kustomization({}), { says: /stays/ }],
    ["gitops-self-heal", "a Kustomization that says nothing", "fail", kustomization(), { says: /stays/ }],
    ["gitops-self-heal", "a cluster with an Application", "pass", [cluster(), ...heals({})], { config: present }],
    [
        "gitops-self-heal",
        "a cluster with an ApplicationSet",
        "pass",
        [cluster(), ...set({ template: { spec: good } })],
        { config: present },
    ],
    [
        "gitops-self-heal",
        "a cluster with a Kustomization",
        "pass",
        [cluster(), ...kustomization({ prune: true })],
        { config: present },
    ],
    [
        "gitops-self-heal",
        "a cluster with nothing that names a repository",
        "fail",
        [cluster(), deployment()],
        { config: present, says: /names a repository/ },
    ],
];

const cm = { "admin.enabled": "false", "oidc.config": "issuer: https://login.example.com" };
const signIn = (change: Props) => argoCd({ ...argo, configs: { cm: { ...cm, ...change } } });

const sso: Edge[] = [
    ["gitops-sso", "a provider by OpenID Connect", "pass", signIn({})],
    ["gitops-sso", "a provider by Dex", "pass", signIn({ "oidc.config": undefined, "dex.config": "connectors: []" })],
    ["gitops-sso", "an administrator of its own", "fail", signIn({ "admin.enabled": true }), { says: /administrator/ }],
    ["gitops-sso", "no provider", "fail", signIn({ "oidc.config": undefined }), { says: /no identity provider/ }],
    [
        "gitops-sso",
        "the chart's own configuration",
        "fail",
        argoCd(argo),
        { says: /administrator can sign in; no identity/ },
    ],
    ["gitops-sso", "Flux", "not-applicable", chart("flux2"), { says: /no Argo CD/ }],
];

const catalogue: Edge[] = [
    ["service-catalogue", "nothing", "not-applicable", [cluster()]],
    ["service-catalogue", "the archived one", "fail", chart("catalog"), { says: /archived/ }],
    ...["crossplane", "kro", "backstage"].map((name): Edge => ["service-catalogue", name, "pass", chart(name)]),
    ...["ACK", "KRO"].map((type): Edge => ["service-catalogue", `the capability ${type}`, "pass", capability(type)]),
    ["service-catalogue", "another capability", "not-applicable", capability("ARGOCD")],
];

const argoOfManifests = (...configurations: readonly [name: string, data?: Props][]) => [
    cluster(),
    workload("apps/v1:Deployment", "argocd-server", { image: "quay.io/argoproj/argocd:v3.2.0" }),
    ...configurations.map(([name, data]) => object("core/v1:ConfigMap", name, { data })),
];
const argoWith = (...caches: [name: string, replicas: number][]) => [
    cluster(),
    ...["argocd-server", "argocd-repo-server"].map((name) =>
        workload(
            "apps/v1:Deployment",
            name,
            { image: "quay.io/argoproj/argocd:v3.2.0", args: [`/usr/local/bin/${name}`] },
            {},
            { replicas: 2 },
        ),
    ),
    ...caches.map(([name, replicas]) =>
        workload("apps/v1:StatefulSet", name, { image: "redis:8.2.3" }, {}, { replicas }),
    ),
];
const noCaches = { says: /cache of Argo CD is one pod/ };
const caches: Edge[] = [
    ["gitops-present", "manifests with three caches", "pass", argoWith(["argocd-redis-ha-server", 3], ["queue", 1])],
    ["gitops-present", "manifests with one cache", "fail", argoWith(["argocd-redis-ha-server", 1]), noCaches],
    ["gitops-present", "manifests beside something else", "fail", argoWith(["queue", 3]), noCaches],
];
const connected = { "admin.enabled": "false", "oidc.config": "issuer: https://login.example.com" };
const ofManifests = { config: { "gitops-present": "disabled" } };

const ssoOfManifests: Edge[] = [
    ["gitops-sso", "manifests without their settings", "unknown", argoOfManifests(), ofManifests],
    [
        "gitops-sso",
        "manifests beside another ConfigMap",
        "unknown",
        argoOfManifests(["argocd-rbac-cm", connected]),
        ofManifests,
    ],
    ["gitops-sso", "manifests with a provider", "pass", argoOfManifests(["argocd-cm", connected]), ofManifests],
    ["gitops-sso", "manifests with empty settings", "fail", argoOfManifests(["argocd-cm"]), ofManifests],
];

hold([...caches, ...builds, ...gitops, ...sso, ...ssoOfManifests, ...catalogue]);
