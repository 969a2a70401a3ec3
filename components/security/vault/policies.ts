import { accounts, audience, kubernetesAuth, namespace } from "./names.ts";

const every = ["create", "read", "update", "delete", "list", "sudo"];

/** A policy in Vault's language, of what may be done at which paths. */
export const policyOf = (paths: Readonly<Record<string, readonly string[]>>): string =>
    Object.entries(paths)
        .map(([path, capabilities]) => `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`)
        .join("");

/** Who writes the configuration makes policies and roles, and could give itself more: no less helps against who is it. */
export const configuring = policyOf({
    "sys/audit": ["read", "sudo"],
    "sys/audit/*": every,
    "sys/auth": ["read"],
    "sys/auth/*": every,
    "sys/mounts": ["read"],
    "sys/mounts/*": ["create", "read", "update"],
    "sys/policies/acl/*": every,
    [`auth/${kubernetesAuth}/*`]: every,
    "database/config/*": every,
    "database/roles/*": every,
    "sys/leases/lookup/database/creds/*": ["list", "sudo"],
    "sys/leases/revoke-prefix/database/creds/*": ["update", "sudo"],
});

/** Policies of the platform's own roles, by the role. */
export const ownPolicies: Readonly<Record<string, string>> = {
    [accounts.configuration]: configuring,
    [accounts.snapshots]: policyOf({ "sys/storage/raft/snapshot": ["read"] }),
    [accounts.administrator]: policyOf({ "*": every }),
};

/** A role of service accounts, as Vault takes it. */
export const kubernetesRole = (
    { namespace, serviceAccount }: { namespace: string; serviceAccount: string },
    policies: readonly string[],
    hours: number,
) => ({
    bound_service_account_namespaces: [namespace],
    bound_service_account_names: [serviceAccount],
    audience,
    token_policies: policies,
    token_ttl: `${hours}h`,
});

/** A role of the platform's own: it may do what the policy of its name says. */
export const ownRole = (account: string) => kubernetesRole({ namespace, serviceAccount: account }, [account], 1);
