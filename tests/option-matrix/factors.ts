import { clusterSchema } from "../../components/settings.ts";
import { rootCa } from "../configuration/certificates.ts";
import { grafanaSso, right } from "../configuration/settings.ts";
import { hasPlace } from "../configuration/shape.ts";
import { kubeconfig } from "../foundation/recording.ts";
import { newKey, publicPem } from "../images/signing.ts";

const account = "111122223333";
const other = "444455556666";
const host = "shop.example.com";
const zones = [
    { id: "Z0PUBLIC", domain: "example.com" },
    { id: "Z0PRIVATE", domain: "example.com", private: true },
];
const eks = {
    clusterName: "theirs",
    vpcId: "vpc-1",
    privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"],
    securityGroupIds: ["sg-1"],
    nodeRoleArn: `arn:aws:iam::${account}:role/nodes`,
    instanceProfile: "nodes",
};
const acmpca = {
    issuer: "acmpca",
    privateCaArn: `arn:aws:acm-pca:eu-west-1:${account}:certificate-authority/1`,
    loadBalancerHosts: [host, "argocd.example.com", "grafana.example.com"],
};
const { access: _, ...onEks } = right;
const { name, gitops, ownership } = right;
const existing = { kubeconfig, nodeCidrs: ["172.18.0.0/16"], serviceCidr: "10.96.0.0/16" };

/** What a cluster is given at least, by its kind. */
export const kinds: Record<string, object> = {
    own: right,
    "existing on EKS": { ...onEks, cluster: { existing: { ...existing, eks } } },
    "existing elsewhere": { name, gitops, ownership, cluster: { existing } },
};

const ecr = `${account}.dkr.ecr.eu-west-1.amazonaws.com`;

/** What is there or not, and lists that bring parts: examples, by the path of the argument. */
const examples: Record<string, readonly unknown[]> = {
    domain: ["example.com"],
    "gitops.repository": ["git@github.com:example/clusters.git"],
    "gitops.credential": [
        { kind: "https", secretName: "git/https" },
        { kind: "ssh", secretName: "git/ssh" },
        { kind: "githubApp", secretName: "git/app" },
    ],
    "gitops.sso": [
        {
            ...{ issuer: "https://login.example.com", clientId: "argo-cd" },
            ...{ clientSecretName: "sso/argo-cd", administratorGroup: "platform", caCertificate: rootCa },
        },
    ],
    "gitops.caCertificate": [rootCa],
    "network.existing": [{ vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2", "subnet-3"] }],
    "detection.falco": [{}, { profile: "light" }],
    secretStores: [
        [{ name: "vault", vault: { server: "https://vault.example.com", role: "shop", authentication: "kubernetes" } }],
        [
            {
                name: "azure",
                azure: {
                    vaultUrl: "https://shop.vault.azure.net",
                    tenantId: "00000000-0000-0000-0000-000000000001",
                    clientId: "00000000-0000-0000-0000-000000000002",
                },
            },
        ],
        [{ name: "own", vault: {} }],
    ],
    vault: [{}],
    "backup.replicaRegion": ["eu-central-1"],
    "backup.otherAccount": [{ keyArn: `arn:aws:kms:eu-central-1:${other}:key/1`, bucket: "copies-of-shop" }],
    "backup.dumps": [
        [
            {
                ...{ name: "orders", engine: "postgresql", database: "orders", credentialSecretName: "rds/orders" },
                ...{ host: "orders.abcdefghijkl.eu-west-1.rds.amazonaws.com", cidrs: ["10.1.0.0/24"] },
            },
        ],
        [
            {
                ...{ name: "blog", engine: "mysql", database: "wordpress", credentialSecretName: "shop/blog" },
                ...{ host: "mysql.blog.svc", namespace: "blog", caCertificate: rootCa },
            },
        ],
    ],
    "backup.restoreTest": [{ image: `${ecr}/restore-test@sha256:${"0".repeat(64)}` }],
    "logs.aggregator": ["fluentd"],
    "logs.elasticsearch": [{ memoryGiB: 4 }],
    "metrics.newRelic": [{ licenseKeySecretName: "shop/newrelic" }],
    "metrics.datadog": [{ apiKeySecretName: "shop/datadog" }],
    "metrics.remoteWrite": [
        [{ name: "a", url: "https://prometheus.example.com/push", authentication: "basic", secretName: "shop/a" }],
        [
            {
                ...{
                    name: "a",
                    url: "https://mimir.example.com:8443/push",
                    authentication: "bearer",
                    secretName: "shop/a",
                },
                ...{ cidrs: ["10.20.0.0/24"], caCertificate: rootCa },
            },
        ],
    ],
    "grafana.sso": [grafanaSso, { ...grafanaSso, caCertificate: rootCa }],
    certificates: [{}, { issuer: "letsencrypt" }, acmpca],
    dns: [
        { zones },
        {
            zones,
            failover: [
                {
                    ...{ host: "web.example.com", path: "/" },
                    ...{ primaryTarget: "one.example.com", standbyTarget: "two.example.com" },
                },
            ],
        },
    ],
    edge: ["cloudfront", "apiGateway", "alb"].map((engine) => ({ engine, hosts: [host] })),
    "gateway.hosts": [[host]],
    "gateway.requestTimeout": [60],
    "gateway.maxRequestKiB": [1024],
    "gateway.requestsPerSecond": [100],
    "mesh.egress": [[{ host: "api.example.com", namespaces: ["web"] }]],
    "registry.existing": [
        { host: "registry.example.com" },
        { host: "registry.example.com", credentialSecretName: "shop/registry" },
    ],
    "registry.verify": [
        [
            {
                ...{ name: "shop", images: ["images.example.com/shop/*"], key: publicPem(newKey()) },
                ...{ scan: {}, denyFrom: "2026-01-01" },
            },
        ],
    ],
    "registry.privateHosts": [[{ host: "images.example.com", cidrs: ["10.20.0.0/24"] }]],
    ownCharts: [[{ name: "web", chart: "web", version: "1.0.0", repository: "https://charts.example.com" }]],
};

/** What is there or not and is in no choice, each with the reason. */
const leftOut: Record<string, string> = {
    accountId: "a fact",
    region: "a fact",
    zones: "a fact",
    access: "of every cluster of its own",
    alerts: "of every cluster on EKS",
    "cluster.existing": "among the kinds of clusters",
    "gitops.path": "a name",
    "grafana.url": "an address",
    standby: "facts of another stack; tests/program/standby.test.ts has its own",
};

/** What is read of a schema: fields of a map, values of an enumeration, what is inside of something optional. */
interface Schema {
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly options?: readonly string[];
    readonly def: { readonly type: string };
    unwrap?(): Schema;
    parse(value: unknown): unknown;
}

/** Values of enumerations and flags beside the standard ones, and none of what is there or not; lists are not looked into. */
function selectable(schema: Schema, path = ""): [string, readonly unknown[]][] {
    const { type } = schema.def;
    if (type === "optional") return [[path, []]];
    if ((type === "default" || type === "prefault") && schema.unwrap) {
        const standard = schema.parse(undefined);
        return selectable(schema.unwrap(), path).map(([at, values]) => [at, values.filter((it) => it !== standard)]);
    }
    if (type === "enum") return [[path, schema.options ?? []]];
    if (type === "boolean") return [[path, [true, false]]];
    return Object.entries(schema.shape ?? {}).flatMap(([key, field]) =>
        selectable(field, [path, key].filter(Boolean).join(".")),
    );
}

const found = selectable(clusterSchema as unknown as Schema);

/** What is there or not, of which there is neither an example nor a reason. */
export const unheard = found.flatMap(([path, values]) =>
    values.length === 0 && !(path in examples) && !(path in leftOut) ? [path] : [],
);

/** Examples and reasons of what no cluster can be given. */
export const unknown = [...Object.keys(examples), ...Object.keys(leftOut)].filter(
    (path) => !hasPlace(clusterSchema, path),
);

/**
 * What can be chosen, by the path of the argument: first what it is where nobody says otherwise, which is not given, then each
 * other value of an enumeration or a flag, and the examples.
 */
export const choices: Record<string, readonly unknown[]> = {
    cluster: Object.keys(kinds),
    ...Object.fromEntries(
        found.flatMap(([path, values]) => (values.length > 0 ? [[path, [undefined, ...values]]] : [])),
    ),
    ...Object.fromEntries(Object.entries(examples).map(([path, values]) => [path, [undefined, ...values]])),
};
