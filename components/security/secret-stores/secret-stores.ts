import type { VaultOffer } from "../../offers.ts";
import type { Egress } from "../../platform/addon.ts";
import type { ClusterSecretStore, KubernetesObject } from "../../platform/kubernetes-object.ts";
import { tokensOf } from "../../platform/role.ts";
import { toHost } from "../../platform/server-flow.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { portOf } from "../../platform/url.ts";
import type { SecretStore } from "./args.ts";

type Provider = NonNullable<ClusterSecretStore["spec"]>["provider"];

type GivenVault = NonNullable<SecretStore["vault"]>;

/** Of the tokens that another Vault is shown: one for the API server would open the cluster to whoever reads it there. */
const vaultAudience = "vault";

/** The service account that a store knows the cluster by. */
export const accountOf = (store: string): string => `secret-store-${store}`;

/**
 * A store, its identity, and the right of the controller to make tokens of that identity alone.
 *
 * @param own the cluster's own Vault, which a store is of that says no address
 */
export function storeObjects(store: SecretStore, namespace: string, own?: VaultOffer): KubernetesObject[] {
    const name = accountOf(store.name);
    const where = { name, namespace };
    return [
        accountWithoutToken({ ...where, annotations: annotationsOf(store) }),
        ...tokensOf(where, name, { name: "external-secrets", namespace }),
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ClusterSecretStore",
            metadata: { name: store.name },
            spec: {
                provider: providerOf(store, { name, namespace }, own),
                conditions: [{ namespaceSelector: { matchLabels: { [labelOf(store)]: "allowed" } } }],
            },
        },
    ];
}

/** Label of the namespaces that may read from a store. */
const labelOf = ({ name }: SecretStore): string => `production-cluster/secret-store-${name}`;

/** https://external-secrets.io/latest/provider/azure-key-vault/#referenced-service-account */
const annotationsOf = ({ azure }: SecretStore): Record<string, string> =>
    azure
        ? {
              "azure.workload.identity/client-id": azure.clientId,
              "azure.workload.identity/tenant-id": azure.tenantId,
          }
        : {};

function providerOf(
    { name, vault, azure, google }: SecretStore,
    account: { name: string; namespace: string },
    own: VaultOffer | undefined,
): Provider {
    if (vault)
        return {
            vault:
                own && vault.server === undefined
                    ? ownVault(own, { name, path: vault.path }, { ...account, audiences: [own.audience] })
                    : vaultProvider(vault, { ...account, audiences: [vaultAudience] }),
        };
    if (azure)
        return {
            azurekv: {
                authType: "WorkloadIdentity",
                vaultUrl: azure.vaultUrl,
                tenantId: azure.tenantId,
                serviceAccountRef: account,
            },
        };
    const { project, audience, serviceAccountEmail } = google ?? {};
    const workloadIdentityFederation = {
        audience,
        serviceAccountRef: account,
        ...(serviceAccountEmail && { gcpServiceAccountEmail: serviceAccountEmail }),
    };
    // The types are of a version that does not know this way yet.
    return { gcpsm: { projectID: project, auth: { workloadIdentityFederation } as object } };
}

type VaultProvider = NonNullable<NonNullable<Provider>["vault"]>;

interface AccountOfVault {
    name: string;
    namespace: string;
    audiences: string[];
}

const vaultProvider = (
    { server = "", path, authentication = "jwt", mount = authentication, role = "", caCertificate }: GivenVault,
    serviceAccountRef: AccountOfVault,
): VaultProvider => ({
    server,
    path,
    version: "v2",
    ...(caCertificate && { caBundle: Buffer.from(caCertificate).toString("base64") }),
    auth:
        authentication === "kubernetes"
            ? { kubernetes: { mountPath: mount, role, serviceAccountRef } }
            : { jwt: { path: mount, role, kubernetesServiceAccountToken: { serviceAccountRef } } },
});

/** Of the cluster's own Vault everything is known but the engine. */
const ownVault = (
    { server, ca, mount, role }: VaultOffer,
    { name, path }: { name: string; path: string },
    serviceAccountRef: AccountOfVault,
): VaultProvider => ({
    server,
    path,
    version: "v2",
    caProvider: ca,
    auth: { kubernetes: { mountPath: mount, role: role(name), serviceAccountRef } },
});

/** The ways to the stores. */
export function storeFlows(stores: readonly SecretStore[], own?: VaultOffer): Egress[] {
    const elsewhere = stores
        .filter((store) => !isOwn(store))
        .map(({ name, vault: { cidrs = [], server } = {} }) => ({
            name,
            cidrs,
            ports: server ? [portOf(server)] : [],
        }));
    const hidden = elsewhere.filter(({ cidrs }) => cidrs.length > 0);
    const open = elsewhere.filter(({ cidrs }) => cidrs.length === 0);
    const why = `Secrets come from ${open.map(({ name }) => name).join(", ")}.`;
    return [
        ...(own && stores.some(isOwn) ? [own.flow] : []),
        ...hidden.map(({ cidrs, ports }) => toHost(cidrs, why, ports)),
        ...(open.length > 0 ? [toHost([], why, [443, ...open.flatMap(({ ports }) => ports)])] : []),
    ];
}

/** Whether it is of the cluster's own Vault. */
const isOwn = ({ vault }: SecretStore): boolean => vault !== undefined && vault.server === undefined;
