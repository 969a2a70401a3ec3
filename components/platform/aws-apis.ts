/**
 * AWS APIs, as their private endpoints are called
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html). A cluster's VPC has those
 * that its nodes and parts ask for: pods may reach AWS by the VPC's own range only.
 */
export type AwsApi =
    | "aps-workspaces"
    | "acm-pca"
    | "arc-zonal-shift"
    | "ec2"
    | "ecr.api"
    | "ecr.dkr"
    | "eks"
    | "eks-auth"
    | "elasticloadbalancing"
    | "kinesis-firehose"
    | "kms"
    | "logs"
    | "monitoring"
    | "s3"
    | "secretsmanager"
    | "sns"
    | "sqs"
    | "ssm"
    | "ssmmessages"
    | "sts"
    | "xray";
