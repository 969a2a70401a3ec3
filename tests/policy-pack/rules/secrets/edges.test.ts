import { object, type Props, release, resource } from "../../ready/resource.ts";
import { cluster, type Edge, hold, inShop } from "../edge.ts";

const store = (provider?: Props, kind = "SecretStore") =>
    inShop(`external-secrets.io/v1:${kind}`, "store", { spec: { provider } });
const operator = release("external-secrets", "external-secrets", { replicaCount: 2 });
const vault = (values: Props = {}) => release("vault", "vault", values);
const kept = (...stores: ReturnType<typeof store>[]) => [cluster(), operator, ...stores];
const aws = { aws: { service: "SecretsManager" } };
const alone = { config: { "external-secrets-present": "disabled" } };
const own = ["azurekv", "gcpsm", "onepassword", "akeyless", "conjur"];

const stores: Edge[] = [
    ...["aws", "vault", ...own].map(
        (name): Edge => ["external-secrets-present", `a store of ${name}`, "pass", kept(store({ [name]: {} }))],
    ),
    ["external-secrets-present", "a store for the whole cluster", "pass", kept(store(aws, "ClusterSecretStore"))],
    [
        "external-secrets-present",
        "a store that makes things up",
        "fail",
        kept(store({ fake: {} })),
        { says: /no SecretStore/ },
    ],
    ["external-secrets-present", "a store that says nothing", "fail", kept(store()), { says: /no SecretStore/ }],
    [
        "external-secrets-present",
        "one of two stores",
        "pass",
        kept(store({ fake: {} }), store(aws, "ClusterSecretStore")),
    ],
    ["secret-store-present", "Secrets Manager", "pass", kept(store(aws))],
    ...own.map((name): Edge => ["secret-store-present", name, "pass", kept(store({ [name]: {} }))]),
    [
        "secret-store-present",
        "Parameter Store",
        "unknown",
        kept(store({ aws: { service: "ParameterStore" } })),
        { says: /Parameter Store/ },
    ],
    ["secret-store-present", "another namespace of the cluster", "pass", kept(store({ kubernetes: {} })), alone],
    [
        "secret-store-present",
        "another cluster",
        "unknown",
        kept(store({ kubernetes: { server: { url: "https://other" } } })),
        { ...alone, says: /is not known/ },
    ],
    [
        "secret-store-present",
        "a store that nobody knows",
        "unknown",
        kept(store({ fake: {} })),
        { ...alone, says: /is not known/ },
    ],
    ["secret-store-present", "a store that says nothing", "unknown", kept(store()), { ...alone, says: /is not known/ }],
    [
        "secret-store-present",
        "a Vault that is elsewhere",
        "unknown",
        kept(store({ vault: {} })),
        { says: /not in this stack/ },
    ],
    [
        "secret-store-present",
        "a Vault that is here",
        "pass",
        [...kept(store({ vault: {} })), vault({ server: { ha: { enabled: true } } })],
    ],
    [
        "secret-store-present",
        "a Vault of one pod",
        "fail",
        [...kept(store({ vault: {} })), vault()],
        { says: /one pod/ },
    ],
    [
        "secret-store-present",
        "a secret without a key",
        "fail",
        [cluster(), operator, resource("aws:secretsmanager/secret:Secret", "s", {})],
        { ...alone, says: /key of your own/ },
    ],
    [
        "secret-store-present",
        "a secret with a key",
        "pass",
        [cluster(), operator, resource("aws:secretsmanager/secret:Secret", "s", { kmsKeyId: "arn" })],
        alone,
    ],
    ["secret-store-present", "no store", "unknown", [cluster(), operator], { ...alone, says: /no store of secrets/ }],
];

const secret = (props: Props) => [object("core/v1:Secret", "shop", props)];
const owned = (kind: string) =>
    secret({ stringData: { password: "hunter2" }, metadata: { ownerReferences: [{ kind: "Other" }, { kind }] } });
const repository = (content: Props, type = "repository") =>
    secret({ ...content, metadata: { labels: { "argocd.argoproj.io/secret-type": type } } });

const values: Edge[] = [
    ["secret-from-store", "a value", "fail", secret({ stringData: { password: "hunter2" } })],
    ["secret-from-store", "a value in base64", "fail", secret({ data: { password: "aHVudGVyMg==" } })],
    ["secret-from-store", "no value", "pass", secret({})],
    [
        "secret-from-store",
        "what stands for a value",
        "pass",
        secret({ stringData: { password: "op://vault/item/password" } }),
    ],
    ...["ExternalSecret", "SealedSecret", "Certificate"].map(
        (kind): Edge => ["secret-from-store", `of ${kind}`, "pass", owned(kind)],
    ),
    ["secret-from-store", "of something else", "fail", owned("Deployment")],
    [
        "secret-from-store",
        "of cert-manager",
        "pass",
        secret({
            data: { "tls.key": "eA==" },
            metadata: { annotations: { "cert-manager.io/certificate-name": "shop" } },
        }),
    ],
    ...["kubernetes.io/service-account-token", "helm.sh/release.v1", "bootstrap.kubernetes.io/token"].map(
        (type): Edge => ["secret-from-store", `of the type ${type}`, "pass", secret({ type, data: { token: "eA==" } })],
    ),
    ["secret-from-store", "of another type", "fail", secret({ type: "Opaque", data: { token: "eA==" } })],
    [
        "secret-from-store",
        "where a repository is",
        "pass",
        repository({ stringData: { url: "https://git.example.com/shop" } }),
    ],
    [
        "secret-from-store",
        "where a cluster is",
        "fail",
        repository({ stringData: { server: "https://k8s.example.com" } }, "cluster"),
    ],
    ...[
        "password",
        "bearerToken",
        "sshPrivateKey",
        "tlsClientCertKey",
        "githubAppPrivateKey",
        "gcpServiceAccountKey",
    ].flatMap((key): Edge[] => [
        [
            "secret-from-store",
            `where a repository is, with ${key}`,
            "fail",
            repository({ stringData: { url: "https://git", [key]: "x1y2" } }),
        ],
        [
            "secret-from-store",
            `where a repository is, with ${key} in base64`,
            "fail",
            repository({ data: { [key]: "eDF5Mg==" } }),
        ],
    ]),
];

hold([...stores, ...values]);
