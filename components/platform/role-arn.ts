/** Account of an ARN: `arn:<partition>:<service>:<region>:<account>:<resource>`. */
export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** Region of an ARN. */
export const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

/** Name of an IAM role, without its path. */
export const roleOf = (roleArn: string): string => roleArn.split("/").at(-1) ?? "";

/** AWS partition of an ARN. */
export const partitionOf = (arn: string): string => arn.split(":")[1] ?? "";

/**
 * What two roles cannot share: an account has one of a name, whatever its path and case
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html).
 */
export const roleKey = (roleArn: string): string => `${accountOf(roleArn)}/${roleOf(roleArn).toLowerCase()}`;
