import type { Egress } from "../../platform/addon.ts";
import type { ClusterSecretStore, KubernetesObject } from "../../platform/kubernetes-object.ts";
import { tokensOf } from "../../platform/role.ts";
import { portOf } from "../../platform/url.ts";
import type { SecretStore } from "./args.ts";

type Provider = NonNullable<ClusterSecretStore["spec"]>["provider"];

/** Of the tokens that Vault is shown: one for the API server would open the cluster to whoever reads it there. */
const vaultAudience = "vault";

/** The service account that a store knows the cluster by. */
const accountOf = ({ name }: SecretStore): string => `secret-store-${name}`;

/** A store, its identity, and the right of the controller to make tokens of that identity alone. */
export function storeObjects(store: SecretStore, namespace: string): KubernetesObject[] {
    const name = accountOf(store);
    const where = { name, namespace };
    return [
        {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { ...where, annotations: annotationsOf(store) },
            automountServiceAccountToken: false,
        },
        ...tokensOf(where, name, { name: "external-secrets", namespace }),
        {
            apiVersion: "external-secrets.io/v1",
            kind: "ClusterSecretStore",
            metadata: { name: store.name },
            spec: {
                provider: providerOf(store, { name, namespace }),
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

function providerOf({ vault, azure, google }: SecretStore, account: { name: string; namespace: string }): Provider {
    if (vault) return { vault: vaultProvider(vault, { ...account, audiences: [vaultAudience] }) };
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

function vaultProvider(
    { server, path, authentication, mount = authentication, role, caCertificate }: NonNullable<SecretStore["vault"]>,
    serviceAccountRef: { name: string; namespace: string; audiences: string[] },
): NonNullable<NonNullable<Provider>["vault"]> {
    return {
        server,
        path,
        version: "v2",
        ...(caCertificate && { caBundle: Buffer.from(caCertificate).toString("base64") }),
        auth:
            authentication === "kubernetes"
                ? { kubernetes: { mountPath: mount, role, serviceAccountRef } }
                : { jwt: { path: mount, role, kubernetesServiceAccountToken: { serviceAccountRef } } },
    };
}

/** The ways to the stores. */
export const storeFlows = (stores: readonly SecretStore[]): Egress[] => {
    const outside = stores.filter(({ vault }) => !vault?.cidrs.length);
    return [
        ...stores.flatMap(({ vault }): Egress[] =>
            vault?.cidrs.length ? [{ peer: { cidrs: vault.cidrs }, ports: [portOf(vault.server)] }] : [],
        ),
        ...(outside.length > 0
            ? [
                  {
                      peer: { internet: `Secrets come from ${outside.map(({ name }) => name).join(", ")}.` },
                      ports: [
                          ...new Set([443, ...outside.flatMap(({ vault }) => (vault ? portOf(vault.server) : []))]),
                      ],
                  },
              ]
            : []),
    ];
};
