import { offered } from "../../offers.ts";
import type { Part } from "../../part.ts";
import { writeObjectStorage } from "../../platform/bucket-access.ts";
import { certificate } from "../../platform/certificate.ts";
import { charts } from "../../platform/charts.ts";
import { externalSecret } from "../../platform/external-secret.ts";
import { budgetOf } from "../../platform/pods.ts";
import { toServer } from "../../platform/server-flow.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import type { Vault } from "./args.ts";
import { configuration, credentialOf } from "./configuration.ts";
import { initialisation } from "./initialisation.ts";
import {
    accounts,
    address,
    audience,
    certificateNames,
    certificateSecret,
    kubernetesAuth,
    loopback,
    name,
    namespace,
    ports,
    storeRole,
} from "./names.ts";
import { keepRecoveryKeys, keyAlias, unseal, VaultSeal } from "./seal.ts";
import { snapshotStore } from "./snapshot-store.ts";
import { snapshots } from "./snapshots.ts";
import { vaultAlerts } from "./vault-alerts.ts";
import { podLabels, values } from "./vault-values.ts";

/** Label that lets the pods of a namespace ask Vault; who they are, Vault looks at. */
const clientLabel = "production-cluster/vault";

/**
 * Secrets that are made when they are asked for, and end by themselves. It is unsealed by KMS, made ready and configured by
 * Jobs, and keeps its snapshots on S3.
 */
export const vault: Part = {
    name,
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "KMS unseals it, and its snapshots are kept on S3",
    requires: {
        certificates: "somebody must sign its certificate, and nobody does",
        secretStore: "its users of databases come from a secret store, and there is none",
    },
    awsApis: ["kms", "s3", "secretsmanager"],
    offers: () => ({
        vault: {
            server: address,
            flow: { peer: { namespace }, ports: [ports.api] },
            mount: kubernetesAuth,
            ca: { type: "Secret", name: certificateSecret, namespace, key: "ca.crt" },
            role: storeRole,
            audience,
        },
    }),
    reads: (settings) => [...new Set(asked(settings.vault).databases.map((database) => database.credentialSecretName))],
    addon: (settings, { eks, offers }) => {
        const { volumeGiB, snapshotRetentionDays, databases } = asked(settings.vault);
        const { allowDeletion } = settings;
        const { profile, name: component } = eks;
        const { replicaRegion } = settings.backup;
        const seal = new VaultSeal(`${component}-vault`, { eks, replicaRegion, allowDeletion });
        const bucket = snapshotStore(eks, {
            retentionDays: snapshotRetentionDays,
            allowDeletion,
            ...(replicaRegion &&
                seal.replicaKeyArn && { replica: { region: replicaRegion, keyArn: seal.replicaKeyArn } }),
        });
        const certificates = offered(offers, "certificates");
        return {
            chart: charts.vault,
            identities: [
                { serviceAccount: name, statements: unseal(seal.keyArn) },
                {
                    serviceAccount: accounts.initialisation,
                    statements: keepRecoveryKeys(seal, profile.region, replicaRegion),
                },
                {
                    serviceAccount: accounts.snapshots,
                    statements: writeObjectStorage(bucket.bucketArn, eks.dataKeyArn),
                },
            ],
            traffic: {
                from: [
                    { peer: "sameNamespace", ports: [ports.api, ports.cluster] },
                    { peer: "clients", ports: [ports.api] },
                    { peer: { namespacesWith: clientLabel }, ports: [ports.api] },
                    { peer: "metrics", ports: [ports.api] },
                ],
                to: [
                    { peer: "kubeApi" },
                    { peer: "aws" },
                    { peer: "sameNamespace", ports: [ports.api, ports.cluster] },
                    ...databases.map((server) => toServer(server, server.port)),
                ],
            },
            needs: ["external-secrets", ...certificates.needs],
            answers: ["Secrets management"],
            values: values(profile, keyAlias(profile.clusterName), volumeGiB),
            before: [
                ...Object.values(accounts).map((account) => accountWithoutToken({ name: account, namespace })),
                // A server reads it when it starts, and no pod of it runs for four years.
                certificate({ name: certificateSecret, namespace }, certificates.internalIssuer, {
                    dnsNames: certificateNames,
                    ipAddresses: [loopback],
                    duration: "43800h",
                    renewBefore: "35040h",
                }),
                ...databases.map((database) =>
                    externalSecret({
                        ...{ name: credentialOf(database), namespace, store: offered(offers, "secretStore") },
                        key: database.credentialSecretName,
                        data: { username: "username", password: "password" },
                    }),
                ),
            ],
            after: [
                budgetOf({ name, namespace, labels: podLabels }),
                initialisation(profile, seal.recoverySecretArn),
                ...configuration(
                    asked(settings.vault),
                    { stores: settings.secretStores, accountOf: offered(offers, "secretStoreAccount") },
                    profile,
                ),
                snapshots(profile, volumeGiB, bucket.bucketName),
            ],
            rules: [vaultAlerts],
        };
    },
};

/** The part is there where somebody asks for it. */
function asked(vault: Vault | undefined): Vault {
    if (!vault) throw new Error("Nobody asks for Vault");
    return vault;
}
