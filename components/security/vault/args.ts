import { z } from "zod";
import * as aws from "../../configuration/aws-fields.ts";
import { caCertificate } from "../../configuration/certificates.ts";
import * as f from "../../configuration/fields.ts";
import { serverCidrs } from "../../configuration/server-place.ts";
import { accounts, storePrefix } from "./names.ts";

/**
 * HashiCorp Vault in the cluster: three replicas, one a zone, on volumes of their own; unsealed by a KMS key of its own, its
 * first token revoked, its recovery keys in Secrets Manager. What is said here is written into Vault again every hour: it
 * is the whole of what roles and databases there are. It asks for `certificates`. Vault 2 has the Business Source License.
 */
export interface VaultArgs {
    /**
     * GiB of each replica's volume, 1 to 1000; a system node has as much room for a snapshot on its way. Kubernetes changes
     * none of them by itself: docs/secrets.md says how they are made larger. Default 10.
     */
    volumeGiB?: number;
    /**
     * Days that snapshots are kept, 1 to 3650. One is made every 6 h: who loses the cluster loses as much at most. Default 35.
     */
    snapshotRetentionDays?: number;
    /** Paths of key-value engines, version 2. One that is no longer named stays, with what is in it. Default `secret`. */
    keyValue?: string[];
    /** Policies by name, in Vault's own language. One that is no longer named stays, and nobody here has it. Default: none. */
    policies?: Record<string, string>;
    /** Service accounts that sign in, and what they may do. Default: none. */
    roles?: VaultRoleArgs[];
    /** PostgreSQL servers that Vault makes users on, each for a while. Default: none. */
    databases?: VaultDatabaseArgs[];
}

/** Pods of one service account of one namespace, which has the label `production-cluster/vault: "true"`. */
export interface VaultRoleArgs {
    /** Name of the role, 1 to 40 of a-z, 0-9 and -. */
    name: string;
    /** Namespace of the service account. */
    namespace: string;
    /** Name of the service account. */
    serviceAccount: string;
    /** Names of policies of `policies`. */
    policies: string[];
    /** Hours that a token is good for, 1 to 768, unless it is renewed. Default 1. */
    ttlHours?: number;
}

/** A database in which users are made. */
export interface VaultDatabaseArgs {
    /** What it is called in Vault, 1 to 40 of a-z, 0-9 and -. */
    name: string;
    /** Name or IPv4 address of the server. It must take TLS. */
    host: string;
    /** Default 5432. */
    port?: number;
    /** Name of the database on the server. */
    database: string;
    /** Secret in Secrets Manager with the keys `username` and `password` of somebody who may make users, as RDS writes it. */
    credentialSecretName: string;
    /** Ranges that the server's addresses are in, where it is outside of the cluster. Default: none. */
    cidrs?: string[];
    /** Namespace that the server runs in, where it is inside; it must let `vault` in. Default: none. */
    namespace?: string;
    /**
     * CA that signed its certificate, which must be for `host` then, PEM; several one after the other. RDS has its own in
     * each region: docs/backup.md. Default: none, weakness: the password goes to whoever answers there over TLS.
     */
    caCertificate?: string;
    /** Kinds of users, read as `database/creds/<name>`. */
    roles: VaultDatabaseRoleArgs[];
}

/** A kind of user that lives as long as its lease. */
export interface VaultDatabaseRoleArgs {
    /** Name of it, 1 to 40 of a-z, 0-9 and -; of all databases one has it. */
    name: string;
    /**
     * SQL that makes it, a statement each, with `{{name}}`, `{{password}}` and `{{expiration}}`: `CREATE ROLE "{{name}}" ...`
     */
    creationStatements: string[];
    /** Hours that it is there, 1 to 768, unless its lease is renewed. Default 1. */
    ttlHours?: number;
    /** Hours after which no renewal helps, 1 to 768. Default 24. */
    maxTtlHours?: number;
}

/** A name in Vault that is not the platform's, which has roles and policies of the same names. */
const name = f.shortLabel
    .refine((given) => !Object.values(accounts).includes(given), "is a name of the platform's own; give another one")
    .refine((given) => !given.startsWith(storePrefix), "begins as the roles of secretStores do; give another one");

/** Policies that Vault itself has. */
const builtIn = ["root", "default", "response-wrapping", "control-group"];

const policyName = name.refine((given) => !builtIn.includes(given), "is a policy of Vault's own; give another one");

const hours = f.integer(1, 768);

/** Neither an option of the URL nor another host. */
const host = f.pattern(
    /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
    "the name or the IPv4 address of a server, such as orders.abcdefghijkl.eu-west-1.rds.amazonaws.com",
);

const databaseRole = f.object({
    name: f.shortLabel,
    creationStatements: f.list(f.text).min(1, "give the SQL that makes the user"),
    ttlHours: hours.default(1),
    maxTtlHours: hours.default(24),
});

const database = f.object({
    name: f.shortLabel,
    host,
    port: f.integer(1, 65535).default(5432),
    database: f.pattern(/^[A-Za-z0-9_][\w-]{0,62}$/, "the name of a database, 1 to 63 of letters, digits, _ and -"),
    credentialSecretName: aws.secretName,
    cidrs: serverCidrs,
    namespace: f.label.optional(),
    caCertificate: caCertificate.optional(),
    roles: f
        .list(databaseRole, { of: (role) => role.name, because: ": a role has its name to itself" })
        .min(1, "give a kind of user"),
});

/** Mounts that Vault has, or the platform makes. */
const taken = ["sys", "auth", "identity", "cubbyhole", "database"];

const keyValuePath = f
    .pattern(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, "1 to 40 of a-z, 0-9 and -, such as secret")
    .refine((path) => !taken.includes(path), `is a mount of Vault's own: ${taken.join(", ")}; give another one`);

export const vault = f.object({
    volumeGiB: f.integer(1, 1000).default(10),
    snapshotRetentionDays: f.integer(1, 3650).default(35),
    keyValue: f.list(keyValuePath).default(["secret"]),
    policies: z
        .record(policyName, f.text, {
            error: ({ code }) =>
                code === "invalid_key"
                    ? "is not the name of a policy of yours: 1 to 40 of a-z, 0-9 and -, none of the platform's or Vault's own"
                    : "give a map of policies by name",
        })
        .default({}),
    roles: f
        .list(
            f.object({
                name,
                namespace: f.label,
                serviceAccount: f.pattern(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "the name of a service account"),
                policies: f.list(policyName).min(1, "give a policy"),
                ttlHours: hours.default(1),
            }),
            { of: (role) => role.name, because: ": a role has its name to itself" },
        )
        .default([]),
    databases: f.list(database, { of: ({ name }) => name, because: ": a database has its name to itself" }).default([]),
});

export type Vault = z.output<typeof vault>;
