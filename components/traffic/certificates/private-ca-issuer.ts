import type { Input } from "@pulumi/pulumi";
import type { Part } from "../../part.ts";
import type { EksProfile, Statement } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import type { AWSPCAClusterIssuer } from "../../platform/kubernetes-object.ts";
import { partition } from "../../platform/partition.ts";
import { noneUp, type RuleGroup } from "../../platform/rules.ts";
import { budget, placement, resources, restrictedPod, spread, unprivileged } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { issuers } from "./issuers.ts";

const { name } = charts.awsPrivateCaIssuer;

/** Has certificates signed by a CA of AWS Private CA, for cert-manager; it may sign for ends of connections, and make no further CA. */
export const privateCaIssuer: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    onlyOnEks: "the CA is in AWS",
    awsApis: ["acm-pca"],
    accepted: [
        {
            check: "rbac-secrets-access",
            objects: [`ClusterRole ${name}`],
            reason: "it reads credentials that issuers may name; those of the platform name none",
            review: "2027-08-31",
        },
    ],
    addon: ({ certificates }, { eks: { profile } }) => ({
        chart: charts.awsPrivateCaIssuer,
        identities: [{ serviceAccount: name, statements: sign(caArn(certificates), profile) }],
        traffic: {
            from: [{ peer: "metrics", ports: [8080] }],
            to: [{ peer: "kubeApi" }, { peer: "aws" }],
        },
        needs: ["cert-manager"],
        values: values(profile),
        rules: [alerts],
        after: [clusterIssuer(caArn(certificates), profile)],
    }),
};

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "PrivateCaIssuerDown",
            expr: noneUp(name, name),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: AWS Private CA signs nothing for the cluster.",
        },
    ],
};

function caArn(certificates: Settings["certificates"]): Input<string> {
    if (certificates?.privateCaArn === undefined) throw new Error("certificates.privateCaArn is missing");
    return certificates.privateCaArn;
}

/** Those that the issuer chooses by the usages of a certificate, but for CAs and for signing code and OCSP. */
const templates = [
    "BlankEndEntityCertificate_APICSRPassthrough/V1",
    "EndEntityCertificate/V1",
    "EndEntityClientAuthCertificate/V1",
    "EndEntityServerAuthCertificate/V1",
];

/** https://github.com/cert-manager/aws-privateca-issuer/tree/v1.9.0#configuration */
const sign = (arn: Input<string>, { region }: EksProfile): Statement[] => [
    {
        Sid: "ReadCertificates",
        Effect: "Allow",
        Action: ["acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate"],
        Resource: arn,
    },
    {
        Sid: "SignEnds",
        Effect: "Allow",
        Action: ["acm-pca:IssueCertificate"],
        Resource: arn,
        Condition: {
            StringEquals: {
                "acm-pca:TemplateArn": templates.map((it) => `arn:${partition(region)}:acm-pca:::template/${it}`),
            },
        },
    },
];

const clusterIssuer = (arn: Input<string>, { region }: EksProfile): AWSPCAClusterIssuer => ({
    apiVersion: "awspca.cert-manager.io/v1beta1",
    kind: "AWSPCAClusterIssuer",
    metadata: { name: issuers.acmpca.name },
    spec: { arn, region },
});

const values = (profile: EksProfile) => ({
    ...placement(profile),
    replicaCount: 2,
    resources: resources(25, 128),
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": name,
    }),
    podDisruptionBudget: budget,
    podSecurityContext: { ...restrictedPod, runAsUser: 65532 },
    securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    // Where it asks whose credentials it has, when an issuer is looked at.
    env: { AWS_REGION: profile.region },
    serviceMonitor: { create: true },
});
