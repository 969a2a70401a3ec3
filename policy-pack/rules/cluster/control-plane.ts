import { z } from "zod";
import { isHidden } from "../../inventory/unknown.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass } from "../../judgement/verdict.ts";
import { clusters, zonesOf } from "../../reading/subjects.ts";

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

export const eksSecretsKms = rule({
    id: "eks-secrets-kms",
    title: "Kubernetes Secrets are encrypted with a KMS key of your own",
    level: "mandatory",
    severity: "high",
    mend: 'Set encryptionConfig with provider.keyArn and resources ["secrets"] (eks.Cluster: encryptionConfigKeyArn)',
    url: `${guide}/enable-kms.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const [key] = inventory.sources(cluster, "encryptionConfig", "aws:kms/key:Key");
        // EKS encrypts nothing but Secrets, so a key that leads there says enough.
        if (key && isHidden(cluster.props, "encryptionConfig")) return pass();
        const { encryptionConfig } = cluster.props;
        if (!("keyArn" in (encryptionConfig?.provider ?? {}))) return fail("no KMS key encrypts Kubernetes Secrets");
        return all([
            must(() => encryptionConfig.resources?.includes("secrets"), "the KMS key is not used for Secrets"),
            must(() => key || encryptionConfig.provider.keyArn, "no KMS key encrypts Kubernetes Secrets"),
        ]);
    },
});

export const eksControlPlaneLogs = rule({
    id: "eks-control-plane-logs",
    title: "All five kinds of control plane logs are kept",
    level: "mandatory",
    severity: "high",
    mend: `Set enabledClusterLogTypes to ${logTypes.join(", ")}`,
    url: `${guide}/control-plane-logs.html`,
    subjects: clusters,
    judge: ({ props }) => {
        const enabled: string[] = props.enabledClusterLogTypes ?? [];
        const missing = logTypes.filter((type) => !enabled.includes(type));
        return missing.length === 0 ? pass() : fail(`control plane logs are not kept: ${missing.join(", ")}`);
    },
});

export const eksVersionSupported = rule({
    id: "eks-version-supported",
    title: "The Kubernetes version is in standard support",
    level: "mandatory",
    severity: "high",
    mend: "Set version to a supported minor version",
    url: `${guide}/kubernetes-versions.html`,
    settings: z.object({
        supported: z
            .record(z.string().regex(/^1\.\d+$/), z.iso.date())
            .default({ "1.33": "2026-07-29", "1.34": "2026-12-02", "1.35": "2027-03-27" })
            .describe("Last day of EKS standard support, by minor version"),
    }),
    subjects: clusters,
    judge: ({ props }, { settings, today }) => {
        const version = props.version;
        if (!isSet(version)) return fail("no Kubernetes version is set, so it changes with the day of creation");
        const end = settings.supported[version];
        if (end === undefined) return fail(`Kubernetes ${version} is not in the list of supported versions`);
        return today <= end ? pass() : fail(`standard support of Kubernetes ${version} ended on ${end}`);
    },
});

export const eksDeletionProtection = rule({
    id: "eks-deletion-protection",
    title: "The cluster is protected against deletion",
    level: "mandatory",
    severity: "high",
    mend: "Set deletionProtection to true",
    url: `${guide}/deletion-protection.html`,
    subjects: clusters,
    judge: ({ props }) => (props.deletionProtection === true ? pass() : fail("the cluster can be deleted by one call")),
});

export const eksAuthModeApi = rule({
    id: "eks-auth-mode-api",
    title: "Access is granted by access entries",
    level: "mandatory",
    severity: "high",
    mend: 'Set accessConfig.authenticationMode to "API"',
    url: `${guide}/access-entries.html`,
    subjects: clusters,
    judge: ({ props }) => {
        const mode = props.accessConfig?.authenticationMode;
        return mode === "API" || mode === "API_AND_CONFIG_MAP"
            ? pass()
            : fail(`access is granted by the aws-auth ConfigMap${mode === undefined ? ", the default" : ""}`);
    },
});

export const eksSubnetsMultiAz = rule({
    id: "eks-subnets-multi-az",
    title: "The control plane's interfaces span availability zones",
    level: "mandatory",
    severity: "high",
    mend: "Give vpcConfig.subnetIds a subnet in each of three zones",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const zones = zonesOf(inventory, [cluster], "vpcConfig");
        return zones.size >= 2 ? pass() : fail("the cluster's subnets are in one zone");
    },
});
