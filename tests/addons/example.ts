import { velero } from "../../components/backup/velero.ts";
import { karpenter } from "../../components/capacity/karpenter.ts";
import { argoCd } from "../../components/delivery/argo-cd.ts";
import { logForwarder } from "../../components/observability/log-forwarder.ts";
import { logGateway, logs } from "../../components/observability/logs.ts";
import { metrics } from "../../components/observability/metrics.ts";
import { nodeExporter } from "../../components/observability/node-exporter.ts";
import { scrapeTargets } from "../../components/observability/scrape-targets.ts";
import type { Addon, EksProfile } from "../../components/platform/addon.ts";
import { externalSecrets, secretStore } from "../../components/security/external-secrets.ts";
import { kyverno } from "../../components/security/kyverno.ts";
import { loadBalancerController } from "../../components/traffic/load-balancer-controller.ts";

export const profile: EksProfile = {
    clusterName: "shop",
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    systemNodeSelector: { "node-class": "system" },
    systemTolerations: [{ key: "CriticalAddonsOnly", operator: "Exists", effect: "NoSchedule" }],
};

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;

const keyArn = arn("kms", "key/0b1c");

export const backups = {
    bucket: "shop-backups",
    bucketArn: "arn:aws:s3:::shop-backups",
    keyArn,
    passwordSecret: "shop/velero-repo-credentials",
    secretStore,
};

export const primary = {
    bucket: "shop-replica",
    bucketArn: "arn:aws:s3:::shop-replica",
    keyArn: arn("kms", "key/9d8e"),
};

const sso = {
    issuer: "https://login.example.com",
    clientId: "argo-cd",
    clientSecretName: "sso/argo-cd",
    administratorGroup: "platform-team",
};

const gitops = {
    repository: "https://git.example.com/shop/platform.git",
    path: "clusters/shop",
    revision: "main",
    secretStore,
};

const tags = { owner: "platform-team", environment: "production", costCenter: "4711" };

const observed: Addon[] = [
    kyverno(profile),
    externalSecrets(profile, {
        region: profile.region,
        secretNames: ["heartbeat", "sso/argo-cd"],
        namespaces: ["monitoring", "argocd", "velero"],
    }),
    nodeExporter(profile),
    logs(profile, {
        bucket: "shop-logs",
        bucketArn: "arn:aws:s3:::shop-logs",
        keyArn,
        retentionDays: 90,
        storageClass: "gp3",
        clients: ["monitoring", "fluent-bit"],
    }),
    logForwarder(profile, logGateway),
    velero(profile, { ...backups, monthlyRetentionYears: 5 }),
    argoCd(profile, { ...gitops, sso }),
    loadBalancerController(profile, { vpcId: "vpc-0a1b", tags }),
    karpenter(profile, {
        clusterArn: arn("eks", "cluster/shop"),
        nodeRoleArn: "arn:aws:iam::123456789012:role/shop-node",
        machineImage: "bottlerocket@v1.64.0",
        instanceProfile: "shop-node",
        zonalShift: true,
        securityGroupIds: ["sg-0a1b"],
        volumeKeyArn: keyArn,
        tags,
        queueName: "shop-interruptions",
        queueArn: arn("sqs", "shop-interruptions"),
        general: { instanceCategories: ["c", "m", "r"], cpuLimit: 200, memoryLimitGiB: 800, allowSpot: false },
    }),
];

/** Every add-on of the platform, with facts of an imaginary cluster. */
export const addons: Addon[] = [
    ...observed,
    metrics(profile, {
        eks: {
            region: profile.region,
            alertTopicArn: arn("sns", "shop-alerts"),
            alertKeyArn: keyArn,
            heartbeatUrlSecret: "heartbeat",
            secretStore,
            storageClass: "gp3",
            logs: logGateway,
        },
        scrapeTargets: scrapeTargets(observed),
    }),
];
