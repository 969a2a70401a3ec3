import type { IssuerReference, MeshRoot } from "../../offers.ts";
import type { EksProfile, Profile, Statement } from "../../platform/addon.ts";
import type { Certificate, ClusterIssuer, Issuer } from "../../platform/kubernetes-object.ts";
import { partition } from "../../platform/partition.ts";
import type { Zone } from "../dns/args.ts";
import { zoneArn } from "../dns/zones.ts";
import type { CertificateIssuer } from "./args.ts";

const clusterIssuer = (name: string): IssuerReference => ({ group: "cert-manager.io", kind: "ClusterIssuer", name });

/** Signs for names inside of the cluster. */
export const internalIssuer = clusterIssuer("internal");

/** Signs for the names that people open, by the setting. */
export const issuers = {
    internal: internalIssuer,
    letsencrypt: clusterIssuer("letsencrypt"),
    acmpca: { group: "awspca.cert-manager.io", kind: "AWSPCAClusterIssuer", name: "acmpca" },
} satisfies Record<CertificateIssuer, IssuerReference>;

/** Signs for the CA of a mesh. */
export const meshIssuer = clusterIssuer("mesh-root");

/** Secret, Certificate and Issuer of the cluster's own CA. */
const ca = "internal-ca";

const day = 24;

/**
 * The cluster's own CA: a key that never leaves the namespace of cert-manager, and a certificate of 10 years that is
 * renewed 2 years before its end. Renewal keeps the key, so what was signed before is still right under the new
 * certificate, and the other way round. Only this namespace can have anything signed by itself: the first issuer is not
 * for the cluster.
 */
export const internalCa = (namespace: string, { clusterName }: Profile): (Certificate | ClusterIssuer | Issuer)[] => [
    {
        apiVersion: "cert-manager.io/v1",
        kind: "Issuer",
        metadata: { name: ca, namespace },
        spec: { selfSigned: {} },
    },
    ...root(namespace, { secret: ca, issuer: internalIssuer, commonName: `${clusterName} internal CA`, size: 384 }),
];

/**
 * The root of a mesh beside it, as the mesh knows its pods by what the root signed: whoever may have a certificate of the
 * cluster's CA would have any name there. It is kept as the other one is. Linkerd asks for keys of 256 bits.
 */
export const meshRoot = (namespace: string, { commonName }: MeshRoot): (Certificate | ClusterIssuer)[] =>
    root(namespace, { secret: meshIssuer.name, issuer: meshIssuer, commonName, size: 256 });

interface Root {
    secret: string;
    issuer: IssuerReference;
    commonName: string;
    size: 256 | 384;
}

const root = (namespace: string, { secret, issuer, commonName, size }: Root): (Certificate | ClusterIssuer)[] => [
    {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: secret, namespace },
        spec: {
            isCA: true,
            commonName,
            secretName: secret,
            duration: `${10 * 365 * day}h`,
            renewBefore: `${2 * 365 * day}h`,
            privateKey: { algorithm: "ECDSA", size, rotationPolicy: "Never" },
            issuerRef: { group: "cert-manager.io", kind: "Issuer", name: ca },
        },
    },
    {
        apiVersion: "cert-manager.io/v1",
        kind: "ClusterIssuer",
        metadata: { name: issuer.name },
        spec: { ca: { secretName: secret } },
    },
];

/**
 * Let's Encrypt, which learns by a TXT record that a name is the cluster's (ACME DNS-01, RFC 8555): for the domains of
 * the public zones and for no other. The account has no e-mail address: since June 2025 nobody writes to it.
 */
export const letsEncrypt = (zones: readonly Zone[], { region }: EksProfile): ClusterIssuer => ({
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: issuers.letsencrypt.name },
    spec: {
        acme: {
            server: "https://acme-v02.api.letsencrypt.org/directory",
            privateKeySecretRef: { name: "letsencrypt-account" },
            solvers: zones.map(({ id, domain }) => ({
                selector: { dnsZones: [domain] },
                dns01: { route53: { region, hostedZoneID: id } },
            })),
        },
    },
});

/**
 * What cert-manager may write into the zones: proofs, and nothing that leads anywhere
 * (https://cert-manager.io/docs/configuration/acme/dns01/route53/). The id of a zone is given, so it need not list any.
 */
export const proveNames = (zones: readonly Zone[], { region }: EksProfile): Statement[] => [
    {
        Sid: "WriteProofs",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: zones.map((zone) => zoneArn(zone, region)),
        Condition: {
            "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
            "ForAllValues:StringLike": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
            },
        },
    },
    {
        Sid: "ReadRecords",
        Effect: "Allow",
        Action: ["route53:ListResourceRecordSets"],
        Resource: zones.map((zone) => zoneArn(zone, region)),
    },
    {
        Sid: "WaitForChanges",
        Effect: "Allow",
        Action: ["route53:GetChange"],
        Resource: `arn:${partition(region)}:route53:::change/*`,
    },
];
