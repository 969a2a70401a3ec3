import { type Input, interpolate } from "@pulumi/pulumi";
import { signatureReaders } from "../images/image-verification.ts";
import { pullSecrets } from "../images/pull-secret.ts";
import type { EksPlatform, Part, SecretReader } from "../part.ts";
import type { Profile, Statement } from "../platform/addon.ts";
import { charts } from "../platform/charts.ts";
import { keepOnRemoval } from "../platform/keep-on-removal.ts";
import type { ClusterSecretStore, KubernetesObject } from "../platform/kubernetes-object.ts";
import { partition, serviceHost } from "../platform/partition.ts";
import { placement, resources, spread } from "../platform/workload.ts";
import type { Settings } from "../settings.ts";
import { externalSecretsAlerts } from "./external-secrets-alerts.ts";
import { accountOf, storeFlows, storeObjects } from "./secret-stores/secret-stores.ts";

/** Name of the release, of its namespace and of the controller's service account. */
const name = "external-secrets";

/** Name of the ClusterSecretStore that stands for Secrets Manager in the cluster's account and region. */
const secretStore = "aws";

/** Label that lets any other namespace read from the store. */
const secretStoreLabel = { "production-cluster/secret-store": secretStore };

/**
 * Copies secrets of AWS Secrets Manager into the cluster, and keeps them up to date. It can read the secrets whose
 * names begin with `<name>/`, that of the component or of the cluster, and the ones that other parts name; nothing else
 * of the account. A standby, which runs what its primary runs, reads the copies that its own region has of the
 * primary's. Elsewhere than on EKS there is no store, and it only makes passwords.
 */
export const externalSecrets: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    handsOutCredential: true,
    lessElsewhere: { "secret store": "external-secrets reads AWS Secrets Manager" },
    awsApis: ["secretsmanager"],
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: ["ClusterRole external-secrets-controller"],
            reason: "it writes the Secrets that applications ask for, in their namespaces",
            review: "2027-08-31",
        },
        {
            check: "rbac-secrets-access",
            objects: ["ClusterRole external-secrets-cert-controller"],
            reason: "it keeps the certificate of its own webhook",
            review: "2027-08-31",
        },
    ],
    offers: (onEks) => ({
        secretController: { name, namespace: name },
        secretStoreAccount: (store) => ({ name: accountOf(store), namespace: name }),
        ...(onEks && { secretStore }),
    }),
    reads: ({ registry: { existing } }) =>
        existing?.credentialSecretName ? [existing.credentialSecretName] : undefined,
    addon: ({ registry, secretStores, standby }, { profile, eks, secretReaders, offers }) => ({
        chart: charts.externalSecrets,
        identities: eks && [
            { serviceAccount: "external-secrets", statements: readSecrets(eks, secretReaders, standby) },
        ],
        traffic: {
            from: [
                { peer: "apiServer", ports: [10250] },
                { peer: "metrics", ports: [8080] },
            ],
            to: [
                { peer: "kubeApi" },
                ...(eks ? [{ peer: "aws" as const }] : []),
                ...storeFlows(secretStores, offers.vault),
            ],
        },
        answers: ["Secrets management"],
        values: values(profile),
        rules: [externalSecretsAlerts],
        after: [
            ...(eks ? [clusterSecretStore(eks, secretReaders)] : []),
            ...secretStores.flatMap((store) => storeObjects(store, name, offers.vault)),
            ...pullCredential(registry),
        ],
    }),
};

/** The credential of the user's registry, for whoever pulls with it or reads signatures. */
function pullCredential(registry: Settings["registry"]): KubernetesObject[] {
    const { host = "", credentialSecretName: secretName } = registry.existing ?? {};
    if (!secretName) return [];
    const credential = { host, secretName, store: secretStore, readers: signatureReaders };
    return pullSecrets(credential, { name, namespace: name });
}

function readSecrets(
    { name, profile }: EksPlatform["eks"],
    readers: readonly SecretReader[],
    primary: Settings["standby"],
): Statement[] {
    const { clusterName, region } = profile;
    const arn = (service: string, name: Input<string>) =>
        interpolate`arn:${partition(region)}:${service}:${region}:*:${name}`;
    const others = readers.flatMap(({ secretNames }) => secretNames);
    // Secrets Manager appends a hyphen and six characters to the name in the ARN.
    const prefixes = [...new Set([name, clusterName]), ...(primary ? [primary.clusterName] : [])];
    const secrets = [
        ...prefixes.map((prefix) => interpolate`${prefix}/*`),
        ...others.map((name) => interpolate`${name}-??????`),
    ].map((name) => arn("secretsmanager", interpolate`secret:${name}`));
    const ownAccount = { "aws:ResourceAccount": "$" + "{aws:PrincipalAccount}" };
    return [
        {
            Sid: "ReadSecrets",
            Effect: "Allow",
            Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            Resource: secrets,
            Condition: { StringEquals: ownAccount },
        },
        {
            Sid: "DecryptSecrets",
            Effect: "Allow",
            Action: ["kms:Decrypt"],
            Resource: arn("kms", "key/*"),
            Condition: {
                StringEquals: { ...ownAccount, "kms:ViaService": serviceHost("secretsmanager", region) },
                StringLike: { "kms:EncryptionContext:SecretARN": secrets },
            },
        },
    ];
}

const values = (profile: Profile) => ({
    ...workload(profile, "external-secrets", 2),
    leaderElect: true,
    // With its CRDs every ExternalSecret would go, and with that the Secrets.
    crds: { annotations: keepOnRemoval },
    resources: resources(50, 256),
    livenessProbe: { enabled: true },
    readinessProbe: { enabled: true },
    // AWS is read with the identity of the controller's own pods; other stores bring the right to a token of their own.
    rbac: { serviceAccountTokenCreate: false },
    // The CRDs are there before; a plan without a cluster cannot see that. Series keep the namespace of their object.
    serviceMonitor: { enabled: true, renderMode: "alwaysRender", honorLabels: true },
    webhook: {
        ...workload(profile, "external-secrets-webhook", 2),
        resources: resources(25, 128),
        livenessProbe: { enabled: true },
    },
    certController: {
        ...workload(profile, "external-secrets-cert-controller", 2),
        resources: resources(25, 128),
        livenessProbe: { enabled: true },
    },
});

const workload = (profile: Profile, name: string, replicaCount: number) => ({
    ...placement(profile),
    replicaCount,
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": "external-secrets",
    }),
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
});

const clusterSecretStore = (
    { profile: { region } }: EksPlatform["eks"],
    readers: readonly SecretReader[],
): ClusterSecretStore => ({
    apiVersion: "external-secrets.io/v1",
    kind: "ClusterSecretStore",
    metadata: { name: secretStore },
    spec: {
        provider: { aws: { service: "SecretsManager", region } },
        conditions: [
            { namespaces: readers.map(({ namespace }) => namespace) },
            { namespaceSelector: { matchLabels: secretStoreLabel } },
        ],
    },
});
