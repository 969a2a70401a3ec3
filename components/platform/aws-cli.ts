/** Image of AWS' command line, for who writes to AWS out of the cluster. */
export const awsCli = "public.ecr.aws/aws-cli/aws-cli:2.37.5";
