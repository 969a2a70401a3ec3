import * as aws from "../../configuration/aws-fields.ts";
import { rootCaCertificate } from "../../configuration/certificates.ts";
import * as f from "../../configuration/fields.ts";
import { serverCidrs } from "../../configuration/server-place.ts";
import { BackupTier } from "../tiers.ts";

/** Whose own program writes the dump. */
export const DumpEngine = { postgresql: "postgresql", mysql: "mysql" } as const;
export type DumpEngine = (typeof DumpEngine)[keyof typeof DumpEngine];

/** What is done with a dump before it is kept. */
export const DumpProof = { restore: "restore", read: "read" } as const;
export type DumpProof = (typeof DumpProof)[keyof typeof DumpProof];

/** A database that is dumped, and how it is reached. */
export interface DumpArgs {
    /** What it is called here, 1 to 40 of a-z, 0-9 and -; the folder of its dumps. */
    name: string;
    /** `postgresql`: pg_dump 18, of servers 9.2 to 18. `mysql`: mysqldump 8.4, of servers 8.0 and 8.4. */
    engine: DumpEngine;
    /** Name or address of the server, or of a replica of it. It must take TLS. */
    host: string;
    /** Default: the port of the engine, 5432 or 3306. */
    port?: number;
    /** Name of the database on the server. */
    database: string;
    /**
     * Secret in Secrets Manager with the keys `username` and `password`, as RDS writes it, of somebody who may read all
     * of the database and nothing more.
     */
    credentialSecretName: string;
    /** Ranges that the server's addresses are in, where it is outside of the cluster: subnets of RDS. Default: none. */
    cidrs?: string[];
    /** Namespace that the server runs in, where it is inside; it must let `database-dumps` in. Default: none. */
    namespace?: string;
    /**
     * CA that signed its certificate, which must be for `host` then, PEM: the root, and intermediates that the server does
     * not send, one after the other. RDS has its own in each region: docs/backup.md. Default: none, weakness: the password goes to whoever answers there over TLS.
     */
    caCertificate?: string;
    /** How often it is dumped, and how long dumps are kept, as backups are. Default: every 6 h, weekly and monthly. */
    tiers?: BackupTier[];
    /** GiB that a compressed dump may have on its way, 1 to 500: on the disk of a system node. Default 10. */
    maxSizeGiB?: number;
    /**
     * `restore`: a server of the engine in the pod takes the dump, and has the rows of each table then. `read`: weakness,
     * the dump is whole, and whether it can be restored nobody knows; for a database that no such server takes, or no disk.
     * Default `restore`.
     */
    proof?: DumpProof;
    /** GiB that the database may have where it is restored, 1 to 2000, on the same disk. Default: three times `maxSizeGiB`. */
    restoredSizeGiB?: number;
    /**
     * Image with the programs of the engine, bash and the user 999, by digest: one with the extensions of the database, made
     * from the engine's own. Default: the engine's own.
     */
    image?: string;
}

/** libpq takes what begins with / for a socket, and a comma for the next host. */
const host = f.pattern(
    /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
    "the name or the IPv4 address of a server, such as orders.abcdefghijkl.eu-west-1.rds.amazonaws.com",
);

/** Neither an option of a program nor a connection string. */
const database = f.pattern(
    /^[A-Za-z0-9_][\w.$-]{0,62}$/,
    "the name of a database, 1 to 63 of letters, digits and _.$-",
);

export const dumps = f.list(
    f.object({
        name: f.shortLabel,
        engine: f.oneOf(DumpEngine),
        host,
        port: f.integer(1, 65535).optional(),
        database,
        credentialSecretName: aws.secretName,
        cidrs: serverCidrs,
        namespace: f.label.optional(),
        caCertificate: rootCaCertificate.optional(),
        tiers: f
            .list(f.oneOf(BackupTier))
            .min(1, "name a tier, or leave it out for all of them")
            .default([BackupTier.often, BackupTier.weekly, BackupTier.monthly]),
        maxSizeGiB: f.integer(1, 500).default(10),
        proof: f.oneOf(DumpProof).default(DumpProof.restore),
        restoredSizeGiB: f.integer(1, 2000).optional(),
        image: f.imageDigest.optional(),
    }),
    { of: ({ name }) => name, because: ": its dumps have a folder of that name" },
);
