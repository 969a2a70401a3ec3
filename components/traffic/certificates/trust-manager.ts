import type { CertificatesOffer, IssuerReference, MeshRoot } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { Profile } from "../../platform/addon.ts";
import { certificate } from "../../platform/certificate.ts";
import { charts } from "../../platform/charts.ts";
import { unprobed } from "../../platform/exemption.ts";
import type { Bundle, Certificate } from "../../platform/kubernetes-object.ts";
import { noneUp, type RuleGroup } from "../../platform/rules.ts";
import { placement, resources, restrictedPod, spread } from "../../platform/workload.ts";
import type { Certificates } from "./args.ts";
import { internalIssuer, issuers, meshIssuer } from "./issuers.ts";

export const trustManagerName = "trust-manager";
const name = trustManagerName;

/** The CAs that the cluster trusts, in every namespace that asks. */
export const bundle: CertificatesOffer["trust"] = {
    configMap: "ca-bundle",
    key: "ca.crt",
    namespaceLabel: { "production-cluster/ca-bundle": "true" },
};

/**
 * Hands out whom to trust: a ConfigMap with the CAs of Debian's list, of the cluster and of its issuer, in every
 * namespace that has the label. It never sees the key of a CA: it reads their certificates beside one that each of them
 * signed for its own namespace.
 */
export const trustManager = ({ issuer }: Certificates): Part => {
    // Let's Encrypt is on Debian's list.
    const signers = issuer === "acmpca" ? [internalIssuer, issuers.acmpca] : [internalIssuer];
    return {
        name,
        namespace: { name, podSecurity: "restricted" },
        exemptions: [unprobed(name, "trust-manager offers no probe of liveness", "2027-08-31")],
        accepted: [
            {
                check: "probe-liveness",
                objects: [`Deployment ${name}/${name}`],
                reason: "the chart offers no such probe; one that loses its lease ends by itself",
                review: "2027-08-31",
            },
            {
                check: "rbac-secrets-access",
                objects: [`Role ${name}/${name}`],
                reason: "it reads the certificates of CAs in its own namespace, where no key of a CA is",
                review: "2027-08-31",
            },
        ],
        addon: (_, { profile, offers }) => ({
            chart: charts.trustManager,
            traffic: {
                from: [
                    { peer: "apiServer", ports: [6443] },
                    { peer: "metrics", ports: [9402] },
                ],
                to: [{ peer: "kubeApi" }],
            },
            needs: ["cert-manager", ...(issuer === "acmpca" ? [charts.awsPrivateCaIssuer.name] : [])],
            values: values(profile),
            after: [
                ...signers.map((signer) => signedBy(signer)),
                caBundle(signers),
                ...(offers.mesh?.root.bundle
                    ? [signedBy(meshIssuer, ofMesh), meshBundle(offers.mesh.root.bundle)]
                    : []),
            ],
            rules: [alerts],
        }),
    };
};

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "TrustManagerDown",
            expr: noneUp(name, `${name}-metrics`),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: namespaces do not learn whom to trust.",
        },
    ],
};

const secretOf = (issuer: IssuerReference): string => `ca-of-${issuer.name}`;

/** Its Secret has the certificate of the CA beside its own, which serves for nothing else. */
const signedBy = (issuer: IssuerReference, labels?: Record<string, string>): Certificate =>
    certificate({ name: secretOf(issuer), namespace: name }, issuer, {
        commonName: `${name}.${name}.svc`,
        ...(labels && { secretTemplate: { labels } }),
    });

/** Of every Secret whose CA the mesh trusts: that of its root, and while its key changes that of the one before. */
const ofMesh = { "production-cluster/mesh-root": "true" };

const meshBundle = ({ namespace, configMap, key }: NonNullable<MeshRoot["bundle"]>): Bundle => ({
    apiVersion: "trust.cert-manager.io/v1alpha1",
    kind: "Bundle",
    metadata: { name: configMap },
    spec: {
        sources: [{ secret: { selector: { matchLabels: ofMesh }, key: "ca.crt" } }],
        target: {
            configMap: { key },
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        },
    },
});

const caBundle = (signers: readonly IssuerReference[]): Bundle => ({
    apiVersion: "trust.cert-manager.io/v1alpha1",
    kind: "Bundle",
    metadata: { name: bundle.configMap },
    spec: {
        sources: [
            { useDefaultCAs: true },
            ...signers.map((issuer) => ({ secret: { name: secretOf(issuer), key: "ca.crt" } })),
        ],
        target: {
            configMap: { key: bundle.key },
            namespaceSelector: { matchLabels: { ...bundle.namespaceLabel } },
        },
    },
});

const values = (profile: Profile) => ({
    ...placement(profile),
    replicaCount: 2,
    resources: resources(25, 128),
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": name,
    }),
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    podSecurityContext: { ...restrictedPod, runAsUser: 65532 },
    crds: { enabled: true, keep: true },
    defaultPackage: { enabled: true, resources: resources(25, 64) },
    // Secrets are for keys; whom to trust is no secret.
    secretTargets: { enabled: false },
    // One CA that has ended would else hold up all the others.
    filterExpiredCertificates: { enabled: true },
    app: {
        trust: { namespace: name },
        metrics: { service: { servicemonitor: { enabled: true } } },
    },
});
