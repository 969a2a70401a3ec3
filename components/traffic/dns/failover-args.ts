import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import * as aws from "../../configuration/aws-fields.ts";
import * as f from "../../configuration/fields.ts";

/**
 * A name of a pair of clusters that Route 53 leads to the one that answers, by records and health checks that are made
 * before, without anybody writing on the day. Both stacks of the pair have the same list; the standby makes what is in it,
 * so that nothing of it is in the primary's state.
 */
export interface FailoverArgs {
    /**
     * The name, below the domain of a zone and not the domain itself: it is a CNAME. external-dns leaves it alone on both
     * clusters. In a private zone, which health checkers do not reach, health checks of one's own are needed.
     */
    host: string;
    /** Name of the load balancer, or of what leads to it, of the cluster that was the primary first. */
    primaryTarget: string;
    /** The same of the standby. */
    standbyTarget: string;
    /**
     * Path that a target answers below 400, over HTTPS and by its own name, where it can serve: not before its data is
     * there. Default: none, where health checks are given.
     */
    path?: string;
    /** Ids of health checks of one's own, such as on an alarm of CloudWatch. Default: none, they ask for `path`. */
    healthChecks?: FailoverHealthChecks;
}

/** Ids of health checks of Route 53 that somebody else has made. */
export interface FailoverHealthChecks {
    /** Whether the cluster that was the primary first can serve. */
    primaryId: Input<string>;
    /** Whether its standby can. */
    standbyId: Input<string>;
}

const failoverRecord = f.object({
    host: f.domain,
    primaryTarget: f.domain,
    standbyTarget: f.domain,
    path: f.pattern(/^\/[\x21-\x7e]{0,254}$/, "a path, which begins with /, of at most 255 characters").optional(),
    healthChecks: f.object({ primaryId: aws.healthCheckId, standbyId: aws.healthCheckId }).optional(),
});

export const failover = f.list(failoverRecord, {
    of: ({ host }) => host,
    because: ": a name has one pair of records",
});

export type Failover = z.output<typeof failoverRecord>;
