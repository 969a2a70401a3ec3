import type { z } from "zod";
import { caCertificate } from "../../configuration/certificates.ts";
import * as f from "../../configuration/fields.ts";
import { someCidrs } from "../../configuration/server-place.ts";
import * as urls from "../../configuration/urls.ts";

/**
 * A store of secrets that is not AWS Secrets Manager, for the secrets of applications; those of the platform stay where
 * they are. No credential is stored for it: external-secrets shows a token of the cluster, which the store is told to
 * trust. Exactly one of `vault`, `azure` and `google`.
 */
export interface SecretStoreArgs {
    /**
     * Name of the ClusterSecretStore; not `aws`. Namespaces with the label `production-cluster/secret-store-<name>:
     * allowed` may read from it, and no others.
     */
    name: string;
    /** HashiCorp Vault or OpenBao, a key-value engine of version 2. Default: none. */
    vault?: VaultStoreArgs;
    /** Azure Key Vault. Default: none. */
    azure?: AzureStoreArgs;
    /** Google Secret Manager. Default: none. */
    google?: GoogleStoreArgs;
}

export interface VaultStoreArgs {
    /**
     * Address of Vault, `https://vault.example.com:8200`. Default: the cluster's own, with the argument `vault`; all below but
     * `path` is known then, and namespaces of the store read the whole of that engine.
     */
    server?: string;
    /** Where the key-value engine is mounted. Default `secret`. */
    path?: string;
    /**
     * How the token is looked at: `kubernetes` (Vault asks the cluster, which it must reach) or `jwt` (by the public keys
     * of the cluster's OIDC issuer, which EKS serves on the Internet). Default `jwt`.
     */
    authentication?: VaultAuthentication;
    /** Where that method is mounted. Default: as it is called. */
    mount?: string;
    /**
     * Role of Vault, bound to the service account `secret-store-<name>` of namespace `external-secrets` and to the audience
     * `vault`. Default: none; required with `server`.
     */
    role?: string;
    /** CA that signed Vault's certificate, PEM; several one after the other. Default: one that everybody trusts. */
    caCertificate?: string;
    /** Where Vault is, in a private network that the VPC reaches. Default: it is reached over the Internet. */
    cidrs?: string[];
}

export const VaultAuthentication = { Jwt: "jwt", Kubernetes: "kubernetes" } as const;
export type VaultAuthentication = (typeof VaultAuthentication)[keyof typeof VaultAuthentication];

export interface AzureStoreArgs {
    /** Address of the key vault, `https://shop.vault.azure.net`. */
    vaultUrl: string;
    /** Tenant of Entra ID, a UUID. */
    tenantId: string;
    /**
     * Client id of the application or managed identity, a UUID. It has a federated credential with the cluster's OIDC issuer
     * and the subject `system:serviceaccount:external-secrets:secret-store-<name>`.
     */
    clientId: string;
}

export interface GoogleStoreArgs {
    /** Id of the project that holds the secrets. */
    project: string;
    /**
     * Provider of the workload identity pool that trusts the cluster's OIDC issuer:
     * `//iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`.
     */
    audience: string;
    /** Service account of Google that is impersonated. Default: the pool's own principal reads. */
    serviceAccountEmail?: string;
}

const uuid = f.text.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "must be a UUID");
const mountPath = f.text.regex(/^\w[\w/-]*$/, "must be the path of a mount, such as secret or kv/shop");

const vault = f.object({
    server: urls.httpsUrl.optional(),
    path: mountPath.default("secret"),
    authentication: f.oneOf(["jwt", "kubernetes"]).optional(),
    mount: mountPath.optional(),
    role: f.text.regex(/^[\w-]+$/, "must be the name of a role").optional(),
    caCertificate: caCertificate.optional(),
    cidrs: someCidrs.optional(),
});

const azure = f.object({
    vaultUrl: urls.httpsUrl,
    tenantId: uuid,
    clientId: uuid,
});

const google = f.object({
    project: f.text.regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "must be the id of a project"),
    audience: f.text.regex(
        /^\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[\w-]+\/providers\/[\w-]+$/,
        "must be a provider of a workload identity pool, //iam.googleapis.com/projects/<number>/locations/global/...",
    ),
    serviceAccountEmail: f.text
        .regex(/^[^@\s]+@[^@\s]+\.iam\.gserviceaccount\.com$/, "must be the address of a service account")
        .optional(),
});

const systems = ["vault", "azure", "google"] as const;

const secretStore = f
    .object({
        name: f.shortLabel.refine((name) => name !== "aws", "is the store that is there already"),
        vault: vault.optional(),
        azure: azure.optional(),
        google: google.optional(),
    })
    .refine((store) => systems.filter((system) => store[system]).length === 1, {
        error: `must say where it is: give exactly one of ${systems.join(", ")}`,
    });

export const secretStores = f.list(secretStore, {
    of: ({ name }) => name,
    because: ": a store has its name to itself",
});

export type SecretStore = z.output<typeof secretStore>;
