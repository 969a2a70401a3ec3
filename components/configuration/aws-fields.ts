import { z } from "zod";
import { regionFault } from "../platform/partition.ts";
import { roleKey } from "../platform/role-arn.ts";
import { expected, inputPattern, list, pattern, unquotedInputPattern, unquotedPattern } from "./fields.ts";

/** Fields that hold what AWS calls its things by. */

/**
 * Where all that the platform is made of can be had. With 18 characters the names of the buckets,
 * `<cluster name>-<purpose>-<account>-<region>-an`, have the 63 that S3 allows; the longest region has 14.
 */
export const region = z
    .string({ error: expected("an AWS region, such as eu-west-1") })
    .superRefine((value, { addIssue }) => {
        const message = value.length > 18 ? "must be an AWS region, of 18 characters at most" : regionFault(value);
        if (message) addIssue({ code: "custom", message });
    });
export const accountId = pattern(/^\d{12}$/, "the id of an AWS account, of 12 digits");
export const zone = pattern(/^[a-z]{2,4}(-[a-z]+)+-\d+[a-z]$/, "an availability zone, such as eu-west-1a");
/** A name of 64 characters behind a path of 512. No access entry takes a role that a service of AWS has for itself. */
const roleArnForm = [
    /^arn:aws[a-z-]*:iam::\d{12}:role\/(?!aws-service-role\/)(?=.{1,576}$)([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
    "the ARN of an IAM role, arn:aws:iam::<account>:role/<name>",
] as const;
const roleArn = pattern(...roleArnForm);
export const roleArnInput = inputPattern(...roleArnForm);
/** An account has one role of a name, so of two ARNs that differ in path or case one is of no role. */
export const roleArns = list(roleArn, {
    of: roleKey,
    because: ": an account has one role of a name, whatever its path and case",
});
export const instanceProfile = inputPattern(/^[\w+=,.@-]{1,128}$/, "the name of an instance profile, not its ARN");
const eksClusterNameForm = [/^[A-Za-z0-9][\w-]{0,99}$/, "the name of an EKS cluster, not its ARN"] as const;
export const eksClusterName = pattern(...eksClusterNameForm);
export const eksClusterNameInput = inputPattern(...eksClusterNameForm);
/** The id of `dns.owner`, or the name of the cluster. */
export const dnsOwnerInput = inputPattern(eksClusterNameForm[0], "the output dnsOwner of the primary's stack");
const id = (prefix: string, what: string) =>
    inputPattern(new RegExp(`^${prefix}-[\\w-]+$`), `the id of a ${what}, such as ${prefix}-0123456789abcdef0`);
export const vpcId = id("vpc", "VPC");
export const subnets = list(id("subnet", "subnet"));
export const securityGroups = list(id("sg", "security group"));
const bucketForm = [/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket"] as const;
export const bucket = inputPattern(...bucketForm);
export const bucketName = pattern(...bucketForm);
const keyArnForm = [
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    "the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
] as const;
export const keyArn = inputPattern(...keyArnForm);
export const givenKeyArn = pattern(...keyArnForm);
export const vaultArn = pattern(
    /^arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:[\w-]{2,50}$/,
    "the ARN of a vault of AWS Backup, arn:aws:backup:<region>:<account>:backup-vault:<name>",
);
export const privateCaArn = inputPattern(
    /^arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\d{12}:certificate-authority\/[\w-]+$/,
    "the ARN of a CA of AWS Private CA, arn:aws:acm-pca:<region>:<account>:certificate-authority/<id>",
);
export const hostedZoneId = inputPattern(/^Z[A-Z0-9]{1,31}$/, "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ");
export const healthCheckId = inputPattern(/^[a-f0-9-]{36}$/, "the id of a health check of Route 53");
export const vpcOriginId = inputPattern(
    /^vo_[A-Za-z0-9]+$/,
    "the id of a VPC origin of CloudFront, such as vo_0123456789abcdef",
);
export const loadBalancerName = inputPattern(
    /^[a-z0-9-]+\.elb\.[a-z0-9-]+\.amazonaws\.com$/,
    "the name of a load balancer, such as shop-0a1b.elb.eu-west-1.amazonaws.com",
);
export const instanceType = pattern(
    /^[a-z][a-z0-9-]*\.([a-z]+|\d+xlarge|metal[a-z0-9-]*)$/,
    "an EC2 instance type, such as m7g.xlarge",
);
const secretNameForm = [
    /^[\w/+=.@-]{1,512}$/,
    "the name of a Secrets Manager secret (letters, digits and /_+=.@-)",
] as const;
export const secretName = unquotedPattern(...secretNameForm);
export const secretNameInput = unquotedInputPattern(...secretNameForm);
