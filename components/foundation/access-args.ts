import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";

/** People reach the cluster through IAM roles (of IAM Identity Center, as a rule), never through IAM users. */
export interface AccessArgs {
    /**
     * ARNs of the roles that administer the cluster, at least one, in the partition of the region; the role that runs
     * Pulumi must be among them. An account has one role of a name, whatever its path: two such ARNs are refused.
     */
    administratorRoleArns: string[];
    /** ARNs of the roles that may read everything but Secrets. Default: none. */
    viewerRoleArns?: string[];
}

export const access = f.object({
    administratorRoleArns: aws.roleArns.min(1, "give at least one administrator role"),
    viewerRoleArns: aws.roleArns.default([]),
});
