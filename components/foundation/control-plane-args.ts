import { z } from "zod";
import * as f from "../configuration/fields.ts";
import * as ranges from "../configuration/ranges.ts";

/** The Kubernetes API endpoint and what is kept of its logs. */
export interface ControlPlaneArgs {
    /**
     * Weakness: opens the API endpoint to these ranges of the Internet, for runners outside the VPC. `0.0.0.0/0` and
     * anything wider than /16 are refused, as are private ranges and more than the 40 that EKS takes. Default: none,
     * the endpoint is private.
     */
    publicAccessCidrs?: string[];
    /**
     * Ranges of peered networks and VPNs that may reach the private endpoint, beside the VPC; 58 at most, one rule of
     * the cluster's security group each. Default: none.
     */
    privateAccessCidrs?: string[];
    /** Days that API, audit, authenticator, controller manager and scheduler logs are kept. Default 365. */
    logRetentionDays?: number;
    /**
     * IPv4 range of Kubernetes Services, /12 to /24 within RFC 1918, apart from `network.cidr` and `reservedCidrs`.
     * Default `172.20.0.0/16`, the one EKS itself prefers.
     */
    serviceCidr?: string;
}

/** Days that CloudWatch Logs accepts as retention, from 90 on: shorter leaves no audit trail to speak of. */
const retentionDays = [90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** Most ranges of a public endpoint (https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html). */
const publicRanges = 40;

/**
 * Rules of the cluster's security group that are left of the 60 that a group has unless AWS raises the quota
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html): EKS makes one, and the VPC has one.
 */
const privateRules = 58;

export const controlPlane = f.object({
    publicAccessCidrs: f
        .list(ranges.internetCidr(16, 32))
        .max(publicRanges, `EKS takes ${publicRanges} ranges at most; give wider ones`)
        .default([]),
    privateAccessCidrs: f
        .list(ranges.hostCidr(8, 32))
        .max(privateRules, `the security group has room for ${privateRules} ranges; give wider ones`)
        .default([]),
    logRetentionDays: z
        .int({ error: "give a whole number of days" })
        .refine((days) => retentionDays.includes(days), `CloudWatch Logs takes one of ${retentionDays.join(", ")}`)
        .default(365),
    serviceCidr: ranges.serviceCidr.default("172.20.0.0/16"),
});
