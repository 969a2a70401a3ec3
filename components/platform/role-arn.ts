/** Account of an IAM role, by its ARN: `arn:<partition>:iam::<account>:role/<path><name>`. */
export const accountOf = (roleArn: string): string => roleArn.split(":")[4] ?? "";

/** Name of an IAM role, without its path. */
export const roleOf = (roleArn: string): string => roleArn.split("/").at(-1) ?? "";

/** AWS partition of an ARN. */
export const partitionOf = (arn: string): string => arn.split(":")[1] ?? "";
