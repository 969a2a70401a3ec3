import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import * as aws from "../../configuration/aws-fields.ts";
import * as f from "../../configuration/fields.ts";
import { type FailoverArgs, failover } from "./failover-args.ts";

/**
 * Names in DNS, written by external-dns. It keeps what this cluster asked for and touches nothing else of a zone: each
 * record says by a TXT record beside it that it is the cluster's.
 */
export interface DnsArgs {
    /**
     * Hosted zones of Route 53 that names are written into, at least one; nothing outside of them can be. With zones of
     * both kinds the horizon is split: names go into the private ones, and into the public ones only those of objects
     * with the annotation `production-cluster/public-name: "true"`.
     */
    zones: ZoneArgs[];
    /**
     * Whose records are, as the TXT records say: 1 to 63 of a-z, 0-9 and -. Default: the name of the
     * cluster; of a standby, the owner of its primary. Two clusters of one name that write into one zone need different ones: each would take away what the
     * other wrote. What was written under another one stays as it is, and the cluster changes it no more.
     */
    owner?: string;
    /** Names that lead to the cluster of a pair that answers; the same list in both stacks. Default: none. */
    failover?: FailoverArgs[];
}

/** A hosted zone of the cluster's account. */
export interface ZoneArgs {
    /** Its id, such as `Z0123456789ABCDEFGHIJ`. */
    id: Input<string>;
    /** Its domain, in lower case and without a dot at its end: `example.com`. */
    domain: string;
    /** Whether it is a private zone, which only its VPCs ask. Default false: it is public. */
    private?: boolean;
}

const zone = f.object({ id: aws.hostedZoneId, domain: f.domain, private: f.flag.default(false) });

export const dns = f.object({
    zones: f
        .list(zone, {
            of: ({ domain, private: isPrivate }) => `${isPrivate} ${domain}`,
            because: ": one zone of a kind answers for a domain",
        })
        .min(1, "give at least one zone"),
    owner: f.label.optional(),
    failover: failover.default([]),
});

export type Zone = z.output<typeof zone>;
