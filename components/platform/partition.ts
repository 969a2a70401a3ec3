/** AWS partition of a region: the second part of every ARN. */
export const partition = (region: string): string =>
    region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
