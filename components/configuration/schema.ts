import { z } from "zod";
import { AdmissionEngine, PodSecurity, type ProductionClusterArgs } from "../arguments.ts";
import { kubernetesVersions } from "../platform/kubernetes-versions.ts";
import { policyIds } from "../security/admission/policies.ts";
import * as f from "./fields.ts";
import * as ranges from "./ranges.ts";
import * as urls from "./urls.ts";

/** Days that CloudWatch Logs accepts as retention, from 90 on: shorter leaves no audit trail to speak of. */
const retentionDays = [90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const network = f.object({
    cidr: ranges.hostCidr(16, 20).default("10.0.0.0/16"),
    reservedCidrs: f.list(ranges.cidr(8, 32)).default([]),
    existing: f
        .object({
            vpcId: f.vpcId,
            privateSubnetIds: f.subnets,
            publicSubnetIds: f.subnets.default([]),
            intraSubnetIds: f.subnets.min(2, "EKS takes two subnets or more, in different zones").optional(),
        })
        .optional(),
});

/** Most ranges of a public endpoint (https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html). */
const publicRanges = 40;

/**
 * Rules of the cluster's security group that are left of the 60 that a group has unless AWS raises the quota
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html): EKS makes one, and the VPC has one.
 */
const privateRules = 58;

const controlPlane = f.object({
    publicAccessCidrs: f
        .list(ranges.internetCidr(16, 32))
        .max(publicRanges, `EKS takes ${publicRanges} ranges at most; give wider ones`)
        .default([]),
    privateAccessCidrs: f
        .list(ranges.hostCidr(8, 32))
        .max(privateRules, `the security group has room for ${privateRules} ranges; give wider ones`)
        .default([]),
    logRetentionDays: z
        .int({ error: "give a whole number of days" })
        .refine((days) => retentionDays.includes(days), `CloudWatch Logs takes one of ${retentionDays.join(", ")}`)
        .default(365),
    serviceCidr: ranges.serviceCidr.default("172.20.0.0/16"),
});

const cluster = f.object({
    existing: f
        .object({
            kubeconfig: f.kubeconfig,
            context: f.text.optional(),
            nodeCidrs: f.list(ranges.hostCidr(8, 28)).min(1, "give at least one range"),
            serviceCidr: ranges.hostCidr(8, 28),
            nodeSelector: f.nodeLabels.default({}),
            eks: f
                .object({
                    clusterName: f.eksClusterName,
                    vpcId: f.vpcId,
                    privateSubnetIds: f.subnets,
                    securityGroupIds: f.securityGroups
                        .min(1, "give at least one security group")
                        .max(16, "a network interface takes 16 security groups at most"),
                    nodeRoleArn: f.roleArnInput,
                    instanceProfile: f.instanceProfile,
                })
                .optional(),
        })
        .optional(),
});

const nodes = f.object({
    system: f
        .object({
            instanceTypes: f
                .list(f.instanceType)
                .min(1, "give at least one instance type")
                .max(20, "a node group takes 20 instance types at most")
                .default(["m7g.xlarge"]),
            minSize: f.integer(2, 450).default(3),
            maxSize: f.integer(2, 450).default(6),
            diskSizeGiB: f.integer(20, 16384).default(100),
        })
        .prefault({}),
    general: f
        .object({
            instanceCategories: f
                .list(f.oneOf(["c", "m", "r"]))
                .min(1, "give at least one of c, m, r")
                .default(["c", "m", "r"]),
            cpuLimit: f.integer(4, 100_000).default(200),
            memoryLimitGiB: f.integer(16, 1_000_000).default(800),
            allowSpot: f.flag.default(false),
        })
        .prefault({}),
});

const policyId = f.oneOf(policyIds);

const admission = f.object({
    engine: f.oneOf(Object.values(AdmissionEngine) as ["native", "kyverno"]).default("native"),
    imageRegistries: f.list(urls.imageRegistry).default([]),
    auditOnly: f.list(policyId).default([]),
    exemptNamespaces: f
        .list(
            f.object({
                namespace: f.label,
                policies: f.list(policyId).min(1, "give at least one id of a policy"),
                reason: f.text,
            }),
        )
        .default([]),
});

const customAddon = f.object({
    name: f.releaseName,
    chart: urls.chart,
    version: f.chartVersion,
    repository: urls.httpsUrl.optional(),
    podSecurity: f.oneOf(Object.values(PodSecurity) as ["restricted", "baseline", "privileged"]).default("restricted"),
    needs: f.list(f.label).default([]),
    egressNamespaces: f.list(f.label).default([]),
    values: urls.chartValues.default({}),
});

const shape = {
    // Required on AWS: see cluster-kinds.ts.
    region: f.region.optional(),
    // The address plan has room for four.
    zones: f
        .list(f.zone)
        .refine(({ length }) => length === 3 || length === 4, "give three or four zones")
        .optional(),
    kubernetesVersion: f.oneOf(kubernetesVersions).default("1.35"),
    access: f
        .object({
            administratorRoleArns: f.roleArns.min(1, "give at least one administrator role"),
            viewerRoleArns: f.roleArns.default([]),
        })
        .optional(),
    alerts: f
        .object({
            emails: f.emails.min(1, "give at least one e-mail address"),
            heartbeatUrlSecret: f.secretName,
        })
        .optional(),
    gitops: f.object({
        repository: urls.gitUrl,
        path: f.gitPath.optional(),
        revision: f.gitRevision.default("main"),
        sso: f
            .object({
                issuer: urls.httpsUrl,
                clientId: f.clientId,
                clientSecretName: f.secretName,
                administratorGroup: f.group,
            })
            .optional(),
    }),
    ownership: f.object({ owner: f.labelValue, environment: f.labelValue, costCenter: f.labelValue }),
    cluster: cluster.prefault({}),
    network: network.prefault({}),
    controlPlane: controlPlane.prefault({}),
    nodes: nodes.prefault({}),
    admission: admission.prefault({}),
    backup: f
        .object({ replicaRegion: f.region.optional(), monthlyRetentionYears: f.integer(1, 10).default(5) })
        .prefault({}),
    charts: f
        .object({
            source: urls.chartSource.default("upstream"),
        })
        .prefault({}),
    addons: f
        .list(customAddon, { of: ({ name }) => name, because: ": an add-on has its name and namespace to itself" })
        .default([]),
    standby: f
        .object({ backupBucket: f.bucket, backupKeyArn: f.keyArn, backupPasswordSecret: f.secretNameInput })
        .optional(),
    allowDeletion: f.flag.default(false),
};

/** What `new ProductionCluster(name, args)` takes. */
export const clusterSchema = f.object(shape);

/** Arguments with every default filled in. */
export type Settings = z.output<typeof clusterSchema>;
clusterSchema satisfies z.ZodType<Settings, ProductionClusterArgs>;

const { standby: _, ...stackShape } = shape;

/** A chart of the user's own, with defaults filled in. */
export type CustomAddon = Settings["addons"][number];

/** What `Pulumi.<stack>.yaml` says: the cluster's name and arguments; facts of the primary come by `primaryStack`. */
export const stackSchema = f.object({ name: f.clusterName, primaryStack: f.stackName.optional(), ...stackShape });
export type StackSettings = z.output<typeof stackSchema>;
