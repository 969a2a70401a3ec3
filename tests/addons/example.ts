import { output } from "@pulumi/pulumi";
import { read } from "../../components/configuration/stack.ts";
import type { Addon, EksProfile, Profile } from "../../components/platform/addon.ts";
import type { EksCluster } from "../../components/platform/eks-cluster.ts";
import type { Settings } from "../../components/settings.ts";
import { serverCertificate } from "../configuration/certificates.ts";
import { handedOver } from "../configuration/settings.ts";
import { record } from "../foundation/recording.ts";
import { newKey, publicPem } from "../images/signing.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

export const profile: EksProfile = {
    clusterName: "shop",
    region: "eu-west-1",
    zones,
    systemNodeSelector: { "node-class": "system" },
    systemTolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
    storageClass: "gp3",
};

const account = "123456789012";
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
export const keyArn = arn("kms", "key/0b1c");
const clusterArn = arn("eks", "cluster/shop");
const nodeRoleArn = `arn:aws:iam::${account}:role/shop-node`;
const tags = { owner: "platform-team", environment: "production", costCenter: "4711" };

const cluster: Omit<EksCluster, "profile" | "provider"> = {
    accountId: account,
    clusterArn,
    vpcId: "vpc-0a1b",
    securityGroupIds: ["sg-0a1b"],
    privateSubnetIds: ["subnet-a", "subnet-b", "subnet-c"],
    nodeRoleArn,
    instanceProfile: "shop-node",
    zonalShift: true,
    natGateways: zones.map((zone) => ({ zone, id: `nat-${zone}` })),
    dataKeyArn: keyArn,
    tags,
};

export const primary = {
    ...{ clusterName: "other", active: false, restoreClusterScoped: [], imageRegistries: {}, wasPrimary: false },
    backupBucket: "shop-replica",
    backupKeyArn: arn("kms", "key/9d8e"),
    backupPasswordSecret: "other/velero-repo-credentials",
};

const sso = {
    issuer: "https://login.example.com",
    clientId: "argo-cd",
    clientSecretName: "sso/argo-cd",
    administratorGroup: "platform-team",
};
const gitops = { repository: "https://git.example.com/shop/platform.git", path: "clusters/shop" };

const certificates = {
    issuer: "acmpca" as const,
    privateCaArn: arn("acm-pca", "certificate-authority/6c5b"),
    loadBalancerHosts: ["shop.example.com"],
};
export const dns = {
    zones: [
        { id: "Z0PUBLIC", domain: "example.com" },
        { id: "Z0PRIVATE", domain: "example.com", private: true },
    ],
};

/** Arguments of the cluster, as a program gives them. */
export const args = {
    region: "eu-west-1",
    zones,
    access: { administratorRoleArns: [`arn:aws:iam::${account}:role/administrator`] },
    alerts: { emails: ["people@example.com"], heartbeatUrlSecret: "heartbeat" },
    gitops: { ...gitops, sso },
    ownership: tags,
    certificates,
    dns,
    backup: {
        restoreTest: { image: `${account}.dkr.ecr.eu-west-1.amazonaws.com/restore-test@sha256:${"0".repeat(64)}` },
    },
};

const configuration = { name: "shop", ...args };

/** What a test decides otherwise. */
export interface Choices {
    /** Settings, by their name in the configuration. */
    settings?: Record<string, unknown>;
    standby?: Settings["standby"];
    profile?: Partial<EksProfile>;
    cluster?: Partial<EksCluster>;
    /** The cluster is not on EKS. */
    elsewhere?: Profile;
}

/** The settings that a stack's configuration gives. */
export function settingsOf(configured: Record<string, unknown>): Settings {
    const { value, mistakes } = read("shop-clusters", handedOver(configured));
    if (!value) throw new Error(JSON.stringify(mistakes));
    const { standby: _, ...settings } = value;
    return settings;
}

/** The add-ons of a cluster as `ProductionCluster` assembles them, on clouds that answer at once, all values known. */
export async function assembled(choices: Choices = {}): Promise<Addon[]> {
    const { elsewhere } = choices;
    const settings = {
        ...settingsOf({ ...(elsewhere ? {} : configuration), ...choices.settings }),
        standby: choices.standby,
    };
    const { outputs } = await record(async () => {
        const { Provider } = await import("@pulumi/aws");
        const { ComponentResource } = await import("@pulumi/pulumi");
        const { imageSource } = await import("../../components/images/image-source.ts");
        const { assemble } = await import("../../components/assembly.ts");
        const { selectionOf } = await import("../../components/selection.ts");
        const awsIn = (region: string) => new Provider(region, { region: region as "eu-west-1" });
        const provider = awsIn("eu-west-1");
        const own = { parent: new ComponentResource("tests:index:Cluster", "shop"), provider };
        const onEks = { ...profile, ...choices.profile };
        const eks = { ...cluster, ...choices.cluster, profile: onEks, provider, name: "shop", own, awsIn };
        const where = elsewhere ? { profile: elsewhere } : { profile: onEks, eks };
        const images = imageSource(settings, elsewhere ? undefined : eks);
        const { addons } = assemble(selectionOf(settings), settings, { ...where, ...images });
        return await known(addons);
    });
    return outputs;
}

/** Settings by which every option that can be beside another one is there. */
const options = {
    metrics: {
        history: "thanos",
        datadog: { apiKeySecretName: "shop-observability/datadog" },
        newRelic: { licenseKeySecretName: "shop-observability/newrelic" },
        remoteWrite: [
            {
                name: "grafana-cloud",
                url: "https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push",
                authentication: "basic",
                secretName: "shop-observability/grafana-cloud",
            },
        ],
    },
    traces: { store: "tempo" },
    detection: { falco: {} },
    registry: {
        trivy: true,
        privateHosts: [{ host: "images.example.com", cidrs: ["10.9.0.0/24"] }],
        verify: [
            {
                name: "shop",
                images: ["*.dkr.ecr.*.amazonaws.com/shop/*"],
                key: publicPem(newKey()),
                scan: {},
                denyFrom: "2026-01-01",
            },
            {
                name: "tools",
                images: ["ghcr.io/example/*"],
                keyless: {
                    issuer: "https://token.actions.githubusercontent.com",
                    subject: "https://github.com/example/tools/.github/workflows/release.yaml@refs/heads/main",
                },
                denyFrom: "2026-01-01",
            },
            {
                name: "vendor",
                images: ["images.example.com/vendor/*"],
                certificate: serverCertificate,
                denyFrom: "9999-12-31",
            },
        ],
    },
    logs: { aggregator: "fluentd" },
    mesh: { engine: "istio", egress: [{ host: "api.example.com", namespaces: ["team"] }] },
    progressiveDelivery: true,
    restartOnSecretChange: true,
    sealedSecrets: true,
    secretStores: [{ name: "vault", vault: {} }],
    vault: {
        policies: { orders: 'path "database/creds/orders" {\n  capabilities = ["read"]\n}\n' },
        roles: [{ name: "orders", namespace: "orders", serviceAccount: "orders", policies: ["orders"] }],
        databases: [
            {
                name: "orders",
                host: "orders.abcdefghijkl.eu-west-1.rds.amazonaws.com",
                database: "orders",
                credentialSecretName: "rds/orders-maker",
                cidrs: ["10.1.0.0/24"],
                roles: [
                    {
                        name: "orders",
                        creationStatements: [
                            `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}'`,
                            `GRANT orders_reader TO "{{name}}"`,
                        ],
                    },
                ],
            },
        ],
    },
    backup: {
        ...args.backup,
        dumps: [
            {
                name: "orders",
                engine: "postgresql",
                host: "orders.abcdefghijkl.eu-west-1.rds.amazonaws.com",
                database: "orders",
                credentialSecretName: "rds/orders",
                cidrs: ["10.1.0.0/24"],
            },
            {
                name: "blog",
                engine: "mysql",
                host: "mysql.blog.svc",
                port: 3307,
                database: "wordpress",
                credentialSecretName: "shop/blog",
                namespace: "blog",
                tiers: ["weekly"],
            },
        ],
    },
};

/** What it is once every output in it has its value. */
const known = <Value>(value: Value): Promise<Value> =>
    new Promise((resolve) => {
        output(value).apply((all) => resolve(all as Value));
    });

export const settings = settingsOf(configuration);

/** Every add-on of the platform, with facts of an imaginary cluster. */
export const addons: Addon[] = await assembled();

/** The same with the options: everything that a cluster can have at once. */
export const everything: Addon[] = await assembled({ settings: options });
export const settingsOfEverything = settingsOf({ ...configuration, ...options });

export const addonOf = (all: readonly Addon[], name: string): Addon => {
    const found = all.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`There is no ${name}`);
    return found;
};
